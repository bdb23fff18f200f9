"""Runs every chapter top to bottom through the real kernel, on the sample and for one epoch."""

import re

import nbformat
import pytest

from d2ltools import files
from d2ltools.chapters import find
from d2ltools.kernel import execution, kernelspec, parameters
from d2ltools.places import BUILD
from d2ltools.terminal import Terminal

# as a call that is shown; trainQuietly draws nothing
TRAINS = re.compile(r"\btrain(?:Ch6)?\(")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module", params=find.every(), ids=lambda path: path.stem)
def executed(request, temporary, tmp_path_factory):
    notebook = execution.read(request.param)
    parameters.apply(notebook, {"numEpochs": "1"})
    kernelspec.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("D2L_DATA", "sample")
        patch.setenv("JDK_JAVA_OPTIONS", f"-Djava.io.tmpdir={temporary}")
        try:
            with (tmp_path_factory.mktemp("out") / "text").open("w") as out:
                execution.run(notebook, request.param.parent, Terminal(out))
        finally:
            files.write(BUILD / "test" / request.param.name, nbformat.writes(notebook))
    return notebook


def outputs(notebook, kind):
    return [o for c in notebook.cells for o in c.get("outputs", []) if kind in o.get("data", {})]


def shows(notebook):
    """Tells whether a cell of it draws something."""
    sources = [c.source for c in notebook.cells if c.cell_type == "code"]
    return any(re.search(r"\bshow\(|\bAnimator\b", s) or TRAINS.search(s) for s in sources)


def test_runs_without_an_error(executed):
    assert all(c.execution_count for c in executed.cells if c.cell_type == "code")
    assert not [o for c in executed.cells for o in c.get("outputs", []) if o.output_type == "error"]


def test_draws_pictures_that_say_what_they_show(executed):
    pictures = outputs(executed, "image/png")
    assert pictures or not shows(executed)
    assert all(picture.data["text/plain"].strip() for picture in pictures)


def test_prints_nothing_on_standard_error(executed):
    streams = [o for c in executed.cells for o in c.get("outputs", []) if o.output_type == "stream"]
    assert [o.text for o in streams if o.name == "stderr"] == []


def test_leaves_nothing_in_the_temporary_folder(executed, temporary):
    assert [path.name for path in temporary.iterdir()] == []


def test_a_trained_chapter_ends_its_curve_after_the_epoch(executed):
    curves = [p for p in outputs(executed, "image/png") if p.data["text/plain"].startswith("epoch")]
    if not any(TRAINS.search(c.source) for c in executed.cells if c.cell_type == "code"):
        pytest.skip("trains without a curve")
    assert curves, "no curve"
    assert re.fullmatch(r"epoch 1: train loss .*test acc \d\.\d+", curves[-1].data["text/plain"])
