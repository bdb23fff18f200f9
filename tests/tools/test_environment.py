"""The Python packages: what is locked, and what uv makes of it in a folder of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from d2ltools.places import ROOT
from d2ltools.setup import environment

CODE = """
import sys; sys.path.insert(0, "tools")
from d2ltools import problem
from d2ltools.setup import environment, set_up
problem.listen()
{}
"""


@pytest.fixture
def clone(tmp_path):
    """A clone with few packages, which are in uv's cache already."""
    clone = tmp_path / "Klasse 7b äö"
    shutil.copytree(ROOT / "tools", clone / "tools", ignore=shutil.ignore_patterns("target"))
    for name in ("pom.xml", "pyproject.toml", "uv.lock"):
        shutil.copy2(ROOT / name, clone / name)
    if environment.OWN_UV.exists():
        (clone / "build").mkdir()
        (clone / "build" / "uv").symlink_to(environment.OWN_UV.parents[1])
    return clone


def python(clone, code, **pipes):
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    command = [sys._base_executable, "-c", CODE.format(code)]
    return subprocess.Popen(command, cwd=clone, env=environ, text=True, **pipes)


def is_ready(clone):
    return python(clone, "sys.exit(not environment.is_ready())").wait() == 0


def test_what_is_half_made_is_made_anew_and_moves_with_its_clone(clone):
    unfinished = clone / ".venv" / "unfinished"  # as a kill would leave it
    unfinished.parent.mkdir()
    unfinished.touch()
    assert not is_ready(clone)
    assert python(clone, "environment.make()").wait() == 0
    assert not unfinished.exists()
    there = clone.rename(clone.with_name("moved"))
    assert is_ready(there)
    lab = [there / ".venv" / "bin" / "jupyter-lab", "--version"]
    assert subprocess.run(lab, capture_output=True).returncode == 0
    assert (there / ".venv/share/jupyter/kernels/java/jjava.jar").exists()


def test_an_index_that_pip_is_told_of_is_the_one_that_is_asked(clone):
    code = "import os; os.environ['PIP_INDEX_URL'] = 'http://127.0.0.1:9/simple'\n"
    code += "os.environ['UV_HTTP_RETRIES'] = '0'; environment.make()"
    made = python(clone, code, stderr=subprocess.PIPE)
    assert "http://127.0.0.1:9/simple" in made.communicate()[1]


def test_a_stop_ends_all_that_was_started(clone):
    code = 'from d2ltools.setup import running; print("begun", flush=True)\n'
    code += 'running.run(["sh", "-c", "sleep 600 & sleep 600"], "Waiting")'
    with python(clone, code, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        process.stdout.readline()
        deadline = time.monotonic() + 20
        while len(children := psutil.Process(process.pid).children(recursive=True)) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert not psutil.wait_procs(children, timeout=20)[1]


def test_two_at_once_go_one_after_the_other_also_when_one_is_killed(clone):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    begun = 'with set_up._alone(set_up.Terminal()): print("begun", flush=True);'
    sleeps = 'from d2ltools.setup import running; running.run(["sleep", "3"], "Sleeping")'
    with python(clone, f"{begun} {sleeps}", **pipes) as first:
        assert first.stdout.readline() == "begun\n"
        time.sleep(0.5)
        with python(clone, begun, **pipes) as second:
            assert second.stdout.readline().startswith("Waiting for another set-up")
            first.kill()
            killed = time.monotonic()
            assert second.stdout.readline() == "begun\n"
            assert time.monotonic() - killed > 1  # what the first had started came to its end


def test_every_pin_has_a_hash():
    files = re.findall(r'\{ url = "[^"]+".*\}', (ROOT / "uv.lock").read_text())
    assert len(files) > 500
    assert all('hash = "sha256:' in file for file in files)
    for name in ("requirements.txt", "tools/uv.txt"):
        lines = (ROOT / name).read_text().splitlines()
        pins = [i for i, line in enumerate(lines) if "==" in line and not line.startswith("#")]
        assert pins
        assert all("--hash=sha256:" in lines[i + 1] for i in pins)


def test_the_lock_is_of_what_is_asked_for_and_its_export_is_in_step():
    uv, environ = environment._uv(), environment._environ()
    export = [uv, "export", "--frozen", "--no-emit-project", "--no-annotate", "--no-header", "-q"]
    exported = subprocess.check_output(export, cwd=ROOT, env=environ, text=True)
    assert exported == (ROOT / "requirements.txt").read_text()
    assert environment.is_ready(["test"])  # which says so if pyproject.toml asks for something else
