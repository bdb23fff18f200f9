"""The window that moves over a picture: it is seen to move in JupyterLab and in a chapter's page."""

from d2ltools.kernel import execution
from d2ltools.kernel.page import html

CHAPTER = ("moving", {})
SHOW = "ai.d2l.SlidingWindow.show(new float[28][28], new float[5][5], new float[24][24]);"
MOVING = 'img[src^="data:image/svg+xml"]'


def moves(picture):
    picture.scroll_into_view_if_needed()
    before = picture.screenshot()
    picture.page.wait_for_timeout(3_000)
    return picture.screenshot() != before


def test_the_window_moves(chapter, folder, browser):
    chapter.write(chapter.cell("int batchSize"), SHOW)
    cell = chapter.cell("SlidingWindow.show(new")
    chapter.run_cell(cell)
    chapter.await_cell(cell)
    assert moves(cell.locator(MOVING))
    chapter.save()
    path = folder / "moving.ipynb"
    page = browser.new_page()
    page.set_content(html(execution.read(path), path))
    assert moves(page.locator(f"{MOVING}[alt^='a 5×5 window moves']"))
    page.close()
