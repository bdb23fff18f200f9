import pytest

from d2ltools.kernel import parameters
from d2ltools.problem import Problem
from notebooks import notebook

CELL = "int batchSize = 256;\ndouble lr = 0.9;\nboolean deep = true;"


def applied(*words):
    made = notebook("int other = 1;", parameters=CELL)
    parameters.apply(made, parameters.parse(words))
    return made.cells[0].source


def test_sets_what_the_cell_assigns():
    assert applied() == CELL
    assert applied("batchSize=32", "lr=1e-2", "deep=false") == (
        "int batchSize = 32;\ndouble lr = 1e-2;\nboolean deep = false;"
    )


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("batchSize=many", "batchSize is 'many': .*type int"),
        ("batchSize=1.5", "type int"),
        ("batchSize=2; System.exit(1)", "type int"),
        ("batchSize=", "type int"),
        ("epochs=1", "no parameter 'epochs'.*batchSize, lr, deep"),
        ("other=1", "no parameter 'other'"),
        ("lr", "'lr' is no parameter: write NAME=VALUE"),
    ],
)
def test_refuses_what_does_not_fit_and_says_what_would(word, said):
    with pytest.raises(Problem, match=said):
        applied(word)
