"""The page is made from a real notebook, and read as a browser would read it."""

import base64
from html.parser import HTMLParser

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


def test_fetches_nothing_and_has_pictures_described_and_formulas_as_mathml(tmp_path):
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "net.svg").write_text(NET)
    picture = new_output(
        "display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": 'a "live" curve'}
    )
    moving = new_output("display_data", data=picture.data | {"image/svg+xml": NET})
    source = (
        "# Nets & more\n[a link](https://example.org) ![a net](img/net.svg)\n"
        '<img src="img/net.svg" alt="again"> `$HOME` costs\n\n$a_1$ and\n\n$$\\frac{1}{2}$$\n\n'
        "```\necho $A $B\n```\n"
    )
    notebook = new_notebook(
        cells=[new_markdown_cell(source), new_code_cell("int a = 1;", outputs=[picture, moving])]
    )
    text = page.html(notebook, tmp_path / "x.ipynb")
    made = Page(text)
    assert made.fetched == []
    assert not {"script", "link"} & set(made.tags) and "@import" not in text
    assert '<a href="https://example.org">' in text
    encoded = base64.b64encode(NET.encode()).decode()
    assert text.count(f"data:image/svg+xml;base64,{encoded}") == 3
    assert made.alts == ["a net", "again", 'a "live" curve', 'a "live" curve']
    assert made.tags.count("math") == 2 and "<mfrac>" in text
    assert "$HOME" in text and "echo $A $B" in text  # code is not taken for a formula
    assert notebook.cells[0].source == source


def test_links_lead_to_files_from_where_the_page_is():
    chapter = NOTEBOOKS / "06-a" / "a.ipynb"
    made = '<a href="../../README.md#run"> <a href="#here"> <a href="https://doi.org/1">'
    assert page.relinked(made, chapter, BUILD) == made.replace("../../README", "../README")
