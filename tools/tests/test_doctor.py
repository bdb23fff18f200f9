"""Asks the doctor about this machine, as it is and with a setting that is wrong."""

import os
import subprocess
import sys

import kernelspec
from places import ROOT


def doctor(**environ):
    kernelspec.prepare()
    command = [sys.executable, str(ROOT / "tools" / "doctor.py")]
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
