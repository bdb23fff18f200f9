"""Runs every chapter top to bottom as `make run` does, on the sample and for one epoch.

The default chapter is exported as well: its program comes to the same figures without the module.
"""

import contextlib
import os
import re
import subprocess
import sys
import warnings

import limits
import nbformat
import pytest

from d2ltools.chapters import export, find, tidy
from d2ltools.places import ENGINE, OUT, ROOT, SAMPLE
from d2ltools.setup import machine

# as a call that is shown: trainQuietly draws nothing, nor does a learner or a method of a cell's own
TRAINS = re.compile(r"(?<![.\w])train(?:Ch6)?\(")
OWN = re.compile(r"(?m)^\w+ train\(")
BY_HAND = re.compile(r"by hand (\d\.\d+), trainCh6 (\d\.\d+)")
DISTANCE = re.compile(r"its distance is (\S+), that of 99 of 100 test pictures at most (\S+)")
LAST = re.compile(r"\nloss \S+ train acc \S+ test acc \S+\n")
MEBIBYTES = {find.DEFAULT: 1024}  # a container that must be enough, with the program that runs it


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module", params=find.every(), ids=lambda path: path.stem)
def executed(request, temporary):
    name = request.param.stem
    environ = {**os.environ, "D2L_DATA": "sample"}
    environ["JDK_JAVA_OPTIONS"] = f"-Djava.io.tmpdir={temporary}"
    trains = "int numEpochs = " in request.param.read_text("utf-8")
    short = ["numEpochs=1"] if trains else []
    command = [sys.executable, str(ROOT / "tools"), "run", str(request.param), *short]
    with contextlib.ExitStack() as stack:
        if name in MEBIBYTES:
            try:
                command = [*stack.enter_context(limits.memory(MEBIBYTES[name])), *command]
            except pytest.skip.Exception as e:
                warnings.warn(f"{name} ran with all the memory: {e}", stacklevel=1)
        ran = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr
    return nbformat.read(OUT / request.param.name, 4)


def outputs(notebook, kind):
    return [o for c in notebook.cells for o in c.get("outputs", []) if kind in o.get("data", {})]


def trains(notebook):
    """Tells whether a cell of it trains with a curve."""
    sources = tidy.code([notebook])
    return any(map(TRAINS.search, sources)) and not any(map(OWN.search, sources))


def shows(notebook):
    """Tells whether a cell of it draws something."""
    drawn = re.compile(r"\bshow\(|\bAnimator\b")
    return any(map(drawn.search, tidy.code([notebook]))) or trains(notebook)


def test_runs_without_an_error_and_leaves_no_file_behind(executed, temporary):
    assert all(c.execution_count for c in executed.cells if c.cell_type == "code")
    made = [o for c in executed.cells for o in c.get("outputs", [])]
    assert [o for o in made if o.output_type == "error"] == []
    assert [o.text for o in made if o.get("name") == "stderr"] == []
    assert list(temporary.iterdir()) == []


def test_draws_pictures_that_say_what_they_show(executed):
    pictures = outputs(executed, "image/png")
    assert pictures or not shows(executed)
    assert all(picture.data["text/plain"].strip() for picture in pictures)


def test_a_trained_chapter_ends_its_curves_after_the_epoch(executed):
    shown = [p.data["text/plain"] for p in outputs(executed, "image/png")]
    curves = [text for text in shown if text.startswith("epoch")]
    if not trains(executed):
        pytest.skip("trains without a curve")
    ended = r"epoch 1: train loss .*test (?:acc|loss) \d\.\d+"  # a regression has no accuracy
    assert any(re.fullmatch(ended, text) for text in curves)
    assert all(re.match(r"epoch \d+: ", text) for text in curves)


@pytest.mark.parametrize("executed", [find.find("06-lenet")], indirect=True, ids=["06-lenet"])
def test_an_exported_chapter_comes_to_the_same_figures(executed, tmp_path):
    program = export.export(find.find("06-lenet"), {"numEpochs": "1"}, tmp_path)
    environ = {**os.environ, "D2L_DATA": str(SAMPLE)} | ({"D2L_ENGINE": ENGINE} if ENGINE else {})
    classes = os.pathsep.join(map(str, export.jars()))
    command = [str(machine.java()), "-Djava.awt.headless=true", "-cp", classes, str(program)]
    options = {"env": environ, "cwd": program.parent, "timeout": 300}
    ran = subprocess.run(command, capture_output=True, text=True, **options)
    assert ran.returncode == 0, ran.stderr

    said = "\n".join(line for c in executed.cells for line in tidy.printed_by(c))
    for pattern, difference in ((BY_HAND, 0.001), (DISTANCE, 0.2)):  # it shrinks pictures otherwise
        of_program, of_chapter = (
            map(float, pattern.search(s).groups()) for s in (ran.stdout, said)
        )
        assert list(of_program) == pytest.approx(list(of_chapter), abs=difference)
    assert LAST.search(ran.stdout)[0] == LAST.search(said)[0]
    pictures = (program.parent / "pictures").glob("*.png")
    assert sum(p.read_bytes().startswith(b"\x89PNG") for p in pictures) == 27
