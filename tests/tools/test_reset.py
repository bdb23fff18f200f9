"""Resets a chapter in a small clone of its own."""

import shutil
import subprocess
import sys

import pytest

from d2ltools.places import ROOT

NAME = "notebooks/06-nets/06-lenet.ipynb"


@pytest.fixture
def clone(tmp_path):
    clone = tmp_path / "a clone äö"
    (clone / NAME).parent.mkdir(parents=True)
    shutil.copytree(ROOT / "tools", clone / "tools")
    for name in ("Makefile", "d2l", ".gitignore"):
        shutil.copy(ROOT / name, clone)
    (clone / NAME).write_text("stored")
    return clone


def git(clone, *words):
    who = ["-c", "user.name=A Reader", "-c", "user.email=reader@example.org"]
    subprocess.run(["git", "-C", clone, *who, *words], check=True, capture_output=True)


def make(clone, *words):
    command = ["make", "-C", clone, f"PYTHON={sys.executable}", *words]
    return subprocess.run(command, capture_output=True, text=True)


def test_mine_is_kept_and_outlives_clean_and_what_lab_remembers_too(clone):
    checkpoint = (clone / NAME).parent / ".ipynb_checkpoints" / "06-lenet-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_text("mine, an hour ago")
    git(clone, "init")
    git(clone, "add", ".")
    git(clone, "commit", "-m", "A chapter")
    (clone / NAME).write_text("mine")
    said = make(clone, "reset", "CHAPTER=lenet").stdout
    (kept,) = (clone / "kept").iterdir()
    assert f"yours is kept/{kept.name}" in said
    assert "is as it was stored" in make(clone, "reset", "CHAPTER=lenet").stdout
    assert make(clone, "clean").returncode == 0
    git(clone, "diff", "--exit-code")
    git(clone, "clean", "-fd")  # which leaves what is ignored
    assert (kept.read_text(), checkpoint.read_text()) == ("mine", "mine, an hour ago")


@pytest.mark.parametrize(
    ("words", "said"), [(["CHAPTER=lenet"], "no git checkout"), ([], "make reset CHAPTER=")]
)
def test_what_cannot_be_given_back_is_left_alone(clone, words, said):
    result = make(clone, "reset", *words)
    assert result.returncode
    assert said in result.stderr.splitlines()[0]
    assert (clone / NAME).read_text() == "stored"
