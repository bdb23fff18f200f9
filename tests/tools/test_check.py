"""Deliberate damage to a clean chapter: each kind is noticed, in one line with a way out."""

import json
import os
import re
import shutil
from argparse import Namespace
from urllib.parse import quote

import nbformat
import pytest

from d2ltools.chapters import check, find, fix, java_source, tidy
from d2ltools.kernel import execution
from d2ltools.problem import Problem
from notebooks import code, store, text

QUOTE = "// d2l-java: Accumulator\n"


@pytest.fixture(scope="module")
def accumulator():
    return java_source.quote("Accumulator")


@pytest.fixture
def chapter(tmp_path, accumulator):
    return store(
        tmp_path / "sums.ipynb",
        text("# Sums\n\nHere is an `Accumulator`."),
        code("import ai.d2l.*;", identity="imports"),
        code(QUOTE + accumulator, identity="accumulator"),
        code("System.out.println(1 + 1);", "2\n", "sum"),
        bound("It prints 2. [Back](#Sums)."),
    )


def bound(source):
    cell = text(source)
    cell.metadata["d2l"] = nbformat.from_dict({"numbers": [{"text": "2", "cell": "sum"}]})
    return cell


def damage(path, change):
    """Changes a notebook behind the tools' back."""
    notebook = nbformat.read(path, 4)
    change(notebook)
    path.write_text(tidy.text(notebook), encoding="utf-8")


def edit(path, identity, old, new):
    """Changes a cell, and renders the chapter again."""
    notebook = nbformat.read(path, 4)
    cell = next(c for c in notebook.cells if identity in (c.id, c.source[: len(identity)]))
    assert old in cell.source
    cell.source = cell.source.replace(old, new)
    store(path, *notebook.cells)


def findings(path):
    return [str(c) for c in check.findings([path]) if c.file == path]


def only(path, *words):
    found = findings(path)
    assert len(found) == 1, found
    assert all(word in found[0] for word in (path.name, "Fix: ", *words)), found[0]
    assert "\n" not in found[0]


def test_a_clean_chapter_has_no_finding_and_stays_as_it_is(chapter):
    before = chapter.read_bytes()
    assert findings(chapter) == []
    tidy.write(chapter, execution.read(chapter))
    assert chapter.read_bytes() == before


LONG = "\n".join(["int a = 1;"] * 15) + "\nSystem"


@pytest.mark.parametrize(
    ("identity", "old", "new", "words"),
    [
        ("imports", "*;", "*;\nimport ai.d2l.internal.draw.*;", "names ai.d2l.internal."),
        ("imports", "*;", "*;\nai.d2l.internal.draw.Pixels.png(null);", "names ai.d2l.internal."),
        ("imports", "ai.d2l.*", "ai.d2l.Accumulator", "imported by name … import ai.d2l.*;"),
        ("sum", ");", "", "cell 4 (sum) … line 1 is not Java"),
        ("sum", "System", LONG, "cell 4 (sum) … 16 lines; 15 are the most"),
        ("sum", "System", "import java.nio.file.Path;\nSystem", "imports … first code cell"),
        ("It prints", "#Sums", "#Products", "#Products … there is no such heading … #Sums"),
        ("It prints", "#Sums", "products.ipynb", "cell 5 … products.ipynb, which is not there"),
        ("It prints", "prints 2", "prints 20", "cell 5 … no longer says '2'"),
        ("It prints", "It prints", "# More\n\nIt prints", "2 titles"),
        ("It prints", "[Back](#Sums)", "![](sums.ipynb)", "cell 5 … without a text"),
        ("It prints", "prints", "prints<!-- = sum: .$ -->", "has a $ in a comment"),
        ("It prints", "prints", "costs $5, prints", "no formula: It costs $5, prints 2"),
        ("It prints", "prints", "costs \\$5 and \\$6, prints", "belongs to no formula"),
        ("It prints", "prints", "is $x$\n\n$y, prints", "no formula: $y, prints 2"),
        ("It prints", "prints", "reads /home/me/data, prints", "one machine: /home/me/data"),
        ("It prints", "prints", "reads C:\\Users\\me, prints", "one machine: C:\\Users\\me"),
        ("It prints", "prints", "reads /tmp/x.png, prints", "one machine: /tmp/x.png"),
    ],
)
def test_an_edit_is_noticed(chapter, identity, old, new, words):
    edit(chapter, identity, old, new)
    only(chapter, *words.split(" … "))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda n: n.cells[3].outputs[0].update(text="2\n\n"), "not those of its render"),
        (lambda n: n.cells[3].update(source="f(2);"), "code has changed since its outputs"),
        (lambda n: n.metadata.pop("d2l"), "do not come from a render"),
        (lambda n: n.metadata.d2l.update(kernel="IJava 1.3.0"), "outputs come from IJava 1.3.0"),
        (lambda n: n.metadata.kernelspec.update(name="python3"), "another kernel, python3"),
    ],
)
def test_what_no_render_has_left_is_noticed(chapter, change, words):
    damage(chapter, change)
    only(chapter, words, f"make render CHAPTER={chapter}")


def test_a_changed_helper_is_noticed_and_sync_mends_it(chapter, tmp_path, monkeypatch):
    shutil.copytree(java_source.SOURCE, tmp_path / "source")
    helper = tmp_path / "source" / "ai" / "d2l" / "Accumulator.java"
    helper.write_text(helper.read_text().replace("sums[i] += values[i]", "sums[i] -= values[i]"))
    monkeypatch.setattr(java_source, "SOURCE", tmp_path / "source")
    only(chapter, "cell 3 (accumulator)", "not the module's source", f"make fix CHAPTER={chapter}")

    assert fix.main(Namespace(chapter=[chapter])) == 0
    assert "-= values[i]" in nbformat.read(chapter, 4).cells[2].source
    only(chapter, "code has changed since", f"make render CHAPTER={chapter}")


def test_a_quotation_in_a_text_is_the_modules_too(chapter):
    text = "<details>\n\n```java\n// d2l-java: Training#trainCh6\nold\n```\n\n</details>"
    edit(chapter, "# Sums", "Here is an `Accumulator`.", text)
    assert any("trainCh6 and is not the module's source" in found for found in findings(chapter))
    assert fix.main(Namespace(chapter=[chapter])) == 0
    assert not any("not the module's source" in found for found in findings(chapter))


def test_a_quoted_type_that_is_gone_is_named(chapter):
    edit(chapter, "accumulator", QUOTE, "// d2l-java: Summer\n")
    only(chapter, "cell 3 (accumulator)", "the module has no type Summer")
    before = chapter.read_bytes()
    with pytest.raises(Problem, match="Summer is quoted: the module has no type Summer"):
        fix.main(Namespace(chapter=[chapter]))
    assert chapter.read_bytes() == before


def test_a_quoted_method_that_calls_what_a_notebook_cannot_is_noticed(chapter):
    method = java_source.quote("Training#tryGpu(int)")
    edit(
        chapter, "sum", "System.out.println(1 + 1);", f"// d2l-java: Training#tryGpu(int)\n{method}"
    )
    assert "calls require: a notebook cannot" in findings(chapter)[0]


def test_a_wrong_number_in_the_prose_is_noticed(chapter):
    edit(chapter, "sum", "1 + 1", "1 + 2")
    damage(chapter, lambda n: n.cells[3].outputs[0].update(text="3\n"))
    assert any("says 2, and sum has 3" in finding for finding in findings(chapter))


def test_dollars_in_code_and_whole_formulas_are_well(chapter):
    formulas = "has `$5`, ``a ` $``, $x$ and\n\n$$\ny\n$$\n\n```\n$HOME\n```\n\nIt prints"
    edit(chapter, "It prints", "prints", formulas)
    assert findings(chapter) == []


def test_code_in_another_format_is_noticed_and_tidy_mends_it(chapter):
    edit(chapter, "sum", "1 + 1", "1+1")
    only(chapter, "cell 4 (sum)", "not formatted as the module is", f"make fix CHAPTER={chapter}")
    fix.main(Namespace(chapter=[chapter]))
    assert nbformat.read(chapter, 4).cells[3].source == "System.out.println(1 + 1);"


def test_a_second_cell_of_parameters_is_noticed(chapter):
    for cell in (1, 3):
        damage(chapter, lambda n, cell=cell: n.cells[cell].metadata.update(tags=["parameters"]))
    only(chapter, "cell 4 (sum)", "second cell tagged parameters")


def test_metadata_that_a_reader_has_no_use_for_are_noticed_and_tidy_mends_them(chapter):
    damage(chapter, lambda n: n.cells[3].metadata.update(collapsed=True))
    only(chapter, "cell 4 (sum)", "metadata hold collapsed", "make fix")
    fix.main(Namespace(chapter=[chapter]))
    assert findings(chapter) == []


def test_two_cells_of_one_id_are_noticed_and_tidy_mends_them(chapter):
    content = json.loads(chapter.read_text())
    content["cells"][4]["id"] = "sum"
    chapter.write_text(json.dumps(content))
    assert any("2 cells are called sum" in finding for finding in findings(chapter))
    fix.main(Namespace(chapter=[chapter]))
    assert findings(chapter) == []


def test_a_helper_that_is_not_explained_is_noticed(chapter):
    edit(chapter, "sum", "1 + 1", "new Timer().sum()")
    link = os.path.relpath(java_source.SOURCE / "ai" / "d2l" / "Timer.java", chapter.parent)
    only(chapter, "cell 4 (sum)", "calls Timer", f"link {quote(link)}")


def test_a_helper_that_another_chapter_quotes_is_linked_there(chapter, tmp_path):
    other = store(
        tmp_path / "other.ipynb",
        text("# Other"),
        code("import ai.d2l.*;"),
        code("new Accumulator(1);"),
    )
    found = [str(c) for c in check.findings([chapter, other]) if c.file == other]
    assert len(found) == 1
    assert re.search(r"calls Accumulator.*link .*sums\.ipynb", found[0])


@pytest.mark.parametrize(
    ("damaged", "what"),
    [
        (
            lambda t: t.replace(' "cells"', '<<<<<<< HEAD\n "cells"', 1),
            "a merge conflict is left in line 2",
        ),
        (lambda t: t[:500], "is no notebook"),
    ],
)
def test_a_notebook_that_cannot_be_read_is_noticed_and_nothing_is_written(chapter, damaged, what):
    content = damaged(chapter.read_text())
    chapter.write_text(content)
    only(chapter, what, "take another copy")
    with pytest.raises(Problem):
        fix.main(Namespace(chapter=[chapter]))
    assert chapter.read_text() == content


def test_the_exit_code_tells_whether_there_are_findings(chapter, capsys, monkeypatch):
    monkeypatch.setattr(find, "every", list)
    assert check.main(Namespace(chapter=[chapter])) == 0
    said = capsys.readouterr().out
    assert "clean" in said and "Note" not in said
    damage(chapter, lambda n: n.metadata.d2l.update(rendered="of another module"))
    assert check.main(Namespace(chapter=[chapter])) == 0
    assert f"make render CHAPTER={chapter}" in capsys.readouterr().out
    edit(chapter, "It prints", "prints 2", "prints 3")
    assert check.main(Namespace(chapter=[chapter])) == 1
    assert "no longer says '2'" in capsys.readouterr().err
