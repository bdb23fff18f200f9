"""Run All, seen in a browser: the curve grows in one place, and what was seen is saved."""

CHAPTER = ("short", {"numEpochs": 8})
TRAINING = "var result = trainCh6"


def test_the_curve_changes_in_one_output_while_the_cell_runs(chapter):
    training = chapter.cell(TRAINING)
    chapter.watch_pictures(training)
    chapter.run_all()
    chapter.await_all()
    pictures, most_at_once = chapter.pictures()
    assert len(set(pictures)) >= 5
    assert most_at_once == 1
    assert chapter.errors() == []


def test_what_was_saved_is_there_when_the_page_is_opened_again(chapter):
    picture = chapter.cell(TRAINING).locator("img")
    before = picture.get_attribute("src")
    tables = chapter.page.locator(".jp-RenderedHTML table").count()
    chapter.save()
    chapter.page.reload()
    chapter.await_kernel()
    assert picture.get_attribute("src") == before
    assert chapter.page.locator(".jp-RenderedHTML table").count() == tables >= 2
    assert chapter.errors() == []


def test_after_a_restart_the_chapter_runs_again(chapter):
    training = chapter.cell(TRAINING)
    once = "int batchSize = 256; int numEpochs = 1; double lr = 0.9;"
    chapter.write(chapter.cell("int numEpochs ="), once)
    chapter.menu("Kernel", "runmenu:restart-and-run-all")
    chapter.page.locator(".jp-Dialog .jp-mod-accept").click()
    chapter.await_start(training)
    chapter.await_all()
    assert training.locator("table td").first.inner_text() == "1"  # epochs
    assert chapter.errors() == []
