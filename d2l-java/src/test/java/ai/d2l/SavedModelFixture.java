package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Nets of dense layers, and a folder to save them in. */
abstract class SavedModelFixture {

    static final Shape INPUT = new Shape(2, 1, 3, 3);

    final NDManager manager = EngineSetup.engine().newBaseManager();
    @TempDir Path folder;

    @AfterEach
    void close() {
        manager.close();
    }

    static SequentialBlock net(int... units) {
        var net = new SequentialBlock().add(Blocks.batchFlattenBlock());
        for (int number : units) {
            net.add(Linear.builder().setUnits(number).build()).add(Activation.reluBlock());
        }
        return net;
    }

    SequentialBlock drawn(int... units) {
        var net = net(units);
        net.initialize(manager, DataType.FLOAT32, INPUT);
        return net;
    }

    float[] scores(SequentialBlock net) {
        try (NDArray X = manager.ones(INPUT)) {
            var parameters = new ParameterStore(manager, false);
            return net.forward(parameters, new NDList(X), false).head().toFloatArray();
        }
    }

    static String whyNot(SequentialBlock net, Path folder) {
        return assertThrows(IOException.class, () -> SavedModel.load(net, folder, "toy"))
                .getMessage();
    }
}
