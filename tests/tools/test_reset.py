"""Resets a chapter in a small clone of its own."""

import shutil
import subprocess
import sys

import pytest

from d2ltools.places import ROOT

NAME = "notebooks/06-nets/06-lenet.ipynb"


def git(clone, *words):
    who = ["-c", "user.name=A Reader", "-c", "user.email=reader@example.org"]
    subprocess.run(["git", "-C", clone, *who, *words], check=True, capture_output=True)


def reset(clone, name="lenet"):
    command = [sys.executable, str(clone / "tools"), "reset", name]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def clone(tmp_path):
    clone = tmp_path / "a clone äö"
    (clone / "notebooks" / "06-nets").mkdir(parents=True)
    shutil.copytree(ROOT / "tools", clone / "tools")
    (clone / NAME).write_text("stored")
    return clone


def test_gives_the_stored_chapter_back_and_keeps_mine(clone):
    git(clone, "init")
    git(clone, "add", NAME)
    git(clone, "commit", "-m", "A chapter")
    (clone / NAME).write_text("mine")
    result = reset(clone)
    assert result.returncode == 0, result.stderr
    assert (clone / NAME).read_text() == "stored"
    (kept,) = (clone / "kept").iterdir()
    assert kept.read_text() == "mine"
    assert f"yours is kept/{kept.name}" in result.stdout
    assert "is as it was stored" in reset(clone).stdout


def test_what_is_kept_and_what_lab_remembers_outlive_reset_and_clean(clone):
    checkpoint = (clone / NAME).parent / ".ipynb_checkpoints" / "06-lenet-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    checkpoint.write_text("mine, an hour ago")
    for name in ("Makefile", ".gitignore"):
        shutil.copy(ROOT / name, clone)
    git(clone, "init")
    git(clone, "add", ".")
    git(clone, "commit", "-m", "A chapter")
    (clone / NAME).write_text("mine")
    for target in ("reset", "clean"):
        make = ["make", "-C", clone, target, "CHAPTER=lenet", f"PYTHON={sys.executable}"]
        subprocess.run(make, check=True, capture_output=True)
    (kept,) = (clone / "kept").iterdir()
    assert (kept.read_text(), checkpoint.read_text()) == ("mine", "mine, an hour ago")
    git(clone, "diff", "--exit-code")
    git(clone, "clean", "-fd")  # which leaves what is ignored
    assert kept.exists()


def test_says_so_where_there_is_no_git_checkout(clone):
    result = reset(clone)
    assert result.returncode == 1
    assert "no git checkout" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert (clone / NAME).read_text() == "stored"


def test_asks_which_chapter(clone):
    assert "make reset CHAPTER=" in reset(clone, "").stderr
