"""The commonest mistakes, made in the real kernel: the first line says what to do."""

import re

import pytest

SETUP = """
var parameterStore = new ParameterStore(manager, false);
Block linear(int units) {
    return new SequentialBlock().add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(units).build());
}
Block convolution() {
    return Conv2d.builder().setFilters(2).setKernelShape(new Shape(5, 5)).build();
}
Block initialized(Block block) {
    block.initialize(manager, DataType.FLOAT32, new Shape(4, 1, 28, 28));
    return block;
}
NDArray scores(Block net, NDArray X) {
    return net.forward(parameterStore, new NDList(X), false).head();
}
double lossOf(Loss loss, NDArray y) {
    return loss.evaluate(new NDList(y), new NDList(scores(tenScores, X))).getFloat();
}
var tenScores = initialized(linear(10));
var X = manager.ones(new Shape(4, 1, 28, 28));
var y = manager.create(new int[] {1, 2, 3, 4});
var softmax = Loss.softmaxCrossEntropyLoss();
var data = FashionMnist.load();
"""

MISTAKES = {
    "inputs of another size than Linear has weights for": (
        "scores(tenScores, manager.ones(new Shape(4, 1, 27, 27))).toFloatArray()",
        "Linear has weights for 784 inputs and got 729: give it inputs of that size",
    ),
    "more channels than the convolution has weights for": (
        "scores(initialized(convolution()), manager.ones(new Shape(4, 3, 28, 28))).toFloatArray()",
        r"weights for inputs of shape \(batch, 1, .* and got \(batch, 3, .*: give it such inputs",
    ),
    "a flat picture for a convolution": (
        "scores(initialized(convolution()), manager.ones(new Shape(4, 784))).toFloatArray()",
        r"The convolution needs an input of 4 dimensions, .* got .*: reshape the input",
    ),
    "bytes for a net of floats": (
        "scores(tenScores, X.toType(DataType.UINT8, true)).toFloatArray()",
        r"Values of the types \w+ and \w+ meet: .*toType\(DataType.FLOAT32",
    ),
    "shapes that cannot be added": (
        "manager.ones(new Shape(2, 3)).add(manager.ones(new Shape(4, 5))).toFloatArray()",
        r"(Shapes \(2,3\) and \(4,5\)|Sizes 3 and 5) do not fit",
    ),
    "fewer labels than examples": (
        "lossOf(softmax, manager.create(new int[] {1, 2}))",
        "softmaxCrossEntropyLoss takes one class number for each example",
    ),
    "labels of the wrong rank": (
        """
        var oneHot = new Batch(manager.newSubManager(), new NDList(X.duplicate()),
                new NDList(y.oneHot(10)), 4, null, null, 1, 1);
        trainCh6(linear(10), List.of(oneHot), List.of(), 1, 0.1, Device.cpu())
        """,
        r"The labels have shape \(batch, 10\) and need \(batch\): a class number",
    ),
    "labels read as floats": (
        "y.toFloatArray()",
        "The array holds int32 and was read as float: read it as what it holds",
    ),
    "a closed array": (
        "var gone = manager.ones(new Shape(3)); gone.close(); gone.add(1)",
        r"An array or its manager is closed already.*array.attach\(manager\)",
    ),
    "a net that was not initialized": (
        "scores(linear(3), X)",
        r"The net has no weights yet: train it, or call net.initialize\(",
    ),
    "a device that is not there": (
        "NDManager.newBaseManager(Device.gpu()).ones(new Shape(3)).toFloatArray()",
        r"The engine sees no graphics card here: use the device that tryGpu\(\) gives",
    ),
    "backward twice": (
        """
        try (var collector = Engine.getInstance().newGradientCollector()) {
            var yHat = tenScores.forward(parameterStore, new NDList(X), true);
            var l = softmax.evaluate(new NDList(y), yHat);
            collector.backward(l);
            collector.backward(l);
        }
        """,
        "backward finds no computation to go back through: compute the loss while",
    ),
    "a second collector while one is open": (
        "try (var one = Engine.getInstance().newGradientCollector();"
        "     var two = Engine.getInstance().newGradientCollector()) { }",
        "Another gradient collector is still open: close it",
    ),
    "a loss that takes no class numbers": (
        "lossOf(Loss.l2Loss(), y)",
        "L2Loss needs labels of the same shape as the scores .* Loss.softmaxCrossEntropyLoss",
    ),
    "a window": (
        "new SwingWrapper<>(new XYChart(300, 200)).displayChart();",
        "A notebook opens no windows: without SwingWrapper, let the chart itself be the last line",
    ),
    "a recursion without end": (
        "int endless(int n) { return endless(n + 1); }\nendless(1)",
        "A method calls itself without end",
    ),
    "a learning rate at which the loss is no number": (
        "trainCh6(linear(10), data.trainIter(64), data.testIter(64), 1, 1e38, tryGpu())",
        r"In epoch 1 the loss became \w+ at minibatch \d+ with learning rate .*a smaller one",
    ),
    "an exception of one's own in a layer": (
        """
        var mine = new SequentialBlock().addSingleton(x -> { throw new IllegalStateException("mine"); });
        trainCh6(mine, data.trainIter(64), data.testIter(64), 1, 0.1, tryGpu())
        """,
        "mine",
    ),
    "an array of a manager that is closed": (
        "NDArray kept; try (var s = manager.newSubManager()) { kept = s.ones(new Shape(3)); }"
        "kept.add(manager.ones(new Shape(3)))",
        r"An array or its manager is closed already.*array.attach\(manager\)",
    ),
    "a net that was not initialized, evaluated": (
        "evaluateAccuracyGpu(linear(3), data.testIter(10))",
        r"The net has no weights yet: train it or call net.initialize\(",
    ),
    "a kernel larger than the picture": (
        "scores(initialized(convolution()), manager.ones(new Shape(4, 1, 3, 3))).toFloatArray()",
        "The convolution's kernel of size .*5.* is larger than its input of size .*3.*: take a",
    ),
    "pictures with the channels last": (
        "scores(initialized(convolution()), manager.ones(new Shape(4, 28, 28, 1))).toFloatArray()",
        r"weights for inputs of shape \(batch, 1, height|of shape \(batch, channels, height",
    ),
    "what the module refuses": ("new Accumulator(0)", "An Accumulator needs at least 1 sum, got 0"),
    "a training on a graphics card that is not there": (
        "trainCh6(linear(10), data.trainIter(64), data.testIter(64), 1, 0.1, Device.gpu(99))",
        r"device is gpu\(99\): it takes Device.cpu\(\) or one of the \d+ GPUs",
    ),
    "an array on a graphics card that is not there": (
        "NDManager.newBaseManager(Device.gpu(99)).create(new float[] {1}).toFloatArray()",
        "The engine sees no graphics card here: use the device that tryGpu",
    ),
}


@pytest.fixture(scope="module")
def prepared(kernel):
    assert kernel.run(SETUP).error == ""
    return kernel


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_first_line_names_the_mend(prepared, mistake):
    code, mend = MISTAKES[mistake]
    first, *rest = prepared.run(code).error.splitlines()
    assert re.search(mend, first), first
    assert any("\tat " in line for line in rest), "the cause is not below"


def test_of_the_stack_trace_the_lines_of_the_cells_are_shown_and_the_rest_is_kept(prepared):
    code = "int endless(int n) { return endless(n + 1); }"
    lines = prepared.run(f"{code}\nendless(1)").error.splitlines()
    assert len(lines) <= 8
    assert code in "\n".join(lines)
    assert prepared.run("new Accumulator(0)").error.count("An Accumulator needs") == 1
    whole = prepared.run("ai.d2l.kernel.RichOutput.lastError()").shown[0]["text/plain"]
    assert "ai.d2l.Accumulator.<init>" in whole


def test_a_name_of_two_classes_is_explained_where_it_is_refused(prepared):
    first, *rest = prepared.run("var timer = new Timer();").error.splitlines()
    assert "ai.d2l.Timer and java.util.Timer" in first
    assert first.endswith("import ai.d2l.Timer;")
    assert any("var timer = new Timer();" in line for line in rest)


def test_minibatches_that_are_not_closed_are_spoken_of_once(prepared):
    said = prepared.run("for (Batch batch : data.trainIter(10)) { }").text
    assert said.count("minibatches of this pass are still open") == 1
    assert "try (batch)" in said
    assert prepared.run("for (Batch batch : data.trainIter(10)) { batch.close(); }").text == ""


def test_what_is_not_known_is_shown_as_the_kernel_shows_it(prepared):
    error = prepared.run('throw new IllegalStateException("mine", new Exception("root"));').error
    assert error.startswith("java.lang.IllegalStateException: mine")
    assert "Caused by: java.lang.Exception: root" in error


def test_the_kernel_goes_on_after_an_explained_error(prepared):
    assert prepared.run("y.toFloatArray()").error
    assert prepared.run("y.toIntArray().length").shown == [{"text/plain": "4"}]
