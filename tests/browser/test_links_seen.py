"""Links of a chapter, clicked in JupyterLab."""

import pytest
from lab_page import LabPage
from serving import serving

from d2ltools.places import MODULE

TRAINING = "var result = trainCh6"
SEEN = """
picture => {
  const {top, bottom} = picture.getBoundingClientRect();
  return 0 < top && bottom < innerHeight;
}
"""


@pytest.fixture(scope="module")
def chapter(page):
    """The chapter in its place, which nothing here runs or saves."""
    with serving("06-lenet") as (_, address):
        yield LabPage(page, address[1])


def follow(chapter, cell, words):
    text = chapter.page.locator(".jp-Notebook .jp-MarkdownCell").nth(cell)
    text.locator("a", has_text=words).click()


@pytest.mark.parametrize(("cell", "words"), [(1, "the curve"), (-1, "the curve")])
def test_the_first_and_the_last_screen_lead_to_the_curve(chapter, cell, words):
    follow(chapter, cell, words)
    curve = chapter.cell(TRAINING).locator("img")
    chapter.page.wait_for_function(SEEN, arg=curve.element_handle(), timeout=20_000)


def test_a_link_to_a_helper_opens_its_source(chapter):
    link = chapter.page.locator(".jp-Notebook a", has_text="Animator").first
    link.click()
    source = chapter.page.locator(".jp-FileEditor .cm-content", has_text="class Animator")
    source.wait_for(timeout=20_000)
    chapter.page.wait_for_timeout(2_000)  # a copy beside it, which Maven would compile, comes late
    assert list(MODULE.rglob(".ipynb_checkpoints")) == []
