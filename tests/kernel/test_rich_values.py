"""Values as the last expression of a cell, in the prepared kernel."""

import base64
import re

import pytest

NET = """
var shownNet = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Activation.reluBlock())
        .add(new SequentialBlock().add(Linear.builder().setUnits(10).build()));
"""


def shown(kernel, code):
    outcome = kernel.run(code)
    assert outcome.error == ""
    return outcome.shown[-1]


def test_a_small_array_shows_all_it_has(kernel):
    data = shown(kernel, "manager.create(new float[] {1, -2.5f, 3}, new Shape(1, 3))")
    assert "NDArray (1, 3) float32 on cpu(), 3 values" in data["text/html"]
    assert re.findall(r"<td>(.*?)</td>", data["text/html"]) == ["1.000", "-2.500", "3.000"]
    assert data["text/plain"].startswith("NDArray (1, 3) float32 on cpu(), 3 values\nND: (1, 3)")


def test_a_large_array_shows_its_corner(kernel):
    data = shown(kernel, "manager.arange(1_000_000).reshape(1000, 1000)")
    cells = re.findall(r"<td>(.*?)</td>", data["text/html"])
    assert cells[:10] == ["0", "1", "2", "3", "4", "5", "6", "7", "…", "1000"]
    assert len(data["text/plain"].splitlines()) == 1 + 8 + 1


def test_an_array_that_java_could_not_hold_shows_its_corner(kernel):
    code = "manager.zeros(new Shape(50_000_000, 4), DataType.FLOAT64)"  # 1.6 GB, the heap has 1
    computed = 'large.get("0:1").toDoubleArray();'  # what is still being computed is not shown
    data = shown(kernel, f"var large = {code}.add(7); {computed} large")
    assert "200,000,000 values" in data["text/plain"]
    assert re.findall(r"<td>(.*?)</td>", data["text/html"])[:4] == ["7.000"] * 4


def test_pictures_are_drawn(kernel):
    html = shown(kernel, "FashionMnist.load().testImages()")["text/html"]
    png = base64.b64decode(re.search(r"base64,([^\"]+)", html)[1])
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("manager.create(3f)", "NDArray () float32 on cpu(), 1 values"),
        ("manager.create(new Shape(0, 3))", "NDArray (0, 3) float32 on cpu(), 0 values"),
        ("manager.create(new boolean[] {true, false})", "boolean on cpu(), 2 values"),
        ("var shut = manager.ones(new Shape(2)); shut.close(); shut", "NDArray, closed"),
    ],
)
def test_odd_arrays_are_shown_too(kernel, code, text):
    assert text in shown(kernel, code)["text/plain"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("new int[] {1, 2, 3}", "int[3]\n{1, 2, 3}"),
        ("new float[2][3]", "float[2][3]\n{{0.0, 0.0, 0.0},\n {0.0, 0.0, 0.0}}"),
        ("manager.arange(21).toType(DataType.INT32, true).toIntArray()", "int[21]\n{0, 1, "),
        ('new String[] {"a"}', "String[1]\n{a}"),
        ("new Accumulator(2)", "Accumulator [0.0, 0.0]"),
        ("new ai.d2l.Timer()", "0 laps, 0.000 s"),
        ("FashionMnist.load().trainIter(64)", "32 minibatches of 64 examples of shape (1, 28, 28)"),
    ],
)
def test_what_java_shows_as_a_hash_shows_what_it_holds(kernel, code, text):
    assert shown(kernel, code)["text/plain"].startswith(text)


def test_a_net_shows_its_layers_and_how_much_there_is_to_learn(kernel):
    kernel.run(NET)
    assert "not initialized" in shown(kernel, "shownNet")["text/plain"]
    kernel.run("shownNet.initialize(manager, DataType.FLOAT32, new Shape(4, 1, 28, 28));")
    data = shown(kernel, "shownNet")
    rows = [[cell.strip() for cell in line.split("|")] for line in data["text/plain"].splitlines()]
    assert rows[3][:3] == ["1", "batchFlatten", "(batch, 784)"]
    assert rows[5][:5] == ["3.1", "Linear", "(batch, 10)", "7,850", "7,840"]
    assert [rows[6][0], *rows[6][3:5]] == ["sum", "7,850", "7,840"]
    assert data["text/html"].count("<tr>") == 5


def test_a_plot_and_pictures_show_themselves(kernel):
    data = shown(kernel, 'ai.d2l.Plot.function(0, 1, x -> x).legend("line")')
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == "plot: line 201 points, y from 0 to 1"
    data = shown(kernel, "ai.d2l.Images.of(manager.ones(new Shape(3, 8, 8)))")
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == "1 picture of 8 × 8"


def test_a_chart_is_a_picture_with_a_text(kernel):
    kernel.run(
        'var chart = new XYChart(300, 200); chart.setTitle("rates"); '
        'chart.addSeries("a<b", new double[] {1, 2}, new double[] {3, 4});'
    )
    data = shown(kernel, "chart")
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == "chart: rates, a<b"


def test_a_training_result_is_a_table_and_two_lines(kernel):
    kernel.run("""
        var rows = Table.create("h");
        var rated = new Batch(manager.newSubManager(),
                new NDList(manager.create(new float[][] {{1, 0}, {1, 0}})),
                new NDList(manager.create(new int[] {0, 1})), 2, null, null, 2, 2);
        var half = Learner.evaluate(
                Blocks.batchFlattenBlock(), List.of(rated), Device.cpu(), Metric.accuracy());
    """)
    figures = 'half, half, 1000, 1, Device.cpu(), 3, "epoch 4, minibatch 2"'
    data = shown(kernel, f"new ai.d2l.TrainingReport(rows, {figures})")
    assert "<td>NaN</td><td>0.500</td><td>0.500</td><td>1,000.0</td>" in data["text/html"]
    assert data["text/plain"].splitlines()[0] == "loss NaN, train acc 0.500, test acc 0.500"
    assert "stopped in epoch 4, minibatch 2" in data["text/html"]


def test_a_data_set_shows_counts_classes_and_pictures(kernel):
    data = shown(kernel, "FashionMnist.load()")
    assert "<td>9</td><td>ankle boot</td><td>200</td><td>100</td>" in data["text/html"]
    assert "<td>sum</td><td>2,000</td><td>1,000</td>" in data["text/html"]
    assert 'src="data:image/png;base64,' in data["text/html"]
    assert "ankle boot" in data["text/plain"]


def test_markup_in_names_is_text(kernel):
    kernel.run(
        'class Odd extends LambdaBlock { Odd() { super(x -> x, "<script>alert(1)</script>"); } }'
    )
    html = shown(kernel, "new SequentialBlock().add(new Odd())")["text/html"]
    assert "&lt;script&gt;" in html and "<script" not in html
    table = 'Table.create("t", StringColumn.create("<b>n</b>", "<script>x</script>"))'
    assert "<script" not in shown(kernel, table)["text/html"]


def test_a_value_whose_renderer_fails_is_shown_as_text(kernel):
    kernel.run(
        'class Broken extends LambdaBlock { Broken() { super(x -> x, "broken"); }'
        ' public boolean isInitialized() { throw new IllegalStateException("no"); }'
        ' public String toString() { return "still here"; } }'
    )
    data = shown(kernel, "new Broken()")
    assert data == {
        "text/plain": "still here\n(it cannot be shown better: java.lang.IllegalStateException: no)"
    }
    assert shown(kernel, "2 + 2") == {"text/plain": "4"}


def test_enabling_once_more_changes_nothing(kernel):
    kernel.run("ai.d2l.kernel.RichOutput.enable(); ai.d2l.kernel.RichOutput.enable();")
    assert "<td>7</td>" in shown(kernel, "manager.create(new int[] {7})")["text/html"]


def test_no_colour_of_our_own_that_a_dark_page_would_swallow(kernel):
    for code in ("manager.ones(new Shape(2, 2))", "shownNet", "FashionMnist.load()"):
        html = shown(kernel, code)["text/html"]
        assert "style" not in html and "color" not in html
