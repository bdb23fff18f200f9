"""What the text of a stored chapter says of its outputs, beyond single numbers."""

import re

import pytest

from d2ltools.chapters import tidy
from d2ltools.chapters.find import NOTEBOOKS
from d2ltools.kernel import execution

LENET = NOTEBOOKS / "06-convolutional-neural-networks" / "06-lenet.ipynb"


@pytest.fixture(scope="module")
def lenet():
    return execution.read(LENET)


def printed(notebook, cell):
    return "\n".join(line for c in notebook.cells if c.id == cell for line in tidy.printed_by(c))


def test_lenet_reaches_the_accuracy_of_the_book(lenet):
    accuracy = re.search(r"test acc (\d\.\d+)\n.*examples/sec", printed(lenet, "train"))
    assert 0.78 <= float(accuracy[1]) < 0.85


def test_the_curve_falls_after_a_plateau_and_the_accuracies_stay_close(lenet):
    rows = re.findall(r"^ +\d+ +\|(.*)\|$", printed(lenet, "history"), re.MULTILINE)
    losses, train, test = zip(*([float(v) for v in row.split("|")] for row in rows), strict=True)
    assert len(rows) == 10
    assert losses[0] > 2.2 and losses[-1] < 0.6
    assert all(abs(a - b) < 0.1 for a, b in list(zip(train, test, strict=True))[2:])


def test_mistakes_are_mostly_one_garment_for_another_or_one_shoe_for_another(lenet):
    shoes = {"sandal", "sneaker", "ankle boot"}
    pairs = [pair.split(" → ") for pair in printed(lenet, "wrong").split(", ")]
    assert len(pairs) == 10
    assert all(true != predicted for true, predicted in pairs)
    assert sum((true in shoes) == (predicted in shoes) for true, predicted in pairs) > 5


@pytest.fixture(scope="module")
def lenet5():
    return execution.read(LENET.with_name("07-lenet5-as-published.ipynb"))


def test_lenet5_is_far_ahead_of_the_simplified_one(lenet5):
    curves = printed(lenet5, "both-curves")
    figures = dict(re.findall(r"^(published|simplified) +(\S+)$", curves, re.M))
    assert float(figures["published"]) >= 0.88
    assert float(figures["published"]) > float(figures["simplified"]) + 0.05
    first = re.search(r"epoch 1: one rate (\S+),", printed(lenet5, "lm-compare"))
    assert float(first[1]) > float(figures["simplified"])


def test_the_squashing_function_makes_the_largest_step(lenet5):
    steps = [float(line.split()[-1]) for line in printed(lenet5, "steps").splitlines()]
    assert max(b - a for a, b in zip(steps, steps[1:], strict=False)) == steps[2] - steps[1]
    assert steps[0] < steps[1] and steps[3] < steps[2] < steps[4]


def test_each_coefficient_keeps_its_sign(lenet5):
    table = printed(lenet5, "coefficients")
    rows = re.findall(r"^ +\d +\| +(\S+) +\| +(\S+) +\|$", table, re.M)
    assert len(rows) == 6
    assert all(float(before) * float(after) > 0 for before, after in rows)
    assert all(abs(float(after) - 0.25) > 0.1 for _, after in rows)
