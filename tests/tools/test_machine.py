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
NO_MEMORY = "echo Error occurred during initialization of VM; echo Could not reserve; exit 1"


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a JDK that fits, the only one on the PATH."""
    home = tmp_path / "a jdk äö"
    program(home / "bin" / "java", JAVA.format(home=home, version="17"))
    program(home / "bin" / "javac", "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(home / "bin"))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    machine.require_jdk()
    return home


def refused():
    with pytest.raises(Problem) as problem:
        machine.require_jdk()
    assert "\n" not in str(problem.value)
    return str(problem.value)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (JAVA.replace("{version}", "1.8"), "is Java 8, which is too old. Install a JDK 17"),
        ("#!/bin/sh\necho no runtime >&2; exit 1", "does not start: no runtime. Install a JDK 17"),
        (f"#!/bin/sh\n{NO_MEMORY}", "VM Could not reserve. Give it more memory"),
    ],
)
def test_a_java_that_does_not_fit_is_named_with_the_way_out(home, script, said):
    program(home / "bin" / "java", script.replace("{home}", str(home)))
    message = refused()
    assert message.startswith(f"{home}/bin/java (from the PATH) ")
    assert said in message


def test_a_java_without_compiler_is_refused(home):
    (home / "bin" / "javac").unlink()
    assert f"there is no {home}/bin/javac" in refused()


def test_java_home_is_before_the_path_and_named_where_it_has_no_java(home, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(home))
    monkeypatch.setenv("PATH", "/nowhere")
    assert machine.java() == home / "bin" / "java"
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    assert "JAVA_HOME is /nowhere, which has no bin/java" in refused()
    monkeypatch.delenv("JAVA_HOME")
    assert "no java on the PATH" in refused()


def test_a_python_without_venv_is_named(monkeypatch):
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match=r"has no venv\. .*apt install python3-venv"):
        machine.require_python()


def test_an_old_python_is_named_and_one_in_a_folder_with_a_space_is_taken(tmp_path):
    program(tmp_path / "python3", "#!/bin/sh\nexit 1\n")
    program(tmp_path / "my python", f'#!/bin/sh\nexec "{sys.executable}" "$@"')
    (tmp_path / "dirname").symlink_to("/usr/bin/dirname")

    def d2l(**environ):
        command = ["/bin/sh", str(ROOT / "d2l"), "--help"]
        environ |= {"PATH": str(tmp_path)}
        return subprocess.run(command, env=environ, capture_output=True, text=True)

    assert "There is no Python 3.10 or newer on the PATH" in d2l().stderr
    assert "PYTHON is 'python9'" in d2l(PYTHON="python9").stderr
    assert d2l(PYTHON=str(tmp_path / "my python")).stdout.startswith("usage: d2l")
