"""Diffs of notebooks, through git itself."""

import shlex
import subprocess
import sys

import nbformat
import pytest

from d2ltools.places import ROOT
from notebooks import code, store, text


@pytest.fixture
def git(tmp_path):
    def run(*words):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    run("init", "-q")
    (tmp_path / ".gitattributes").write_text((ROOT / ".gitattributes").read_text())
    textconv = shlex.join([sys.executable, str(ROOT / "tools"), "notebook-text"])
    run("config", "diff.notebook.textconv", textconv)
    return run


def picture(content):
    return nbformat.v4.new_output("display_data", data={"image/png": content, "text/plain": "a"})


def test_a_diff_shows_text_code_and_figures_but_no_picture(tmp_path, git):
    path, cell = tmp_path / "a.ipynb", code("f(1)", "loss 0.5\n", "train")
    cell.outputs.append(picture("iVBO" * 1000))
    store(path, text("# A"), cell)
    git("add", ".")
    cell.source, cell.outputs[0].text, cell.outputs[1] = (
        "f(2)",
        "loss 0.4\n",
        picture("iVBA" * 1000),
    )
    store(path, text("# A"), cell)
    changed = git("diff", "-U0").splitlines()
    assert {"-f(1)", "+f(2)", "-  > loss 0.5", "+  > loss 0.4"} <= set(changed)
    assert sum(line.startswith("+  > (image/png, 4 kB, ") for line in changed) == 1
    assert not any("iVB" in line for line in changed)


def test_a_diff_shows_what_a_number_is_bound_to(tmp_path, git):
    path, cell = tmp_path / "a.ipynb", text("# A 5")
    store(path, cell)
    git("add", ".")
    cell.metadata["d2l"] = nbformat.from_dict({"numbers": [{"text": "5", "cell": "sum"}]})
    store(path, cell)
    assert '+  = {"cell": "sum", "text": "5"}' in git("diff", "-U0").splitlines()


def test_a_torn_notebook_is_shown_as_it_is(tmp_path, git):
    (tmp_path / "a.ipynb").write_text('{"cells": [\n')
    git("add", ".")
    (tmp_path / "a.ipynb").write_text('{"cells": [\n<<<<<<< HEAD\n')
    assert "+<<<<<<< HEAD" in git("diff")
