from pathlib import Path

import nbformat
import pytest

from d2ltools.chapters import prose
from notebooks import code, store, text

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


def said(chapters, source, *numbers, name="one"):
    """Returns what is wrong with a text whose cell has these bindings."""
    path = next(p for p in chapters if p.stem == name)
    cell = text(source)
    kind = "words" if any("if" in bound for bound in numbers) else "numbers"
    cell.metadata["d2l"] = nbformat.from_dict({kind: list(numbers)})
    made = nbformat.v4.new_notebook(cells=[cell])
    return [c.what for c in prose.of_notebook(path, made, chapters)]


def bound(words, cell, pattern=None):
    return {"text": words, "cell": cell} | ({"pattern": pattern} if pattern else {})


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("61,706", bound("61,706", "train")),
        ("**61,706** of 4", bound("61,706", "train", r"loss (\S+)")),
        ("$0.79$", bound("0.79", "train", r"acc (\S+)")),
        ("79 %", bound("79 %", "train", r"acc (\S+)")),
        ("Six and 6", bound("Six", "table", r"_bias.*?(\d+) +.$")),
        ("156", bound("156", "table", r"01Conv2d_.*?(\d+) +.$")),
        ("5 and\nthen 150, 1500", bound("then 150", "table")),
        ("C1 has 150", bound("C1 has 150", "table")),
        ("5 is not in 15, 5th, 0.5, 5.1, 5,000", bound("5 is", "table")),
    ],
)
def test_accepts_what_the_cell_prints(chapters, source, number):
    assert said(chapters, source, number) == []


def test_accepts_what_stands_in_the_code_of_a_cell_that_prints_nothing(chapters):
    assert said(chapters, "five", bound("five", "net", r"Shape.(\d)"), name="two") == []


def test_accepts_what_a_cell_of_another_chapter_prints(chapters):
    assert said(chapters, "61,706", bound("61,706", "one/train"), name="two") == []


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (bound("61,707", "train"), "says 61,707, and train has 0.7912, 61706"),
        (bound("0.80", "train", r"acc (\S+)"), "says 0.80, and train has 0.7912"),
        (bound("157", "table", r"01Conv2d_.*?(\d+) +.$"), "says 157, and table has 156"),
        (bound("3", "nowhere"), "a cell nowhere, which is not there: table, train"),
        (bound("3", "three/net"), "a chapter three, which is not there"),
        (bound("3", "train", r"epochs (\d+)"), "has nothing like"),
        (bound("3", "train", "(acc"), "no regular expression"),
        (bound("3", "train", "(acc)"), "finds no number"),
        (bound("much", "train"), "'much' has no numbers"),
        (bound("157 3", "train"), "has 2 numbers"),
        (bound("4", "train"), "no longer says '4'"),
        (bound("57", "train"), "no longer says '57'"),
        (bound("80", "train"), "no longer says '80'"),
        (bound("twice", "train"), "says 'twice' 2 times"),
        ({"text": "3"}, "binds nothing: give text, cell and perhaps pattern"),
        ("3", "binds nothing"),
    ],
)
def test_says_what_differs_and_which_binding_does_not_hold(chapters, number, what):
    found = said(chapters, "61,707 0.80 157 3 much twice twice", number)
    assert len(found) == 1
    assert what in found[0]


ACC = {"cell": "train", "pattern": r"acc (\S+)"}
WEIGHTS = {"cell": "table", "pattern": r"_weight.*?(\d+) +.$"}


def compared(chapters, condition, words="ahead", **letters):
    return said(chapters, "ahead of it", {"text": words, "if": condition, **letters})


@pytest.mark.parametrize(
    "condition",
    ["A < B", "abs(A - 0.8) < 0.1", "B > 2 * A + 100", "0.7 < A < 0.8", "B / 150 - A > 0.2"],
)
def test_words_may_compare_what_cells_print(chapters, condition):
    assert compared(chapters, condition, A=ACC, B=WEIGHTS) == []


@pytest.mark.parametrize(
    ("condition", "letters", "what"),
    [
        ("A > B", {"A": ACC, "B": WEIGHTS}, "which means A > B, and A is 0.7912, B is 150"),
        ("0.7 < A < 0.75", {"A": ACC}, "A is 0.7912"),
        ("A > 0", {"A": {"cell": "train", "pattern": "x(.)"}}, "has nothing like"),
        ("A > 0", {"A": {"cell": "nowhere", "pattern": "(.)"}}, "a cell nowhere"),
        ("A > B", {"A": ACC}, "cannot read 'A > B'"),
        ("A >", {"A": ACC}, "cannot read"),
        ("A", {"A": ACC}, "which means A, and"),
        ("A > 0 or exit()", {"A": ACC}, "cannot read"),
        ("A ** 9 > 0", {"A": ACC}, "cannot read"),
        ("A / 0 > 0", {"A": ACC}, "cannot read"),
        ("1 > 0", {}, "binds nothing"),
        ("A > 0", {"A": {"cell": "train"}}, "binds nothing"),
        ("A > 0", {"A": ACC, "cell": "train"}, "binds nothing"),
    ],
)
def test_words_whose_condition_no_longer_holds_are_told(chapters, condition, letters, what):
    found = compared(chapters, condition, **letters)
    assert len(found) == 1
    assert what in found[0]


def test_words_that_the_text_no_longer_says_are_told(chapters):
    assert "no longer says" in compared(chapters, "A > 0", "behind", A=ACC)[0]


@pytest.mark.parametrize(
    "metadata", [[], {"number": []}, {"numbers": {}}, {"words": [], "if": []}, {"words": "A"}]
)
def test_metadata_that_bind_nothing_are_told(chapters, metadata):
    cell = text("3")
    cell.metadata["d2l"] = metadata
    made = nbformat.v4.new_notebook(cells=[cell])
    found = list(prose.of_notebook(Path("a.ipynb"), made, chapters))
    assert "binds nothing" in found[0].what


@pytest.mark.parametrize(
    ("markdown", "what"),
    [
        ("61,706<!-- = one/train -->, **six**<!-- = one/table: _bias.*?(\\d+) +.\n -->", None),
        ("7<!-- = one/train -->", "says 7, and one/train has 0.7912, 61706"),
        ("79 %<!-- = one/train: acc (\\S+) --> no number <!-- a comment --> at all", None),
        ("written so: `7<!-- = one/train -->`\n```\n7<!-- = one/train -->\n```", None),
        ("much<!-- = one/train -->", "is not a number's"),
        ("6<!-- = one/table: _bias.*?(\\d+) +.$ -->", "without a $"),
    ],
)
def test_documents_are_bound_by_comments(chapters, markdown, what):
    found = [c.what for c in prose.of_document(Path("README.md"), markdown, chapters)]
    assert len(found) == (1 if what else 0)
    assert not what or what in found[0]
