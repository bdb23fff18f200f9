package ai.d2l.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageContext;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A JJava kernel without a language: it publishes outputs on a real socket of this machine. */
public final class TinyKernel extends BaseKernel implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final ZMQ.Context context = ZMQ.context(1);
    private final IOPubChannel publisher =
            new IOPubChannel(context, HMACGenerator.NO_AUTH_INSTANCE);
    private final ZMQ.Socket frontend = context.socket(SocketType.SUB);
    private final Cells cells;

    /** Starts the kernel; it is the process's until it is closed. */
    public TinyKernel() {
        this(new Cells());
    }

    private TinyKernel(Cells cells) {
        super(
                "tiny",
                "0",
                null,
                List.of(),
                null,
                cells,
                new CommManager(),
                new Renderer(),
                null,
                null,
                false,
                new StringStyler("", "", "", line -> ""));
        this.cells = cells;
        publisher.bind(
                new KernelConnectionProperties("127.0.0.1", 0, 0, 0, 0, 0, "tcp", null, null));
        frontend.setReceiveTimeOut(PATIENCE_MILLIS);
        frontend.subscribe(ZMQ.SUBSCRIPTION_ALL);
        frontend.connect(publisher.getLastEndpoint());
        awaitSubscription();
        notebookKernel = this;
    }

    /** The output streams, attached while a cell runs. */
    private static final class Cells extends JupyterIO {

        private ShellReplyEnvironment environment;

        Cells() {
            super(StandardCharsets.UTF_8);
        }

        void begin(JupyterSocket publisher) {
            var code = new ExecuteRequest("", false, true, Map.of(), false, true);
            var request = new Message<>(new Header<>(MessageType.EXECUTE_REQUEST), code);
            environment = new Environment(publisher, request);
            setEnv(environment);
        }

        void end() {
            retractEnv(environment);
        }
    }

    private static final class Environment extends ShellReplyEnvironment {
        Environment(JupyterSocket publisher, MessageContext request) {
            super(null, null, publisher, request);
        }
    }

    /** Starts a cell: from now on outputs have a place. */
    public void beginCell() {
        cells.begin(publisher);
    }

    /** Ends the cell. */
    public void endCell() {
        cells.end();
    }

    /**
     * An output as a notebook gets it.
     *
     * @param alt what stands for its picture, empty if it has none
     */
    public record Output(String type, String displayId, Map<String, String> data, String alt) {

        Output(String type, String displayId, Map<String, String> data) {
            this(type, displayId, data, "");
        }
    }

    /** Waits for the next output. */
    public Output next() {
        return read();
    }

    /** Returns whether no output arrives within half a second. */
    public boolean isSilent() {
        frontend.setReceiveTimeOut(500);
        boolean silent = frontend.recv() == null;
        frontend.setReceiveTimeOut(PATIENCE_MILLIS);
        return silent;
    }

    private Output read() {
        byte[] frame;
        do {
            frame = frontend.recv();
            if (frame == null) {
                throw new AssertionError("no output came");
            }
        } while (!new String(frame, StandardCharsets.UTF_8).equals("<IDS|MSG>"));
        frontend.recv();
        JsonObject header = json();
        frontend.recv();
        frontend.recv();
        JsonObject content = json();
        var data = new LinkedHashMap<String, String>();
        content.getAsJsonObject("data")
                .entrySet()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().getAsString()));
        JsonObject picture = content.getAsJsonObject("metadata").getAsJsonObject("image/png");
        return new Output(
                header.get("msg_type").getAsString(),
                content.getAsJsonObject("transient").get("display_id").getAsString(),
                data,
                picture == null ? "" : picture.get("alt").getAsString());
    }

    private JsonObject json() {
        return JsonParser.parseString(new String(frontend.recv(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    private void awaitSubscription() {
        // what is published before a subscriber has arrived is lost
        frontend.setReceiveTimeOut(10);
        do {
            publisher.send("hello");
        } while (frontend.recv() == null);
        while (frontend.recv() != null) {
            continue;
        }
        frontend.setReceiveTimeOut(PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        notebookKernel = null;
        frontend.close();
        publisher.close();
        context.term();
    }

    @Override
    public Object evalRaw(String code) {
        throw new UnsupportedOperationException("no language");
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        throw new UnsupportedOperationException("no language");
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        throw new UnsupportedOperationException("no language");
    }

    @Override
    public String isComplete(String code) {
        throw new UnsupportedOperationException("no language");
    }
}
