"""A chapter as a program that needs no module; kernel/test_every_chapter.py compares its figures."""

import os
import re
import subprocess

import pytest

from d2ltools.chapters import export, find
from d2ltools.places import MODULE, ROOT
from d2ltools.problem import Problem
from d2ltools.setup import machine
from notebooks import code, store, text

CHAPTERS = [p for p in find.every() if p.parent.name < "06" and find.SOLUTIONS not in p.stem]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    return export.export(find.find("06-lenet"), {}, tmp_path_factory.mktemp("export"))


def test_it_is_short_names_no_module_and_has_the_versions_of_the_pom(exported):
    program, pom = exported.read_text("utf-8"), (ROOT / "pom.xml").read_text("utf-8")
    assert not re.search(r"import (static )?ai\.d2l|ai\.d2l:d2l-java", program)
    below = program[program.index("\n}\n") + 3 :].splitlines()
    assert sum(bool(line) for line in below) <= 670
    versions = re.findall(r"^//DEPS \S+?:\S+?:([\w.]+)", program, re.MULTILINE)
    assert len(versions) >= 6
    assert all(f">{version}<" in pom for version in versions)


def test_without_the_data_it_says_where_the_module_finds_it(exported, tmp_path):
    classes = os.pathsep.join(map(str, export.jars()))
    command = [str(machine.java()), "-cp", classes, str(exported)]
    environ = {**os.environ, "D2L_DATA": str(tmp_path)}  # its locale, too: paths have umlauts
    ran = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=tmp_path)
    url = re.search(r"http://fashion-mnist\S+?(?=train)", ran.stderr)[0]
    source = (MODULE / "src/main/java/ai/d2l/internal/data/DataSet.java").read_text("utf-8")
    assert f'"{url}"' in source
    assert "or name its folder in D2L_DATA" in ran.stderr


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_of_the_way_to_lenet_compiles_without_the_module(chapter, tmp_path):
    export.export(chapter, {}, tmp_path)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("int a = twice(3);", r"cell sum: cannot find symbol .*method twice\(int\)"),
        ("int a = ;", "line 1 is not Java: int a = ;"),
        ("var net = new Codes();", "there is no stand-in for Codes"),
        ("tryAllGpus()", r"cell sum: cannot find symbol .*method tryAllGpus\(\)"),
    ],
)
def test_a_chapter_that_needs_the_module_is_one_line(tmp_path, source, why):
    imports = code("import static ai.d2l.Training.*;\nimport ai.d2l.*;", identity="imports")
    small = store(tmp_path / "01-small.ipynb", text("# S"), imports, code(source, identity="sum"))
    with pytest.raises(Problem) as refused:
        export.export(small, {}, tmp_path / "nowhere")
    said = str(refused.value)
    assert re.search(rf"01-small\.ipynb cannot be exported: {why}.* needs the module: //DEPS", said)
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "nowhere").exists()
