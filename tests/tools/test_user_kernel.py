"""The kernel that `make kernel` installs, seen from another environment of the same user."""

import json
import os
import subprocess
import sys
import sysconfig
import venv

import limits
import live_kernel
import pytest

from d2ltools.places import ROOT
from d2ltools.setup import machine

HOME_OF_JAVA = str(machine.java().resolve().parent.parent)


def user_kernel(home, *words, **environ):
    command = [sys.executable, str(ROOT / "tools"), *words]
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], **environ}
    result = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert "Traceback" not in result.stderr
    return result


def spec_in(home, name="d2l-java"):
    return home / ".local" / "share" / "jupyter" / "kernels" / name / "kernel.json"


@pytest.fixture
def elsewhere(tmp_path):
    """The Python of an environment that has Jupyter and no kernel of ours."""
    venv.create(tmp_path / "elsewhere", with_pip=False, symlinks=True)
    scheme = {"base": str(tmp_path / "elsewhere"), "platbase": str(tmp_path / "elsewhere")}
    packages = sysconfig.get_path("purelib", "venv" if os.name == "posix" else "nt", scheme)
    with open(os.path.join(packages, "jupyter.pth"), "w") as paths:
        paths.write(sysconfig.get_path("purelib"))
    return tmp_path / "elsewhere" / "bin" / "python"


def test_another_environment_starts_it_without_java_on_its_path(tmp_path, elsewhere):
    name = "java"
    made = user_kernel(tmp_path, "kernel", "--kernel", name, JAVA_HOME=HOME_OF_JAVA)
    assert f"`./d2l kernel-remove --kernel {name}` removes it" in made.stdout, made.stderr
    environ = {"HOME": str(tmp_path), "PATH": "/nowhere", "D2L_DATA": "sample"}
    command = [elsewhere, "-c", live_kernel.FRONT_END, name]
    result = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert name in result.stdout.splitlines()[0].split()
    assert "(1000, 1, 28, 28)" in result.stdout, result.stderr
    removed = user_kernel(tmp_path, "kernel-remove", "--kernel", name)
    assert removed.stdout.startswith("Removed the kernel in ")
    assert not spec_in(tmp_path, name).parent.exists()
    assert "nothing to remove" in user_kernel(tmp_path, "kernel-remove").stdout


def test_has_a_name_of_its_own_and_the_heap_and_engine_asked_for(tmp_path):
    user_kernel(tmp_path, "kernel", D2L_HEAP="700m", ENGINE="PyTorch")
    spec = json.loads(spec_in(tmp_path).read_text())
    assert (spec["display_name"], spec["language"]) == ("Java (d2l-java)", "java")
    assert {"-Xmx700m", str(ROOT / "build" / "lib-pytorch" / "*")} <= set(spec["argv"])
    assert spec["env"] == {"D2L_ENGINE": "PyTorch"}


@pytest.mark.parametrize("command", ["kernel", "kernel-remove"])
def test_a_kernel_of_somebody_else_is_named_and_left_alone(tmp_path, command):
    spec = spec_in(tmp_path, "java")
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["false"], "display_name": "Java (jjava)", "metadata": {}}')
    before = spec.read_bytes()
    result = user_kernel(tmp_path, command, "--kernel", "java")
    assert (result.returncode, spec.read_bytes()) == (1, before)
    assert result.stderr.startswith(f"{spec} is another kernel's and stays as it is; `")


def test_a_place_that_cannot_be_written_is_one_line_with_the_way_out(tmp_path):
    command = [sys.executable, str(ROOT / "tools"), "kernel"]
    command = limits.mounted(limits.read_only(tmp_path), command)
    environ = {**os.environ, "HOME": str(tmp_path)}
    result = subprocess.run(command, capture_output=True, text=True, env=environ)
    (said,) = result.stderr.splitlines()
    assert said.startswith(f"{spec_in(tmp_path)} cannot be written: Read-only file system")
    assert "JUPYTER_DATA_DIR names another place" in said
