"""The stop button, pressed in mid-training."""

CHAPTER = ("long", {"numEpochs": 5000})
TRAINING = "var result = trainCh6"


def test_ends_the_training_and_leaves_curve_net_and_table_to_the_cells_below(chapter):
    chapter.watch_pictures(chapter.cell(TRAINING))
    chapter.run_all()
    chapter.await_pictures(3)
    chapter.stop()
    chapter.stop()  # who is impatient presses it twice
    chapter.await_cell(chapter.cell(TRAINING))
    chapter.await_all()
    training = chapter.cell(TRAINING)
    assert training.locator("img").count() == 1
    assert "Evaluation interrupted" in training.locator(".jp-OutputArea").inner_text()
    assert "were waiting were not run" in training.inner_text()
    cell = chapter.cell("var history =")
    assert cell.locator(".jp-InputPrompt").inner_text().strip() == "[ ]:"
    uses = "var history = result.history(); System.out.println(history.rowCount() > 0);"
    uses += " System.out.println(evaluateAccuracyGpu(net, testIter, device) >= 0);"
    chapter.write(cell, uses)
    chapter.run_cell(cell)
    chapter.await_all()
    assert cell.locator(".jp-OutputArea-output").inner_text().split() == ["true", "true"]
