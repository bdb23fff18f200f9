"""Asks the doctor about this machine, as it is and with a setting that is wrong."""

import os
import subprocess
import sys

import pytest

from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.setup import gpu, java_home


def doctor(**environ):
    kernelspec.prepare()
    command = [sys.executable, str(ROOT / "tools"), "doctor"]
    environ = {**os.environ, "D2L_DATA": "sample", **environ}
    return subprocess.run(command, capture_output=True, text=True, env=environ)


def test_has_a_line_for_each_thing():
    result = doctor()
    lines = [line.split()[:2] for line in result.stdout.splitlines()]
    assert result.returncode == 0, result.stdout
    assert {status for status, _ in lines} == {"ok"}
    assert {"jdk", "python", "packages", "kernel", "engine", "data"} <= {name for _, name in lines}


def test_names_a_java_home_without_java_and_goes_on():
    result = doctor(JAVA_HOME="/nowhere")
    assert result.returncode == 1
    assert "FAIL  jdk      JAVA_HOME is /nowhere" in result.stdout
    assert "ok    packages" in result.stdout
    assert "Traceback" not in result.stderr


def test_names_another_kernel_of_the_same_name_and_a_java_that_is_not_used(tmp_path):
    spec = tmp_path / ".local" / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text("{}")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.symlink_to("/bin/true")
    home = java_home.find()[0].resolve().parent.parent
    path = f"{java.parent}{os.pathsep}{os.environ['PATH']}"
    result = doctor(HOME=str(tmp_path), JAVA_HOME=str(home), PATH=path)
    assert f"`make lab` takes ours before {spec.parent}" in result.stdout
    assert f"JAVA_HOME names it; the PATH has {java}, which is not used" in result.stdout


def test_asks_the_engine_that_was_named():
    result = doctor(D2L_ENGINE="", ENGINE="nothing")
    assert result.returncode == 1
    assert "nothing" in next(x for x in result.stdout.splitlines() if x.split()[1] == "engine")


def test_says_how_much_memory_there_is():
    lines = [line for line in doctor(D2L_HEAP="700m").stdout.splitlines() if "memory" in line]
    assert lines[0].endswith("The kernel's heap is 700m.")


@pytest.mark.parametrize(("capability", "engine"), [("7.5", "MXNet"), ("8.9", "PyTorch")])
def test_says_which_build_fits_the_card(tmp_path, monkeypatch, capability, engine):
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho 'GeForce, {capability}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert f"GeForce, compute capability {capability}: `make lab ENGINE={engine}" in gpu.advice()


def test_a_machine_without_a_card_runs_on_the_cpu(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert gpu.advice().endswith("everything runs on the CPU")


def installed(place):
    environ = {**os.environ, "JUPYTER_DATA_DIR": str(place)}
    command = [sys.executable, str(ROOT / "tools"), "kernel", "install", "java"]
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    return place / "kernels" / "java" / "kernel.json"


def test_our_kernel_among_the_users_is_no_other_one(tmp_path):
    spec = installed(tmp_path)
    result = doctor(JUPYTER_DATA_DIR=str(tmp_path))
    words = f"{spec.parent} starts the kernel of the clone in {ROOT}"
    assert f"ok    user     {words}\n" in result.stdout
    assert str(spec.parent) not in result.stdout.replace(words, "")


def test_a_kernel_of_a_clone_that_has_gone_is_named_with_the_mend(tmp_path):
    spec = installed(tmp_path)
    spec.write_text(spec.read_text().replace(str(ROOT), "/gone"))
    result = doctor(JUPYTER_DATA_DIR=str(tmp_path))
    assert result.returncode == 1
    gone = f"the clone in /gone, but /gone/build/{LIB.name} is not there"
    assert f"{gone}: `make kernel" in result.stdout
