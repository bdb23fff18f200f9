package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.lenet5.LeNet5;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardOrderTest {

    static Stream<Method> functionsOfDjl() {
        return Stream.of(Activation.class, Pool.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(method -> Block.class.isAssignableFrom(method.getReturnType()));
    }

    @ParameterizedTest
    @MethodSource("functionsOfDjl")
    void doesNotMatterForFunctions(Method method) throws ReflectiveOperationException {
        Object[] arguments =
                Stream.of(method.getParameterTypes())
                        .map(
                                type ->
                                        type == Shape.class
                                                ? new Shape(2, 2)
                                                : type == boolean.class ? true : 2f)
                        .toArray();
        assertFalse(ForwardOrder.matters((Block) method.invoke(null, arguments)));
    }

    @Test
    void doesNotMatterForTheNetsOfTheChapters() {
        assertFalse(ForwardOrder.matters(ToyData.linear()));
        assertFalse(ForwardOrder.matters(LeNet5.net()));
    }

    @Test
    void mattersForWhatDrawsAndWhatNobodyKnows() {
        var dropout = Dropout.builder().build();
        assertTrue(ForwardOrder.matters(new SequentialBlock().add(ToyData.linear().add(dropout))));
        assertTrue(ForwardOrder.matters(new SequentialBlock().add(list -> list)));
        assertFalse(ForwardOrder.matters(Blocks.identityBlock()));
    }
}
