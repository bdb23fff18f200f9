import xml.etree.ElementTree as ElementTree

import chart
import tables
from figures import Figures


def line(row, speed, **more):
    return {"row": row, "round": 1, "epochs": 4, "examples_per_s": speed, **more}


RESULTS = [
    line("ours-mxnet", 14_000.0, test_acc=0.75),
    line("ours-mxnet", 15_000.0, test_acc=0.75) | {"round": 2},
    line("python-mxnet", 10_000.0),
    line("batch32-ours-mxnet", 6_000.0),
    line("batch32-python-mxnet", 3_000.0),
]


def cells(text, title):
    found = next(row for row in text.splitlines() if row.startswith(f"| {title} "))
    return [cell.strip() for cell in found.split("|")[2:-1]]


def test_a_line_has_median_range_and_ratio():
    text = tables.markdown(Figures(RESULTS))
    assert cells(text, "d2l-java, MXNet")[:2] == ["14,500 (14,000–15,000)", "1.45"]


def test_a_ratio_is_to_the_peer_with_the_same_minibatch():
    text = tables.markdown(Figures(RESULTS))
    assert cells(text, "d2l-java, MXNet, minibatch 32")[1] == "2.00"


def test_columns_and_sections_without_a_figure_are_left_out():
    text = tables.markdown(Figures(RESULTS))
    assert "test acc" in text and "peak MiB" not in text
    assert "One core" not in text


def test_columns_stand_below_each_other():
    made = tables.table([["", "speed"], ["a", "1"], ["longer", "1,000"]]).splitlines()
    assert made == [
        "|        | speed |",
        "| ------ | ----: |",
        "| a      |     1 |",
        "| longer | 1,000 |",
    ]


def test_the_chart_has_a_bar_for_each_row_in_proportion():
    root = ElementTree.fromstring(chart.svg(Figures(RESULTS)))
    bars = [float(r.get("width")) for r in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert len(bars) == 2
    assert abs(bars[0] / bars[1] - 1.45) < 0.01
