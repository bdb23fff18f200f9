"""The page is made from real notebooks, and read as a browser would read it."""

import base64
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from d2ltools.kernel import page
from d2ltools.places import BUILD, NOTEBOOKS

NET = "<svg xmlns='http://www.w3.org/2000/svg'/>"
FETCHING = {"src", "href", "srcset", "data", "poster", "action"}


class Page(HTMLParser):
    """What a page would fetch, and which tags it has."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.tags, self.alts = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            if name in FETCHING and tag != "a" and not value.startswith("data:"):
                self.fetched.append((tag, name, value))
            if name == "alt":
                self.alts.append(value)


@pytest.fixture(scope="module")
def text(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chapter")
    (folder / "img").mkdir()
    (folder / "img" / "net.svg").write_text(NET)
    picture = new_output(
        "display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": 'a "live" curve'}
    )
    source = (
        "# Nets & more\n[a link](https://example.org) ![a net](../chapter/img/net.svg)\n"
        '<img src="img/net.svg" alt="again"> `$HOME` costs\n\n$a_1$ and\n\n$$\\frac{1}{2}$$\n\n'
        "```\necho $A $B\n```\n"
    ).replace("../chapter", f"../{folder.name}")
    cells = [new_markdown_cell(source), new_code_cell("int a = 1;", outputs=[picture])]
    return page.html(new_notebook(cells=cells), folder / "x.ipynb")


def test_fetches_nothing(text):
    made = Page(text)
    assert made.fetched == []
    assert "script" not in made.tags
    assert "link" not in made.tags
    assert "@import" not in text


def test_links_stay(text):
    assert '<a href="https://example.org">' in text


def test_pictures_of_the_text_are_in_the_page_and_are_described(text):
    encoded = base64.b64encode(NET.encode()).decode()
    assert text.count(f"data:image/svg+xml;base64,{encoded}") == 2
    assert Page(text).alts == ["a net", "again", 'a "live" curve']


def test_formulas_are_mathml_and_code_is_not_taken_for_one(text):
    assert Page(text).tags.count("math") == 2
    assert "<mfrac>" in text
    assert "$HOME" in text
    assert "echo $A $B" in text


def test_links_lead_to_files_from_where_the_page_is():
    chapter = NOTEBOOKS / "06-a" / "a.ipynb"
    made = '<a href="../../README.md#run"> <a href="#here"> <a href="https://doi.org/1">'
    assert page.relinked(made, chapter, BUILD) == made.replace("../../README", "../README")


def test_has_the_title_of_the_chapter(text):
    assert "<title>Nets &amp; more</title>" in text


def test_does_not_change_the_notebook(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[new_markdown_cell("$a$")])
    page.html(notebook, tmp_path / "x.ipynb")
    assert notebook.cells[0].source == "$a$"
