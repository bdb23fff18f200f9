import nbformat

from d2ltools.chapters import moved_figures
from notebooks import code


def moved(before, after):
    pair = [nbformat.v4.new_notebook(cells=[code("x", said, "a")]) for said in (before, after)]
    return moved_figures.moved(*pair)


def test_says_which_figure_moved_and_by_how_much():
    assert moved("loss 0.463, test acc 0.791\n", "loss 0.450, test acc 0.791\n") == (
        "What moved:\n  a: loss 0.463 → 0.450 (-0.013)"
    )


def test_finds_the_figure_of_a_table_whatever_its_padding():
    assert "9 2.319 → 12.3 (+9.981)" in moved("  9  |   2.319  |\n", "   9  |   12.3  |\n")


def test_counts_have_no_decimals():
    assert "(+1,000)" in moved("61,706 parameters\n", "62,706 parameters\n")


def test_shows_lines_that_came_and_went():
    assert moved("a\nb\n", "a\nc\nd\n").splitlines()[1:] == ["  a: -b", "  a: +c", "  a: +d"]


def test_says_that_nothing_moved():
    assert moved("a 1\n", "a 1\n") == "All figures are as they were."
