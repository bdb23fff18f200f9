"""Deliberate damage to a clean chapter: each kind is noticed, in one line with a way out."""

import json
import os
import re
import shutil
from argparse import Namespace
from urllib.parse import quote

import nbformat
import pytest

from d2ltools.chapters import check, find, fix, java_reader, tidy
from d2ltools.kernel import execution
from d2ltools.problem import Problem
from notebooks import code, store, text

QUOTE = "// d2l-java: Accumulator\n"


@pytest.fixture(scope="module")
def accumulator():
    return java_reader.read([], ["Accumulator"]).quotes["Accumulator"].text


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
    assert all(word in found[0] for word in (path.name, "Mend: ", *words)), found[0]
    assert "\n" not in found[0]


def test_a_clean_chapter_has_no_finding(chapter):
    assert findings(chapter) == []


@pytest.mark.parametrize(
    "source",
    [
        "import ai.d2l.*;\nimport ai.d2l.internal.draw.*;",
        "import static ai.d2l.internal.engine.Arguments.require;\n\nimport ai.d2l.*;",
        "import ai.d2l.*;\nai.d2l.internal.draw.Pixels.png(null);",
    ],
)
def test_what_is_internal_is_not_for_chapters(chapter, source):
    edit(chapter, "imports", "import ai.d2l.*;", source)
    only(chapter, "imports", "names ai.d2l.internal.")


def test_a_changed_helper_is_noticed_and_sync_mends_it(chapter, tmp_path, monkeypatch):
    shutil.copytree(java_reader.SOURCE, tmp_path / "source")
    helper = tmp_path / "source" / "ai" / "d2l" / "Accumulator.java"
    helper.write_text(helper.read_text().replace("sums[i] += values[i]", "sums[i] -= values[i]"))
    monkeypatch.setattr(java_reader, "SOURCE", tmp_path / "source")
    only(chapter, "cell 3 (accumulator)", "not the module's source", "make fix CHAPTER=sums")

    assert fix.fix([chapter]) == 0
    assert "-= values[i]" in nbformat.read(chapter, 4).cells[2].source
    only(chapter, "code has changed since", "make render CHAPTER=sums")


def test_a_quoted_type_that_is_gone_is_named(chapter):
    edit(chapter, "accumulator", QUOTE, "// d2l-java: Summer\n")
    only(chapter, "cell 3 (accumulator)", "the module has no type Summer")
    before = chapter.read_bytes()
    assert fix.fix([chapter]) == 1
    assert chapter.read_bytes() == before


def test_a_quoted_method_that_calls_what_a_notebook_cannot_is_noticed(chapter):
    method = java_reader.read([], ["Training#tryGpu(int)"]).quotes["Training#tryGpu(int)"].text
    edit(
        chapter, "sum", "System.out.println(1 + 1);", f"// d2l-java: Training#tryGpu(int)\n{method}"
    )
    assert "calls require: a notebook cannot" in findings(chapter)[0]


def test_an_import_by_name_of_a_quoted_type_is_noticed(chapter):
    edit(chapter, "imports", "ai.d2l.*", "ai.d2l.Accumulator")
    only(chapter, "imported by name", "import ai.d2l.*;")


def test_a_hand_edited_output_is_noticed(chapter):
    damage(chapter, lambda n: n.cells[3].outputs[0].update(text="2\n\n"))
    only(chapter, "not those of its render", "make render CHAPTER=sums")


def test_code_that_was_not_rendered_is_noticed(chapter):
    damage(chapter, lambda n: n.cells[3].update(source="System.out.println(2);"))
    only(chapter, "code has changed since its outputs were rendered")


def test_outputs_that_no_render_has_stored_are_noticed(chapter):
    damage(chapter, lambda n: n.metadata.pop("d2l"))
    only(chapter, "do not come from a render")


def test_outputs_from_another_kernel_are_noticed(chapter):
    damage(chapter, lambda n: n.metadata.d2l.update(kernel="IJava 1.3.0"))
    only(chapter, "outputs come from IJava 1.3.0", "make render")


def test_a_notebook_for_another_kernel_is_noticed(chapter):
    damage(chapter, lambda n: n.metadata.kernelspec.update(name="python3"))
    only(chapter, "another kernel, python3", "make fix")


def test_a_dead_anchor_is_noticed(chapter):
    edit(chapter, "It prints", "#Sums", "#Products")
    only(chapter, "#Products", "there is no such heading", "#Sums")


def test_a_dead_link_is_noticed(chapter):
    edit(chapter, "It prints", "#Sums", "products.ipynb")
    only(chapter, "cell 5", "products.ipynb, which is not there")


def test_a_number_in_the_prose_that_was_edited_is_noticed(chapter):
    edit(chapter, "It prints", "prints 2", "prints 20")
    only(chapter, "cell 5", "no longer says '2'")


def test_a_wrong_number_in_the_prose_is_noticed(chapter):
    edit(chapter, "sum", "1 + 1", "1 + 2")
    damage(chapter, lambda n: n.cells[3].outputs[0].update(text="3\n"))
    assert any("says 2, and sum has 3" in finding for finding in findings(chapter))


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("prints<!-- = sum: .$ -->", "has a $ in a comment"),
        ("costs $5, prints", "has a $ that belongs to no formula: It costs $5, prints 2"),
        ("costs \\$5 and \\$6, prints", "belongs to no formula"),
        ("is $x$\n\n$y, prints", "belongs to no formula: $y, prints 2"),
    ],
)
def test_a_dollar_that_jupyterlab_takes_for_a_formula_is_noticed(chapter, said, what):
    edit(chapter, "It prints", "prints", said)
    only(chapter, "cell 5", what)


def test_dollars_in_code_and_whole_formulas_are_well(chapter):
    formulas = "has `$5`, ``a ` $``, $x$ and\n\n$$\ny\n$$\n\n```\n$HOME\n```\n\nIt prints"
    edit(chapter, "It prints", "prints", formulas)
    assert findings(chapter) == []


@pytest.mark.parametrize("path", ["/home/me/data", "C:\\Users\\me", "/tmp/x.png"])
def test_an_inline_path_is_noticed(chapter, path):
    edit(chapter, "It prints", "prints", f"reads {path} and prints")
    only(chapter, "cell 5", f"path of one machine: {path}")


def test_code_in_another_format_is_noticed_and_tidy_mends_it(chapter):
    edit(chapter, "sum", "1 + 1", "1+1")
    only(chapter, "cell 4 (sum)", "not formatted as the module is", "make fix CHAPTER=sums")
    fix.fix([chapter])
    assert nbformat.read(chapter, 4).cells[3].source == "System.out.println(1 + 1);"


def test_a_cell_that_is_not_java_is_noticed(chapter):
    edit(chapter, "sum", ");", "")
    only(chapter, "cell 4 (sum)", "line 1 is not Java")


def test_a_long_cell_is_noticed(chapter):
    edit(chapter, "sum", "System", "\n".join(["int a = 1;"] * 15) + "\nSystem")
    only(chapter, "cell 4 (sum)", "16 lines; 15 are the most")


def test_a_later_import_is_noticed(chapter):
    edit(chapter, "sum", "System", "import java.nio.file.Path;\nSystem")
    only(chapter, "cell 4 (sum)", "imports", "first code cell")


def test_a_second_title_is_noticed(chapter):
    edit(chapter, "It prints", "It prints", "# More\n\nIt prints")
    only(chapter, "2 titles")


def test_a_second_cell_of_parameters_is_noticed(chapter):
    for cell in (1, 3):
        damage(chapter, lambda n, cell=cell: n.cells[cell].metadata.update(tags=["parameters"]))
    only(chapter, "cell 4 (sum)", "second cell tagged parameters")


def test_a_picture_without_words_is_noticed(chapter):
    edit(chapter, "It prints", "[Back](#Sums)", "![](sums.ipynb)")
    only(chapter, "cell 5", "without a text")


def test_metadata_that_a_reader_has_no_use_for_are_noticed_and_tidy_mends_them(chapter):
    damage(chapter, lambda n: n.cells[3].metadata.update(collapsed=True))
    only(chapter, "cell 4 (sum)", "metadata hold collapsed", "make fix")
    fix.fix([chapter])
    assert findings(chapter) == []


def test_two_cells_of_one_id_are_noticed_and_tidy_mends_them(chapter):
    content = json.loads(chapter.read_text())
    content["cells"][4]["id"] = "sum"
    chapter.write_text(json.dumps(content))
    assert any("2 cells are sum" in finding for finding in findings(chapter))
    fix.fix([chapter])
    assert findings(chapter) == []


def test_a_helper_that_is_not_explained_is_noticed(chapter):
    edit(chapter, "sum", "1 + 1", "new Timer().sum()")
    link = os.path.relpath(java_reader.SOURCE / "ai" / "d2l" / "Timer.java", chapter.parent)
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


def test_a_merge_conflict_is_noticed_and_nothing_is_written(chapter):
    content = chapter.read_text().replace(' "cells": [', '<<<<<<< HEAD\n "cells": [', 1)
    chapter.write_text(content)
    only(chapter, "a merge conflict is left in line 2", "make reset")
    with pytest.raises(Problem):
        fix.fix([chapter])
    assert chapter.read_text() == content


def test_a_torn_notebook_is_noticed_and_nothing_is_written(chapter):
    torn = chapter.read_text()[:500]
    chapter.write_text(torn)
    only(chapter, "is no notebook", "make reset")
    with pytest.raises(Problem):
        fix.fix([chapter])
    assert chapter.read_text() == torn


def test_the_exit_code_tells_whether_there_are_findings(chapter, capsys, monkeypatch):
    monkeypatch.setattr(find, "every", list)
    assert check.main(Namespace(chapter=[chapter])) == 0
    assert "clean" in capsys.readouterr().out
    edit(chapter, "It prints", "prints 2", "prints 3")
    assert check.main(Namespace(chapter=[chapter])) == 1
    assert "no longer says '2'" in capsys.readouterr().err


def test_a_module_that_changed_since_the_render_is_a_note_and_no_finding(
    chapter, capsys, monkeypatch
):
    monkeypatch.setattr(find, "every", list)
    assert check.main(Namespace(chapter=[chapter])) == 0
    assert "Note" not in capsys.readouterr().out
    damage(chapter, lambda n: n.metadata.d2l.update(rendered="of another module"))
    assert check.main(Namespace(chapter=[chapter])) == 0
    assert "make render CHAPTER=sums" in capsys.readouterr().out


def test_reading_a_notebook_leaves_it_as_it_is(chapter):
    before = chapter.read_bytes()
    tidy.write(chapter, execution.read(chapter))
    assert chapter.read_bytes() == before
