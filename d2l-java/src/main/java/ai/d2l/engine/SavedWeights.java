package ai.d2l.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads saved weights into a net, or leaves the net as it was. */
public final class SavedWeights {

    private final Block net;
    private final List<NDArray> old;
    private final byte[] before;

    private SavedWeights(Block net) throws IOException {
        this.net = net;
        old = net.isInitialized() ? arrays(net) : List.of();
        before = net.isInitialized() ? parameters(net) : new byte[0];
    }

    /**
     * Reads a file of DJL's format.
     *
     * <p>DJL itself takes the weights of any net whose layers have as many parameters, and what it
     * has read by the time a file ends stays in the net.
     *
     * @throws IOException if the file is not of this net or not whole; the message names it
     */
    public static void read(Block net, Path file, Path folder, String name) throws IOException {
        var weights = new SavedWeights(net);
        Device device = weights.device();
        try (Model model = Model.newInstance(name, device, EngineSetup.engine().getEngineName())) {
            model.setBlock(net);
            try {
                model.load(folder, name, Map.of("epoch", "0"));
                weights.requireFit(file, model.getNDManager());
            } catch (IOException | MalformedModelException | RuntimeException e) {
                weights.restore();
                throw new IOException(
                        ("%s was not saved from a net of these layers, or was cut short: %s; the net"
                                        + " is as it was")
                                .formatted(file, reason(e)),
                        e);
            }
            weights.adopt(device);
        }
    }

    private Device device() {
        return old.isEmpty() ? EngineSetup.engine().defaultDevice() : old.get(0).getDevice();
    }

    private void requireFit(Path file, NDManager manager) throws IOException {
        if (!net.isInitialized()) {
            throw new IOException("it has too few weights");
        }
        Shape[] input = net.getInputShapes();
        LayerShapes.requireFit(net, input);
        Shape one = new Shape(1).addAll(input[0].slice(1));
        var parameters = new ParameterStore(manager, false);
        var zeros = new NDList(manager.zeros(one));
        NDList output =
                Lending.parametersOf(net, manager, () -> net.forward(parameters, zeros, false));
        Shape expected = net.getOutputShapes(new Shape[] {one})[0];
        if (!output.head().getShape().equals(expected)) {
            throw new IOException(
                    "it gives outputs of shape %s, the net has %s"
                            .formatted(
                                    LayerShapes.words(output.head().getShape()),
                                    LayerShapes.words(expected)));
        }
        byte[] read = parameters(net);
        byte[] whole = Files.readAllBytes(file);
        int from = whole.length - read.length;
        if (from < 0 || !Arrays.equals(whole, from, whole.length, read, 0, read.length)) {
            throw new IOException("it holds more than the weights of this net");
        }
    }

    private void restore() throws IOException {
        if (old.isEmpty()) {
            net.clear();
            return;
        }
        NDManager manager = old.get(0).getManager();
        try {
            net.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(before)));
        } catch (MalformedModelException e) {
            throw new IOException("The weights that the net had cannot be restored", e);
        }
        requireGradients();
        old.forEach(NDArray::close);
    }

    private void adopt(Device device) {
        List<NDArray> read = arrays(net);
        NDManager own = Weights.adopt(net, device);
        read.forEach(array -> array.attach(own));
        old.forEach(NDArray::close);
        requireGradients();
    }

    private void requireGradients() {
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.requiresGradient()) {
                parameter.getArray().setRequiresGradient(true);
            }
        }
    }

    private static List<NDArray> arrays(Block net) {
        return net.getParameters().values().stream().map(Parameter::getArray).toList();
    }

    private static byte[] parameters(Block net) throws IOException {
        var bytes = new ByteArrayOutputStream();
        net.saveParameters(new DataOutputStream((OutputStream) bytes));
        return bytes.toByteArray();
    }

    private static String reason(Exception e) {
        return e.getMessage() == null || e.getMessage().isBlank()
                ? "it ends too early"
                : e.getMessage().lines().findFirst().orElse("");
    }
}
