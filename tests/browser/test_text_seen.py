"""The text of each chapter, as JupyterLab shows it: no word is lost, no formula is left as text."""

import re
from html.parser import HTMLParser

import mistune
import pytest
from conftest import copy_chapter
from lab_page import LabPage

from d2ltools.chapters import find
from d2ltools.kernel import execution

FORMULA = "∎"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Each formula becomes one sign, and the sign at headings that leads to them goes.
SHOWN = """
(formula) => [...document.querySelectorAll('.jp-Notebook .jp-MarkdownCell')].map(cell => {
  const text = cell.querySelector('.jp-RenderedMarkdown').cloneNode(true);
  text.querySelectorAll('mjx-container').forEach(made => made.replaceWith(formula));
  text.querySelectorAll('.jp-InternalAnchorLink').forEach(link => link.remove());
  return text.textContent;
})
"""
TYPESET = "n => document.querySelectorAll('.jp-MarkdownCell mjx-container').length >= n"


class Text(HTMLParser):
    """What of a page is text."""

    def __init__(self, html):
        super().__init__()
        self.found = ""
        self.feed(html)

    def handle_data(self, data):
        self.found += data


def written(source):
    """Returns the text of a cell as another Markdown reader understands it."""
    markdown = mistune.create_markdown(escape=False, plugins=["table", "math"])
    markdown.renderer.register("inline_math", lambda renderer, text: FORMULA)
    markdown.renderer.register("block_math", lambda renderer, text: FORMULA)
    return Text(markdown(COMMENT.sub("", source))).found


def without_spaces(texts):
    return ["".join(text.split()) for text in texts]


def bindings(path):
    return [cell.metadata.get("d2l") for cell in execution.read(path).cells]


@pytest.mark.parametrize("name", [path.stem for path in find.every()])
def test_every_word_of_a_chapter_is_seen(page, lab, folder, name):
    copy_chapter(folder, name, source=name)
    cells = execution.read(folder / f"{name}.ipynb").cells
    texts = without_spaces(written(c.source) for c in cells if c.cell_type == "markdown")
    url, token = lab
    page.goto(f"{url}/lab/tree/{name}.ipynb?token={token}&reset", timeout=90_000)
    page.locator(".jp-Notebook .jp-RenderedMarkdown").nth(len(texts) - 1).wait_for(timeout=90_000)
    formulas = sum(text.count(FORMULA) for text in texts)
    page.wait_for_function(TYPESET, arg=formulas, timeout=90_000)
    assert without_spaces(page.evaluate(SHOWN, FORMULA)) == texts


def test_what_numbers_are_bound_to_survives_saving(page, lab, folder):
    copy_chapter(folder, "saved")
    path, (url, token) = folder / "saved.ipynb", lab
    before = bindings(path)
    assert any(before)
    opened = LabPage(page, f"{url}/lab/tree/saved.ipynb?token={token}&reset")
    with page.expect_response(lambda r: r.request.method == "PUT" and "saved.ipynb" in r.url):
        opened.save()
    assert bindings(path) == before
