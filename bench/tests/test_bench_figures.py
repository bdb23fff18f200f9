import pytest
from figures import GOALS, Figure, Figures, Goal


def speeds(row, *values):
    return [{"row": row, "examples_per_s": value} for value in values]


def test_the_median_of_three_rounds_and_their_range():
    figures = Figures(speeds("a", 30.0, 10.0, 11.0))
    assert figures.of("a", "examples_per_s") == Figure(11.0, 10.0, 30.0)


def test_the_median_of_two_rounds_lies_between_them():
    assert Figures(speeds("a", 10.0, 12.0)).of("a", "examples_per_s").median == 11.0


def test_what_was_not_measured_is_no_figure_and_has_no_ratio():
    figures = Figures(speeds("a", 10.0))
    assert figures.of("b", "examples_per_s") is None
    assert figures.of("a", "loss") is None
    assert figures.ratio("a", "b", "examples_per_s") is None


def test_a_ratio_is_that_of_the_medians():
    figures = Figures(speeds("a", 10.0, 20.0, 90.0) + speeds("b", 8.0, 8.0, 1.0))
    assert figures.ratio("a", "b", "examples_per_s") == 2.5


@pytest.mark.parametrize(
    ("value", "at_most", "word"),
    [(1.9, False, "aim"), (1.5, False, "must"), (1.39, False, "short")]
    + [(0.4, True, "aim"), (0.6, True, "must"), (0.61, True, "short")],
)
def test_a_goal_tells_what_was_reached(value, at_most, word):
    must, aim = (0.6, 0.4) if at_most else (1.4, 1.8)
    assert Goal("", lambda figures: value, must, aim, at_most).verdict(value) == word


def test_goals_hold_the_rows_against_each_other_that_they_name():
    figures = Figures(speeds("ours-mxnet", 18.0) + speeds("python-mxnet", 10.0))
    values = {goal.title: goal.value(figures) for goal in GOALS}
    assert values["MXNet to Python MXNet's loop, speed"] == 1.8
    assert [v for v in values.values() if v is not None] == [1.8]
