import pytest
import prose
from notebooks import code, store, text
from pathlib import Path

import nbformat

TABLE = " 01Conv2d_weight  |  (6, 1, 5, 5)  |  150  |\n   01Conv2d_bias  |  (6)  |  6  |\n"


@pytest.fixture(scope="module")
def chapters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prose")
    one = store(
        folder / "one.ipynb",
        text("# One"),
        code("x", TABLE, "table"),
        code("y", "acc 0.7912\nloss 61,706\n", "train"),
    )
    two = store(folder / "two.ipynb", text("# Two"), code("Shape(5)", identity="net"))
    return {path: nbformat.read(path, 4) for path in (one, two)}


def said(chapters, markdown, name="one"):
    path = next(p for p in chapters if p.stem == name)
    return [c.what for c in prose.complaints(path, markdown, "cell 1", chapters)]


@pytest.mark.parametrize(
    "markdown",
    [
        "61,706<!-- = train -->",
        "**61,706**<!-- = train: loss (\\S+) -->",
        "$0.79$<!-- = train: acc (\\S+) -->",
        "79 %<!-- = train: acc (\\S+) -->",
        "six<!-- = table: _bias.*?(\\d+) +.$ -->",
        "156<!-- = table: 01Conv2d_.*?(\\d+) +.$ -->",
        "no number <!-- a comment --> at all",
        "written so: `7<!-- = train -->`",
        "```\n7<!-- = train -->\n```",
    ],
)
def test_accepts_what_the_cell_prints(chapters, markdown):
    assert said(chapters, markdown) == []


def test_accepts_what_stands_in_the_code_of_a_cell_that_prints_nothing(chapters):
    assert said(chapters, "five<!-- = net: Shape.(\\d) -->", "two") == []


def test_accepts_what_a_cell_of_another_chapter_prints(chapters):
    assert said(chapters, "61,706<!-- = one/train -->", "two") == []


@pytest.mark.parametrize(
    ("markdown", "what"),
    [
        ("61,707<!-- = train -->", "says 61,707, and train has 0.7912, 61706"),
        ("0.80<!-- = train: acc (\\S+) -->", "says 0.80, and train has 0.7912"),
        ("157<!-- = table: 01Conv2d_.*?(\\d+) +.$ -->", "says 157, and table has 156"),
        ("3<!-- = nowhere -->", "a cell nowhere, which is not there: table, train"),
        ("3<!-- = three/net -->", "a chapter three, which is not there"),
        ("3<!-- = train: epochs (\\d+) -->", "has nothing like"),
        ("3<!-- = train: (acc -->", "no regular expression"),
        ("3<!-- = train: (acc) -->", "finds no number"),
        ("much<!-- = train -->", "is not a number's"),
    ],
)
def test_says_what_differs_and_which_mark_binds_nothing(chapters, markdown, what):
    assert len(said(chapters, markdown)) == 1
    assert what in said(chapters, markdown)[0]


def test_documents_are_bound_too(chapters):
    found = list(prose.complaints(Path("README.md"), "7<!-- = one/train -->", "", chapters))
    assert [c.what for c in found] == ["says 7, and train has 0.7912, 61706"]
