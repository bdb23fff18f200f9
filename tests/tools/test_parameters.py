import pytest

from d2ltools.kernel import parameters
from notebooks import notebook

CELL = "int batchSize = 256;\ndouble lr = 0.9;\nboolean deep = true;"


def applied(**values):
    made = notebook("int other = 1;", parameters=CELL)
    parameters.apply(made, values)
    return made.cells[0].source


def test_sets_what_the_cell_assigns():
    assert applied(batchSize="32", lr="1e-2", deep="false") == (
        "int batchSize = 32;\ndouble lr = 1e-2;\nboolean deep = false;"
    )


def test_leaves_a_chapter_alone_without_values():
    assert applied() == CELL


@pytest.mark.parametrize("value", ["many", "1.5", "2; System.exit(1)", ""])
def test_refuses_a_value_of_another_type(value):
    with pytest.raises(parameters.BadParameter, match="batchSize is .*type int"):
        applied(batchSize=value)


def test_names_the_parameters_that_there_are():
    with pytest.raises(parameters.BadParameter, match="no parameter 'epochs'.*batchSize, lr, deep"):
        applied(epochs="1")


def test_needs_the_tagged_cell():
    with pytest.raises(parameters.BadParameter, match="has 0"):
        parameters.apply(notebook("int a = 1;"), {"a": "2"})


def test_parses_pairs():
    assert parameters.parse(["a=1", "b=x=y"]) == {"a": "1", "b": "x=y"}
    with pytest.raises(parameters.BadParameter, match="NAME=VALUE"):
        parameters.parse(["a"])
