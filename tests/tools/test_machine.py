"""What a machine may lack, with stand-ins for its java, and for its Python."""

import subprocess
import sys

import pytest

from d2ltools.places import ROOT
from d2ltools.problem import Problem
from d2ltools.setup import machine

JAVA = """#!/bin/sh
echo "    java.home = {home}" >&2
echo "    java.specification.version = {version}" >&2
"""


@pytest.fixture
def jdk(tmp_path, monkeypatch):
    """Makes a java of that version, or one that does that, the only one on the PATH."""

    def make(version="17", compiler=True, script=JAVA):
        home = tmp_path / "a jdk äö"
        (home / "bin").mkdir(parents=True)
        programs = {"java": script.format(home=home, version=version)}
        if compiler:
            programs["javac"] = "#!/bin/sh\n"
        for name, text in programs.items():
            (home / "bin" / name).write_text(text)
            (home / "bin" / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(home / "bin"))
        monkeypatch.delenv("JAVA_HOME", raising=False)
        return home

    return make


def refused():
    with pytest.raises(Problem) as problem:
        machine.require_jdk()
    assert "\n" not in str(problem.value)
    return str(problem.value)


def test_a_jdk_that_is_new_enough_passes_and_an_old_one_is_named_with_the_way_out(jdk):
    home = jdk("17")
    machine.require_jdk()
    (home / "bin" / "java").write_text(JAVA.format(home=home, version="1.8"))
    message = refused()
    assert "is Java 8, which is too old" in message
    assert "apt install openjdk-17-jdk" in message


def test_a_java_without_compiler_is_refused(jdk):
    assert f"there is no {jdk(compiler=False)}/bin/javac" in refused()


def test_a_java_that_does_not_run_says_why(jdk):
    jdk(script="#!/bin/sh\necho no runtime here >&2\nexit 1\n")
    assert "does not run: no runtime here" in refused()


def test_a_java_that_has_no_memory_to_start_tells_its_own_reason(jdk):
    said = "echo Error occurred during initialization of VM; echo Could not reserve enough space"
    jdk(script=f"#!/bin/sh\n{said}\nexit 1\n")
    message = refused()
    assert "initialization of VM Could not reserve enough space. Give it more memory" in message
    assert "Install" not in message


def test_java_home_is_before_the_path_and_named_where_it_has_no_java(jdk, monkeypatch):
    home = jdk("11")
    monkeypatch.setenv("JAVA_HOME", str(home))
    monkeypatch.setenv("PATH", "/nowhere")
    assert machine.java() == home / "bin" / "java"
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    assert "JAVA_HOME is /nowhere, which has no bin/java" in refused()


def test_no_java_at_all_is_refused(jdk, monkeypatch):
    jdk()
    monkeypatch.setenv("PATH", "/nowhere")
    assert "no java on the PATH" in refused()


def test_a_python_without_venv_is_named(monkeypatch):
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"has no venv\. .*apt install python3-venv"):
        machine.require_python()


def d2l(folder, python, **environ):
    """Starts a copy of the front with a python3 that does that, the only one there is."""
    for name, text in {
        "python3": python,
        "my python": f'#!/bin/sh\nexec "{sys.executable}" "$@"',
    }.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    (folder / "dirname").symlink_to("/usr/bin/dirname")
    command = ["/bin/sh", str(ROOT / "d2l"), "--help"]
    environ = {"PATH": str(folder), **environ}
    return subprocess.run(command, env=environ, capture_output=True, text=True)


def test_an_old_python_is_named_and_one_in_a_folder_with_a_space_is_taken(tmp_path):
    old = "#!/bin/sh\nexit 1\n"
    assert "There is no Python 3.10 or newer on the PATH" in d2l(tmp_path, old).stderr
    (tmp_path / "dirname").unlink()
    named = d2l(tmp_path, old, PYTHON=str(tmp_path / "my python"))
    assert named.stdout.startswith("usage: d2l"), named.stderr
    (tmp_path / "dirname").unlink()
    assert "PYTHON is 'python9'" in d2l(tmp_path, old, PYTHON="python9").stderr
