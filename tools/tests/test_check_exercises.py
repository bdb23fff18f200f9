"""Notebooks that misbehave, each in a real kernel that is locked up."""

import csv
import os
import subprocess
import sys

import check_exercises
import pytest
import sandbox
from notebooks import write
from places import ROOT

BOMB = 'new ProcessBuilder("sh", "-c", "f(){ f|f& }; f; sleep 60").start().waitFor();'
NEEDS = pytest.mark.skipif(bool(sandbox.lacks()), reason="nothing can be locked up here")


def check(folder, **settings):
    environ = {**os.environ, "DIR": str(folder), "CSV": f"{folder}/made.csv", **settings}
    command = [sys.executable, str(ROOT / "tools" / "check_exercises.py")]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300)


@NEEDS
def test_each_notebook_spoils_its_own_row_alone(tmp_path):
    home = os.path.expanduser("~")
    write(tmp_path / "; rm -rf ~.ipynb", f'new java.io.File("{home}").list().length')
    write(tmp_path / "=1+1\nü.ipynb", "int a = 1;")
    write(tmp_path / "bomb.ipynb", BOMB)
    write(tmp_path / "exit.ipynb", "System.exit(0);")
    write(tmp_path / "loop.ipynb", "while (true) {}")
    (tmp_path / "torn.ipynb").write_text('{"cells": [')
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    ran = check(tmp_path, TIMEOUT="20")
    with (tmp_path / "made.csv").open(encoding="utf-8-sig") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    results = {name: row["result"] for name, row in rows.items()}
    assert ran.returncode == 1
    assert results["'=1+1\\nü.ipynb"] == "passed"
    assert results["exit.ipynb"] == "crashed"
    assert results["loop.ipynb"] == "too long"
    assert results["torn.ipynb"] == "broken"
    assert results["bomb.ipynb"] != "passed"
    assert {path: path.read_bytes() for path in before} == before


@NEEDS
def test_what_is_locked_up_sees_no_home_no_network_and_writes_nothing(tmp_path):
    script = f"ls {tmp_path}; touch /usr/mine; touch {ROOT}/mine; cat /proc/net/route | wc -l"
    ran = subprocess.run(sandbox.command(["sh", "-c", script], []), capture_output=True, text=True)
    assert "No such file" in ran.stderr
    assert ran.stderr.count("Read-only file system") == 2
    assert int(ran.stdout) <= 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"DIR": "/nowhere"}, "DIR is '/nowhere', which is no folder"),
        ({}, "there is no .ipynb in it"),
    ],
)
def test_a_folder_without_notebooks_is_one_line(tmp_path, settings, message):
    ran = check(tmp_path, **settings)
    assert ran.returncode == 1
    assert message in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_no_value_becomes_a_formula():
    rows = [check_exercises.Row(value) for value in ("=1+1", "+1", "-1", "@a", "plain")]
    table = check_exercises.table(rows).splitlines()[1:]
    assert [line.split(",")[0] for line in table] == ["'=1+1", "'+1", "'-1", "'@a", "plain"]
