"""The words of the field: explained in some chapter, and used in none before it."""

import pytest

from d2ltools.chapters import words
from d2ltools.kernel import execution
from notebooks import store, text


@pytest.fixture
def course(tmp_path):
    """Two chapters and the solutions of the first: stored as one goes, found in reading order."""
    listed = tmp_path / "words.csv"
    listed.write_text("word,forms\nminibatch,minibatches\nstep,-\n", encoding="utf-8")

    def found(first, second, solutions="# S"):
        texts = {"01-a": first, "01-a-solutions": solutions, "02-b": second}
        (tmp_path / "03-c").mkdir()
        paths = [store(tmp_path / "03-c" / f"{n}.ipynb", text(t)) for n, t in texts.items()]
        return words.findings({path: execution.read(path) for path in paths}, listed)

    return found


def test_words_explained_before_they_are_used_are_clean(course):
    assert list(course("# A\n\nA step. A *minibatch*, a *step*.", "# B\n\nMinibatches.")) == []


@pytest.mark.parametrize("use", ["All minibatches", "a [mini-](x)minibatch", "| Minibatch |"])
def test_a_word_used_in_a_chapter_before_its_own_is_told(course, use):
    (finding,) = course(f"# A\n\n{use}. A *step*.", "# B\n\nA *minibatch*.")
    assert "03-c/01-a.ipynb, cell 1" in str(finding) and "which 02-b explains" in str(finding)


def test_solutions_come_before_the_next_chapter(course):
    (finding,) = course("# A\n\nA *step*.", "# B\n\nA *minibatch*.", "# S\n\nMinibatches")
    assert "01-a-solutions.ipynb" in str(finding)


def test_a_heading_may_announce_a_word(course):
    assert list(course("# A\n\nA *step*.\n\n## Minibatches", "# B\n\nA *minibatch*.")) == []


@pytest.mark.parametrize("elsewhere", ["`minibatch`", "$minibatch$", "<code>minibatch</code>"])
def test_code_and_formulas_are_no_uses(course, elsewhere):
    assert list(course(f"# A\n\n{elsewhere}, a *step*.", "# B\n\nA *minibatch*.")) == []


def test_a_word_that_no_chapter_explains_is_told(course):
    (finding,) = course("# A\n\nA *step*.", "# B\n\nA minibatch.")
    assert "minibatch: is explained in no chapter" in str(finding)


def test_italics_of_a_word_that_the_list_has_not_are_told(course):
    (finding,) = course("# A\n\nA *minibatch*, a *step*, *gladly*.", "# B")
    assert "has 'gladly' in italics" in str(finding)
