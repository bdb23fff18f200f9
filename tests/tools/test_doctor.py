"""Asks the doctor about this machine, as it is and with a setting that is wrong."""

import os
import subprocess
import sys

import pytest

from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.setup import machine


def tool(*words, **environ):
    command = [sys.executable, str(ROOT / "tools"), *words]
    environ = {**os.environ, "D2L_DATA": "sample", **environ}
    return subprocess.run(command, capture_output=True, text=True, env=environ)


def test_has_a_line_for_each_thing_and_names_what_is_there_besides(tmp_path):
    kernelspec.prepare()
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.symlink_to("/bin/true")
    home = machine.java().resolve().parent.parent
    path = f"{java.parent}{os.pathsep}{os.environ['PATH']}"
    said = tool("doctor", JAVA_HOME=str(home), PATH=path)
    lines = dict(line.split()[1::-1] for line in said.stdout.splitlines())
    assert {"jdk", "python", "packages", "jars", "engine", "data"} <= lines.keys()
    assert f"JAVA_HOME names it; the PATH has {java}, which is not used" in said.stdout


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ({"JAVA_HOME": "/nowhere"}, "FAIL  jdk      JAVA_HOME is /nowhere"),
        ({"D2L_ENGINE": "nothing", "ENGINE": ""}, "FAIL  engine   "),
        ({"D2L_HEAP": "much"}, "FAIL  memory   D2L_HEAP is 'much'"),
    ],
)
def test_names_what_is_wrong_and_goes_on(setting, line):
    said = tool("doctor", **setting)
    assert (said.returncode, said.stderr) == (1, "")
    assert line in said.stdout
    assert "ok    packages" in said.stdout


def test_knows_our_kernel_among_the_users_and_its_mend_when_its_clone_has_gone(tmp_path):
    assert tool("kernel", JUPYTER_DATA_DIR=str(tmp_path)).returncode == 0
    spec = tmp_path / "kernels" / "d2l-java" / "kernel.json"
    said = tool("doctor", JUPYTER_DATA_DIR=str(tmp_path))
    assert f"ok    user     {spec.parent} starts the kernel of the clone in {ROOT}\n" in said.stdout
    spec.write_text(spec.read_text().replace(str(ROOT), "/gone"))
    said = tool("doctor", JUPYTER_DATA_DIR=str(tmp_path))
    gone = f"the clone in /gone, but /gone/build/{LIB.name} is not there"
    assert f"{gone}: `make kernel" in said.stdout


@pytest.mark.parametrize(
    ("card", "advice"),
    [
        ("GeForce, 7.5", "GeForce, compute capability 7.5: `make lab ENGINE=MXNet"),
        ("GeForce, 8.9", "GeForce, compute capability 8.9: `make lab ENGINE=PyTorch"),
        ("", "no NVIDIA card, or no driver for one: everything runs on the CPU"),
    ],
)
def test_says_which_build_fits_the_card(tmp_path, monkeypatch, card, advice):
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho '{card}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.advice_for_card().startswith(advice)
