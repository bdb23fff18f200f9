"""Renders notebooks in processes of their own; the first through the Java kernel."""

import os
import signal
import subprocess
import sys

import limits
import nbformat
import pytest
import python_kernel

from d2ltools.places import OUT, ROOT, SAMPLE
from notebooks import write

RENDER_JAVA = [sys.executable, str(ROOT / "tools"), "render"]
RENDER = python_kernel.command("render")
# Real data in a folder that the user names, which is not the sample to the module.
PRINTS = 'print("two"); print("lines")'
PRINTS_IN_JAVA = 'System.out.println("two"); System.out.println("lines");'


def render(path, data=str(SAMPLE), mounts="", command=RENDER):
    environ = {**os.environ, "D2L_DATA": data}
    command = [*command, str(path)]
    if mounts:
        command = limits.mounted(mounts, command)
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)


def refused(path, why, **conditions):
    before = path.read_bytes()
    result = render(path, **conditions)
    assert result.returncode == 1
    assert why in result.stderr
    assert "Traceback" not in result.stderr
    assert path.read_bytes() == before


def test_stores_the_outputs_and_leaves_them_alone_until_something_changes(tmp_path):
    path = write(tmp_path / "a.ipynb", PRINTS_IN_JAVA, "1 + 1")
    assert render(path, command=RENDER_JAVA).returncode == 0
    stored = nbformat.read(path, 4)
    assert [len(cell.outputs) for cell in stored.cells] == [1, 1]
    assert stored.cells[0].outputs[0].text == "two\nlines\n"
    assert all(not cell.metadata for cell in stored.cells)

    before = path.read_bytes()
    assert "has not changed" in render(path).stdout
    assert path.read_bytes() == before

    stored.cells[0].outputs[0].text = "three\n"  # as if somebody ran it in Lab
    nbformat.write(stored, path)
    assert "Stored" in render(path, command=RENDER_JAVA).stdout
    assert nbformat.read(path, 4).cells == nbformat.reads(before.decode(), 4).cells


@pytest.mark.parametrize(
    ("source", "data", "why"),
    [
        (PRINTS, "sample", "from the whole data set"),
        ("no luck", str(SAMPLE), "SyntaxError"),
        ("import os; print(os.getcwd())", str(SAMPLE), "a path of this machine"),
    ],
)
def test_a_chapter_that_cannot_be_stored_stays_as_it_was(tmp_path, source, data, why):
    refused(write(tmp_path / "a.ipynb", PRINTS, source), why, data=data)


def test_does_not_write_over_what_was_saved_while_it_ran(tmp_path):
    saves = 'import pathlib; _ = pathlib.Path("saved.ipynb").write_text("mine")'
    path = write(tmp_path / "saved.ipynb", f"{saves}\n{PRINTS}")
    result = render(path)
    assert result.returncode == 1
    assert "was saved while it ran" in result.stderr
    assert path.read_text() == "mine"
    assert nbformat.read(OUT / "saved.rendered.ipynb", 4).cells[0].execution_count == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stop_half_way_leaves_the_chapter_as_it_was(tmp_path, number):
    begins = 'import time; print("begun"); time.sleep(600)'
    path = write(tmp_path / "a.ipynb", PRINTS, begins)
    before = path.read_bytes()
    command, environ = [*RENDER, str(path)], {**os.environ, "D2L_DATA": str(SAMPLE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert any(line.strip() == "begun" for line in process.stdout)
        process.send_signal(number)
        assert process.wait(60) == (130 if number == signal.SIGINT else -number)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_says_how_much_a_full_disk_would_have_to_take(tmp_path):
    (tmp_path / "chapters").mkdir()
    path = write(tmp_path / "chapters" / "a.ipynb", 'print("x" * 100_000)')
    full = limits.full_disk(path.parent, 8192)
    refused(path, f"{path} cannot be written: No space left on device. It takes 10", mounts=full)
