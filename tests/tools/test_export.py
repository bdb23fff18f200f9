"""Without the module a chapter comes to the same figures, as a file and as a notebook."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from d2ltools.chapters import export, find, links
from d2ltools.places import BUILD, ENGINE, MODULE, ROOT, SAMPLE, VENV
from d2ltools.setup import java_home
from notebooks import code, store, text

# Real data in a folder that the user names, which both read.
LENET = find.find("06-lenet")
JJAVA = VENV / "share" / "jupyter" / "kernels" / "java"
FIGURES = re.compile(r"loss \d\.\d+, (?:train acc \d\.\d+, )?test acc \d\.\d+|trainCh6 \d\.\d+")


@pytest.fixture(scope="module")
def environ():
    engine = {"D2L_ENGINE": ENGINE} if ENGINE else {}
    options = "-Djava.awt.headless=true -Dd2l.shards=2"
    return {**os.environ, **engine, "D2L_DATA": str(SAMPLE), "JAVA_TOOL_OPTIONS": options}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    return export.export(LENET, {"numEpochs": "1"}, folder)


@pytest.fixture(scope="module")
def figures(environ, tmp_path_factory):
    """What the chapter itself prints."""
    copy = tmp_path_factory.mktemp("chapter") / "lenet-to-compare.ipynb"
    copy.write_bytes(LENET.read_bytes())
    run = [sys.executable, str(ROOT / "tools"), "run", str(copy), "numEpochs=1"]
    said = subprocess.run(run, env=environ, capture_output=True, text=True, check=True).stdout
    found = set(FIGURES.findall(said))
    assert len(found) == 3
    return found


def test_the_java_file_comes_to_the_same_figures(exported, figures, environ):
    java, _ = java_home.find()
    path = os.pathsep.join(map(str, export.jars()))
    command = [str(java), "-cp", path, str(exported[0])]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert set(FIGURES.findall(ran.stdout)) == figures


def test_the_notebook_comes_to_the_same_figures_on_a_stock_kernel(
    exported, figures, environ, tmp_path, monkeypatch
):
    java, _ = java_home.find()
    jars = [str(JJAVA / "jjava-launcher.jar"), str(JJAVA / "jjava.jar")]
    spec = {"argv": [str(java), "-jar", *jars, "{connection_file}"], "display_name": "Java"}
    folder = tmp_path / "kernels" / "stock"
    folder.mkdir(parents=True)
    spec |= {"language": "java", "interrupt_mode": "message"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    notebook = nbformat.read(exported[1], 4)
    with (tmp_path / "log").open("w") as log:
        client = NotebookClient(notebook, kernel_name="stock", timeout=300)
        client.execute(env=environ, stdout=log, stderr=log)
    said = "\n".join(str(o) for c in notebook.cells for o in c.get("outputs", []))
    assert set(FIGURES.findall(said)) == figures
    assert (
        sum("image/png" in o.get("data", {}) for c in notebook.cells for o in c.get("outputs", []))
        >= 5
    )


def test_nothing_in_them_names_the_module(exported):
    for path in exported:
        assert not re.search(r"import (static )?ai\.d2l|ai\.d2l:d2l-java", path.read_text())


def test_pictures_are_in_the_notebook_and_links_lead_to_this_clone(exported):
    notebook = nbformat.read(exported[1], 4)
    pictured = [cell for cell in notebook.cells if "attachment:lenet.svg" in cell.source]
    assert pictured[0].attachments["lenet.svg"]["image/svg+xml"].lstrip().startswith("<")
    found = links.in_notebook(exported[1], notebook)
    files = {link.file for link in found if link.file}
    seed = MODULE / "src/main/java/ai/d2l/Seed.java"
    assert {find.find("07-lenet5-as-published"), seed} <= files
    assert all(file.exists() for file in files)


def test_versions_are_those_of_the_pom(exported):
    pom = (ROOT / "pom.xml").read_text()
    found = re.findall(r"^//DEPS \S+?:\S+?:([\w.]+)", exported[0].read_text(), re.MULTILINE)
    assert len(found) >= 6
    assert all(f">{version}<" in pom for version in found)


def test_the_data_comes_from_where_the_module_fetches_it(exported):
    source = (MODULE / "src/main/java/ai/d2l/internal/data/DataSet.java").read_text()
    assert re.search(r'OFFICIAL_URL =\s*"([^"]+)"', source)[1] in exported[0].read_text()


def small(tmp_path, source, imports="import ai.d2l.*;"):
    cells = [text("# Small"), code(imports, identity="imports"), code(source, identity="sum")]
    return store(tmp_path / "01-small.ipynb", *cells)


def test_a_chapter_that_calls_what_nobody_defines_is_named_with_its_cell(tmp_path, capsys):
    assert export.main([str(small(tmp_path, "int a = twice(3);"))]) == 1
    said = capsys.readouterr().err
    assert re.search(r"01-small\.ipynb cannot stand alone: cell sum: .*method twice\(int\)", said)
    assert len(said.splitlines()) == 1


def test_an_unknown_chapter_is_one_line(capsys):
    assert export.main(["resnet"]) == 1
    assert "There is no chapter 'resnet'" in capsys.readouterr().err


def test_only_what_is_used_is_inlined(tmp_path):
    source = "var sums = new Accumulator(1);\nvoid f() {\n    sums.add(1);\n}\nf();\nsums.get(0)"
    program = export.export(small(tmp_path, source), {}, tmp_path)[0]
    assert re.findall(r"^(?:final )?class (\w+)", program.read_text(), re.M) == ["Accumulator"]
    java, _ = java_home.find()
    ran = subprocess.run([str(java), str(program)], capture_output=True, text=True)
    assert ran.stdout == "1.0\n", ran.stderr


@pytest.mark.parametrize(
    ("stem", "name"), [("06-lenet", "Lenet"), ("07-lenet5-as-published", "Lenet5AsPublished")]
)
def test_a_program_is_called_as_its_chapter(stem, name):
    assert export.class_name(Path(stem + ".ipynb")) == name


def test_a_chapter_that_is_not_java_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "FOLDER", BUILD / "nowhere")
    assert export.main([str(small(tmp_path, "int a = ;"))]) == 1
    assert not (BUILD / "nowhere").exists()
