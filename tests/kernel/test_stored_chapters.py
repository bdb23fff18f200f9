"""What the text of a stored chapter says of its outputs, beyond single numbers."""

import math
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


def numbers(notebook, cell, pattern):
    return [float(figure) for figure in re.findall(pattern, printed(notebook, cell), re.M)]


def rows(notebook, cell):
    """The rows of a table of numbers."""
    found = re.findall(r"^ +\d+ +\|.*\|$", printed(notebook, cell), re.M)
    return [[float(value) for value in row.strip("|").split("|")] for row in found]


@pytest.mark.parametrize("cell", ["by-hand", "one-word"])
def test_with_sigmoids_an_epoch_ends_at_guessing(lenet, cell):
    loss, accuracy = numbers(lenet, cell, r"(?:^loss|test acc) (\d\.\d+)")
    assert abs(loss - math.log(10)) < 0.05
    assert accuracy < 0.2


def test_with_tanh_an_epoch_ends_far_from_guessing(lenet):
    loss, accuracy = numbers(lenet, "tanh", r"(?:^loss|test acc) (\d\.\d+)")
    assert loss < 1.2
    assert accuracy > 0.75


def test_the_curve_falls_after_a_plateau_and_the_accuracies_stay_close(lenet):
    history = rows(lenet, "history")
    _, losses, train, test = zip(*history, strict=True)
    assert len(history) == 10
    assert losses[0] > 2.2 and losses[-1] < 0.6
    assert all(abs(a - b) < 0.1 for a, b in list(zip(train, test, strict=True))[2:])


def test_lenet_with_sigmoids_ends_behind_a_line_and_with_tanh_ahead_of_all(lenet):
    accuracy = r"parameters, test acc (\d\.\d+)$"
    line, mlp, sigmoid = numbers(lenet, "yardsticks", accuracy)
    assert 0.78 <= sigmoid < line < mlp
    assert numbers(lenet, "earnest-yardsticks", accuracy)[:2] == [line, mlp]
    tanh = numbers(lenet, "earnest-yardsticks", accuracy)[2]
    assert tanh > max(line, mlp, 0.835)


def test_the_yardstick_with_a_hidden_layer_has_as_many_parameters_as_lenet(lenet):
    said = printed(lenet, "earnest-yardsticks")
    sizes = [int(s.replace(",", "")) for s in re.findall(r"([\d,]+) parameters", said)]
    assert abs(sizes[1] - sizes[2]) < sizes[2] / 50


def test_gradients_vanish_on_their_way_back_through_sigmoids_and_not_through_tanh(lenet):
    sigmoid = numbers(lenet, "sigmoid-sizes", r"^\w+ +(\d\.\d+)$")
    tanh = numbers(lenet, "both-sizes", r"^\w+ +(\d\.\d+)$")
    assert len(sigmoid) == len(tanh) == 5
    assert 50 * sigmoid[0] < sigmoid[4] == max(sigmoid)
    assert tanh[0] > tanh[4]


def test_lenet_keeps_its_answers_when_pictures_move_a_little_and_not_when_far(lenet):
    table = rows(lenet, "promise-table")
    assert [row[0] for row in table] == [0, 1, 2, 3, 4]
    (_, *still), (_, *one), *_, (_, *four) = table
    lost = [a - b for a, b in zip(still, one, strict=True)]
    assert lost[2] < min(lost[0], lost[1]) / 2
    assert four[2] < still[2] / 2


def test_pooling_makes_smaller_what_a_move_changes(lenet):
    share = dict(re.findall(r"^(\w+) +(\d\.\d+)$", printed(lenet, "changes"), re.M))
    assert 0 < float(share["S2"]) < float(share["C1"])
    assert 0 < float(share["S4"]) < float(share["C3"])


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
