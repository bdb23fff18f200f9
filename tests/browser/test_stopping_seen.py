"""The stop button, pressed in mid-training."""

import pytest

CHAPTER = ("long", {"numEpochs": 5000})
TRAINING = "var result = trainCh6"


@pytest.fixture(scope="module")
def stopped(chapter):
    chapter.watch_pictures(chapter.cell(TRAINING))
    chapter.run_all()
    chapter.await_pictures(3)
    chapter.stop()
    chapter.stop()  # who is impatient presses it twice
    chapter.await_cell(chapter.cell(TRAINING))
    chapter.await_all()
    return chapter


def test_ends_the_cell_and_leaves_the_curve(stopped):
    training = stopped.cell(TRAINING)
    assert training.locator("img").count() == 1
    assert "Evaluation interrupted" in training.locator(".jp-OutputArea").inner_text()


def test_leaves_the_cells_below_as_they_were(stopped):
    assert "were waiting were not run" in stopped.cell(TRAINING).inner_text()
    below = stopped.cell("var history =")
    assert below.locator(".jp-InputPrompt").inner_text().strip() == "[ ]:"
    assert below.locator(".jp-OutputArea-output").count() == 0


def test_leaves_net_and_table_to_the_next_cells(stopped):
    cell = stopped.cell("var history =")
    uses = "var history = result.history(); System.out.println(history.rowCount() > 0);"
    uses += " System.out.println(evaluateAccuracyGpu(net, testIter, device) >= 0);"
    stopped.write(cell, uses)
    stopped.run_cell(cell)
    stopped.await_all()
    assert cell.locator(".jp-OutputArea-output").inner_text().split() == ["true", "true"]
