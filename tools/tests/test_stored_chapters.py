"""What the text of a stored chapter says of its outputs, beyond single numbers."""

import re

import execution
import pytest
import tidy
from chapters import NOTEBOOKS

LENET = NOTEBOOKS / "06-convolutional-neural-networks" / "06-lenet.ipynb"


@pytest.fixture(scope="module")
def lenet():
    return execution.read(LENET)


def printed(notebook, cell):
    return "\n".join(
        line for c in notebook.cells if c.id == cell for line in tidy.printed_by(c)
    )


def test_lenet_reaches_the_accuracy_of_the_book(lenet):
    accuracy = re.search(r"test acc (\d\.\d+)\n.*examples/sec", printed(lenet, "train"))
    assert 0.78 <= float(accuracy[1]) < 0.85


def test_one_epoch_leaves_the_loss_near_that_of_guessing(lenet):
    assert abs(float(re.search(r"loss (\d\.\d+)", printed(lenet, "by-hand"))[1]) - 2.303) < 0.05


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
