from argparse import Namespace

import nbformat
import pytest

from d2ltools.chapters import exercises, find, fix
from notebooks import code, store, text

ASKED = "## Exercises\n\n1. How many?\n1. And\n   why?\n\n[Solutions](a-solutions.ipynb)"


@pytest.fixture
def chapter(tmp_path):
    return store(tmp_path / "a.ipynb", text("# A"), code("int a = 1;"), text(ASKED))


def solve(chapter, *cells):
    return store(exercises.solutions(chapter), text("# Solutions"), *cells)


def findings(chapter):
    paths = [p for p in (chapter, exercises.solutions(chapter)) if p.exists()]
    notebooks = {path: nbformat.read(path, 4) for path in paths}
    return [str(c) for c in exercises.findings(chapter, notebooks[chapter], notebooks)]


FIRST = "## Exercise 1\n\n> How many?"
SECOND = "## Exercise 2\n\n> And why?\n\nBecause."


def test_exercises_with_solutions_that_run_are_well(chapter):
    solve(chapter, text(FIRST), code("int a = 1;"), text(SECOND), text("So:"), code("int b = 2;"))
    assert findings(chapter) == []


def test_exercises_without_solutions_or_code_are_noticed(chapter):
    assert "2 exercises and no solutions" in findings(chapter)[0]
    solve(chapter, text(FIRST), text(SECOND), code("int b = 2;"))
    (found,) = findings(chapter)
    assert "no solution of exercise 1" in found


def test_a_question_in_other_words_is_noticed_and_sync_mends_it(chapter):
    sister = solve(chapter, text(FIRST), code("1"), text(SECOND.replace("why", "how")), code("2"))
    assert "repeats exercise 2 in other words" in findings(chapter)[0]
    assert fix.main(Namespace(chapter=[chapter])) == 0
    assert findings(chapter) == []
    assert nbformat.read(sister, 4).cells[3].source == SECOND


def test_a_chapter_that_does_not_name_its_solutions_is_noticed(tmp_path):
    lonely = ASKED.replace("[Solutions](a-solutions.ipynb)", "")
    path = store(tmp_path / "a.ipynb", text("# A"), code("1"), text(lonely))
    solve(path, text(FIRST), code("1"), text(SECOND), code("2"))
    assert "no link to its solutions" in findings(path)[0]


def test_solutions_are_run_with_the_chapters(chapter, monkeypatch):
    monkeypatch.setattr(find, "NOTEBOOKS", chapter.parent)
    sister = solve(chapter, text(FIRST), code("int a = 1;"))
    assert find.every() == [sister, chapter]
