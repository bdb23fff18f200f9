"""Renders notebooks through the real kernel, in processes of their own."""

import os
import signal
import subprocess
import sys

import limits
import nbformat
import psutil
import pytest

from d2ltools.places import BUILD, ROOT, SAMPLE
from notebooks import write

RENDER = [sys.executable, str(ROOT / "tools"), "render"]
# Real data in a folder that the user names, which is not the sample to the module.
PRINTS = 'System.out.println("two"); System.out.println("lines");'


def render(path, data=str(SAMPLE), mounts=""):
    environ = {**os.environ, "D2L_DATA": data}
    command = [*RENDER, str(path)]
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
    path = write(tmp_path / "a.ipynb", PRINTS, "1 + 1")
    assert render(path).returncode == 0
    stored = nbformat.read(path, 4)
    assert [len(cell.outputs) for cell in stored.cells] == [1, 1]
    assert stored.cells[0].outputs[0].text == "two\nlines\n"
    assert all(not cell.metadata for cell in stored.cells)

    before = path.read_bytes()
    assert "has not changed" in render(path).stdout
    assert path.read_bytes() == before

    stored.cells[0].outputs[0].text = "three\n"  # as if somebody ran it in Lab
    nbformat.write(stored, path)
    assert "-three" in render(path).stdout
    assert nbformat.read(path, 4).cells == nbformat.reads(before.decode(), 4).cells


def test_refuses_the_sample(tmp_path):
    refused(write(tmp_path / "a.ipynb", PRINTS), "from the whole data set", data="sample")


def test_a_chapter_that_fails_is_stored_as_it_was(tmp_path):
    path = write(tmp_path / "a.ipynb", PRINTS, 'throw new IllegalStateException("no luck");')
    refused(path, "no luck")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ('System.out.println(Path.of("").toAbsolutePath());', "a path of this machine"),
        ('System.out.println("x".repeat(300_000));', "kB are the most"),
    ],
)
def test_refuses_what_a_chapter_must_not_hold(tmp_path, source, why):
    refused(write(tmp_path / "a.ipynb", f"import java.nio.file.Path;\n{source}"), why)


def test_does_not_write_over_what_was_saved_while_it_ran(tmp_path):
    saves = 'java.nio.file.Files.writeString(java.nio.file.Path.of("saved.ipynb"), "mine");'
    path = write(tmp_path / "saved.ipynb", saves + PRINTS)
    result = render(path)
    assert result.returncode == 1
    assert "was saved while it ran" in result.stderr
    assert path.read_text() == "mine"
    assert nbformat.read(BUILD / "saved.rendered.ipynb", 4).cells[0].execution_count == 1


def test_a_stop_half_way_leaves_the_chapter_as_it_was(tmp_path):
    begins = 'System.out.println("begun"); Thread.sleep(600_000);'
    path = write(tmp_path / "a.ipynb", PRINTS, begins)
    before = path.read_bytes()
    command, environ = [*RENDER, str(path)], {**os.environ, "D2L_DATA": str(SAMPLE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert any(line.strip() == "begun" for line in process.stdout)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_says_which_figures_moved_and_by_how_much(tmp_path):
    path = write(tmp_path / "a.ipynb", 'System.out.println("loss 0.5");')
    assert render(path).returncode == 0
    stored = nbformat.read(path, 4)
    stored.cells[0].source = 'System.out.println("loss 0.4");'
    nbformat.write(stored, path)
    assert "loss 0.5 → 0.4 (-0.1)" in render(path).stdout


def test_says_how_much_a_full_disk_would_have_to_take(tmp_path):
    (tmp_path / "chapters").mkdir()
    path = write(tmp_path / "chapters" / "a.ipynb", 'System.out.println("x".repeat(100_000));')
    full = limits.full_disk(path.parent, 8192)
    refused(path, f"{path} cannot be written: No space left on device. It takes 10", mounts=full)


def test_says_that_a_folder_is_read_only(tmp_path):
    path = write(tmp_path / "a.ipynb", PRINTS)
    mounts = limits.read_only(tmp_path)
    refused(path, f"{path} cannot be written: Read-only file system. It takes 1 kB", mounts=mounts)


def test_a_render_that_is_killed_leaves_the_chapter_and_no_kernel(tmp_path):
    path = write(tmp_path / "a.ipynb", 'System.out.println("begun");', "Thread.sleep(600_000);")
    before = path.read_bytes()
    environ = {**os.environ, "D2L_DATA": str(SAMPLE)}
    command = [*RENDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert any(line.strip() == "begun" for line in process.stdout)
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    assert not psutil.wait_procs(children, timeout=20)[1]
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.ipynb"]
