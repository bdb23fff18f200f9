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


def is_png(data):
    return base64.b64decode(data).startswith(b"\x89PNG")


def test_an_array_shows_all_it_has_or_its_corner(kernel):
    data = shown(kernel, "manager.create(new float[] {1, -2.5f, 3}, new Shape(1, 3))")
    assert "NDArray (1, 3) float32 on cpu(), 3 values" in data["text/html"]
    assert re.findall(r"<td>(.*?)</td>", data["text/html"]) == ["1.000", "-2.500", "3.000"]
    assert data["text/plain"].startswith("NDArray (1, 3) float32 on cpu(), 3 values\nND: (1, 3)")
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


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("manager.create(new Shape(0, 3))", "NDArray (0, 3) float32 on cpu(), 0 values"),
        ("manager.create(new boolean[] {true, false})", "NDArray (2) boolean on cpu(), 2 values"),
        ("var shut = manager.ones(new Shape(2)); shut.close(); shut", "NDArray, closed"),
        ("new float[2][3]", "float[2][3]\n{{0.0, 0.0, 0.0},\n {0.0, 0.0, 0.0}}"),
        ('new String[] {"a"}', "String[1]\n{a}"),
        ("new Accumulator(2)", "Accumulator [0.0, 0.0]"),
        ("FashionMnist.load().trainIter(64)", "32 minibatches of 64 examples of shape (1, 28, 28)"),
    ],
)
def test_what_java_shows_as_a_hash_shows_what_it_holds(kernel, code, text):
    assert shown(kernel, code)["text/plain"].startswith(text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('Plot.function(0, 1, x -> x).legend("line")', "plot: line 201 points, y from 0 to 1"),
        ("Images.of(manager.ones(new Shape(3, 8, 8)))", "1 picture of 8 × 8"),
        (
            'var chart = new XYChart(300, 200); chart.setTitle("rates");'
            'chart.addSeries("a<b", new double[] {1, 2}, new double[] {3, 4}); chart',
            "chart: rates, a<b",
        ),
    ],
)
def test_what_is_drawn_is_a_picture_with_a_text(kernel, code, text):
    data = shown(kernel, code)
    assert is_png(data["image/png"])
    assert data["text/plain"] == text


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


def test_a_data_set_shows_counts_classes_and_pictures(kernel):
    data = shown(kernel, "FashionMnist.load()")
    assert "<td>9</td><td>ankle boot</td><td>200</td><td>100</td>" in data["text/html"]
    assert "<td>sum</td><td>2,000</td><td>1,000</td>" in data["text/html"]
    assert is_png(re.search(r'src="data:image/png;base64,([^"]+)', data["text/html"])[1])
    assert "ankle boot" in data["text/plain"]


def test_markup_in_names_is_text(kernel):
    code = 'new SequentialBlock().add(new LambdaBlock(x -> x, "<script>alert(1)</script>"))'
    html = shown(kernel, code)["text/html"]
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


def test_no_colour_of_our_own_that_a_dark_page_would_swallow(kernel):
    for code in ("manager.ones(new Shape(2, 2))", "shownNet", "FashionMnist.load()"):
        html = shown(kernel, code)["text/html"]
        assert "style" not in html and "color" not in html
