package ai.d2l.internal.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the weights of a net, and reads them into a net, or leaves the net as it was.
 *
 * <p>The format is DJL's. DJL itself takes the weights of any net whose layers have as many
 * parameters, whatever their shapes, and what it has read by the time a file ends stays in the net.
 */
public final class SavedWeights {

    /** The property with the shapes of the net's inputs: those that Linear tells DJL lack one. */
    private static final String INPUTS = "inputs";

    private final Block net;
    private final Map<Parameter, NDArray> before = new IdentityHashMap<>();
    private final boolean hadWeights;
    private Shape[] inputs;
    private byte[] layers;

    private SavedWeights(Block net) {
        this.net = net;
        hadWeights = net.isInitialized();
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.isInitialized()) {
                before.put(parameter, parameter.getArray());
            }
        }
    }

    /**
     * Writes the weights of a moment, of a net that is being trained the ones between two
     * minibatches.
     *
     * @param name DJL puts it before -0000.params
     * @param file what that makes in the folder
     * @throws IllegalArgumentException if the net has no weights
     */
    public static void write(Block net, Path folder, String name, Path file) throws IOException {
        Turn.with(
                net,
                () -> {
                    if (!net.isInitialized()) {
                        throw new IllegalArgumentException(
                                "The net has no weights to save: train it or call"
                                        + " net.initialize(…) first");
                    }
                    try (Model model = Model.newInstance(name)) {
                        model.setBlock(net);
                        model.setProperty("Epoch", "0");
                        model.setProperty(INPUTS, words(net.getInputShapes()));
                        model.save(folder, name);
                    }
                    return null;
                });
        Checksum.append(file);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if the file is not of this net or not whole; the message names it
     * @throws IllegalStateException if the net is being trained
     */
    public static void read(Block net, Path file) throws IOException {
        Turn.with(
                net,
                () -> {
                    InTraining.requireNone(net);
                    new SavedWeights(net).read(file);
                    return null;
                });
    }

    private void read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int size = Checksum.size(all);
        if (size < 0) {
            throw new IOException(
                    "%s is damaged: its checksum is another than when it was saved; the net is as it was"
                            .formatted(file));
        }
        var in = new DataInputStream(new ByteArrayInputStream(all, 0, size));
        Device device =
                before.isEmpty()
                        ? EngineSetup.engine().defaultDevice()
                        : before.values().iterator().next().getDevice();
        try (NDManager manager = EngineSetup.engine().newBaseManager(device)) {
            try {
                replace(in, manager);
            } catch (Exception | OutOfMemoryError e) {
                restore(manager);
                throw new IOException(
                        "%s was not saved from a net of these layers, or was cut short: %s; the net is as it was"
                                .formatted(file, reason(e)),
                        e);
            }
            NDManager own = Weights.adopt(net, device);
            net.getParameters().values().forEach(p -> p.getArray().attach(own));
            before.values().forEach(NDArray::close);
        }
    }

    private void replace(DataInputStream in, NDManager manager)
            throws IOException, MalformedModelException {
        inputs = readInputs(in);
        if (hadWeights) {
            inputs = net.getInputShapes();
        } else { // with weights the layers know their shapes, which those of the file must have
            LayerShapes.requireFitAnew(net, inputs);
            net.initialize(manager, DataType.FLOAT32, inputs);
        }
        var bytes = new ByteArrayOutputStream();
        net.saveParameters(new DataOutputStream((OutputStream) bytes));
        layers = bytes.toByteArray();
        var shapes = net.getParameters().values().stream().map(Parameter::getShape).toList();
        net.loadParameters(manager, in);
        requireSame(shapes);
        if (in.available() > 0) {
            throw new IOException("it holds more than the weights of this net");
        }
        prepare(manager);
    }

    /** Gives the parameters their gradients, and the layers their inputs, which Linear forgets. */
    private void prepare(NDManager manager) {
        net.initialize(manager, DataType.FLOAT32, inputs);
    }

    /** Reads up to the weights, and returns the shapes of the net's inputs. */
    private static Shape[] readInputs(DataInputStream in) throws IOException {
        if (in.readInt() != 0x444a4c40 || in.readInt() != 1) { // DJL@, the version
            throw new IOException("it is not of DJL's format");
        }
        in.readUTF(); // the name
        in.readUTF(); // the type of the numbers
        var inputs = new Shape[in.readInt()];
        for (int i = 0; i < inputs.length; i++) {
            in.readUTF();
            inputs[i] = Shape.decode(in);
        }
        for (int left = in.readInt(); left > 0; left--) { // properties
            String key = in.readUTF();
            String value = in.readUTF();
            if (key.equals(INPUTS)) {
                inputs = shapes(value);
            }
        }
        return inputs;
    }

    private static String words(Shape... shapes) {
        return Arrays.stream(shapes)
                .map(shape -> shape.toString().replaceAll("[() ]", ""))
                .collect(Collectors.joining(";"));
    }

    private static Shape[] shapes(String words) {
        return Arrays.stream(words.split(";"))
                .map(word -> Arrays.stream(word.split(",")).mapToLong(Long::parseLong).toArray())
                .map(Shape::new)
                .toArray(Shape[]::new);
    }

    private void requireSame(List<Shape> expected) throws IOException {
        for (int i = 0; i < expected.size(); i++) {
            var read = net.getParameters().get(i);
            if (!read.getValue().getShape().equals(expected.get(i))) {
                throw new IOException(
                        "%s has shape %s in the file and %s in the net"
                                .formatted(
                                        read.getKey(),
                                        read.getValue().getShape(),
                                        expected.get(i)));
            }
        }
    }

    private void restore(NDManager manager) throws IOException {
        if (layers != null) {
            try { // what the layers know beside their weights
                net.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(layers)));
            } catch (MalformedModelException e) {
                throw new IOException("The weights that the net had cannot be restored", e);
            }
        }
        for (Parameter parameter : net.getParameters().values()) {
            NDArray old = before.get(parameter);
            if (parameter.isInitialized() && parameter.getArray() != old) {
                parameter.close();
            }
            if (!parameter.isInitialized() && old != null) {
                parameter.setShape(null); // or it takes no array
                parameter.setArray(old);
            }
        }
        if (hadWeights && layers != null) {
            prepare(manager);
        }
    }

    private static String reason(Throwable e) {
        if (e instanceof OutOfMemoryError) { // what DJL makes of a length that is damaged
            return "it needs more memory than there is";
        }
        if (e instanceof MalformedModelException) {
            return "its layers are others (%s)".formatted(e.getMessage());
        }
        return e.getMessage() == null || e.getMessage().isBlank()
                ? "it ends too early"
                : e.getMessage().lines().findFirst().orElse("");
    }
}
