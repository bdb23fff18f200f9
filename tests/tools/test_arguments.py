"""What a call of make refuses on a machine where nothing is set up, before it sets anything up."""

import os
import shutil
import subprocess
import sys

import pytest

from d2ltools.places import ROOT
from notebooks import store, text

FILES = ["Makefile", "d2l", "pom.xml", "uv.lock", "d2l-java/pom.xml"]
FOLDERS = ["tools", "notebooks", "d2l-java/src/main"]
PYTHON = sys._base_executable  # which has no package of ours


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    section = folder / "notebooks" / "07-modern" / "07-vgg.ipynb"
    section.parent.mkdir()
    store(section, text("# VGG"))
    return folder


def make(clone, *words, **environ):
    environ = {"PATH": os.environ["PATH"], "HOME": str(clone), **environ}
    command = ["make", "--no-print-directory", f"PYTHON={PYTHON}", *words]
    if words[0] == "./d2l":
        command = ["env", f"PYTHON={PYTHON}", *words[2:], *words[:2]]
    return subprocess.run(
        command, cwd=clone, env=environ, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lab", "CHAPTER=nonsense"], "There is no chapter 'nonsense'. CHAPTER takes one of: "),
        (["run", "CHAPTER=7"], "CHAPTER=7 may be one of several; take its path: notebooks/06-"),
        (["render", "CHAPTER=6.9"], "There is no chapter '6.9'. CHAPTER takes one of: "),
        (["run", "EPOCHS=0"], "EPOCHS is '0': it takes a whole number from 1, such as 3"),
        (["run", "EPOCHS=-1"], "EPOCHS is '-1': it takes a whole number from 1, such as 3"),
        (["export", "EPOCHS=x"], "EPOCHS is 'x': it takes a whole number from 1, such as 3"),
        (["run", "CHAPTER=vgg", "EPOCHS=3"], "EPOCHS is '3', and this chapter has no numEpochs"),
        (["run", "D2L_HEAP=16m"], "D2L_HEAP is '16m', and a kernel needs 64m or more"),
        (["run", "ENGINE=torch"], "ENGINE is 'torch': it takes MXNet or PyTorch."),
        (["run", "ENGINE=x'; touch ran"], "ENGINE is 'x'; touch ran': it takes MXNet or PyTorch."),
        (["kernel", "KERNEL=a b"], "KERNEL is 'a b': a kernel's name has letters"),
        (["check-class", "DIR=/nowhere"], "DIR is '/nowhere', which is no folder"),
        (["check-class", "DIR=notebooks", "TIMEOUT=soon"], "TIMEOUT is 'soon': it takes a"),
        (["check-class", "DIR=notebooks", "MEMORY=2g"], "MEMORY is '2g': it takes a number"),
        (["check-class", "DIR=notebooks", "CHECK=none"], "CHECK is 'none': No such file"),
        (["offline", "TO=Makefile/x"], "TO is 'Makefile/x': Not a directory. It takes a folder"),
        (
            ["./d2l", "release-check", "VERSION=two"],
            "VERSION is 'two': it takes the version of a release",
        ),
    ],
)
def test_a_wrong_argument_is_one_line_and_nothing_is_set_up(clone, words, message):
    before = sorted(clone.iterdir())
    made = make(clone, *words)
    assert made.stderr.startswith(message)
    # the second line is make's own
    assert (made.returncode, len(made.stderr.splitlines())) in [(2, 2), (1, 1)]
    assert (made.stdout, sorted(clone.iterdir())) == ("", before)


def test_what_is_said_on_the_command_line_is_looked_at_as_well(clone):
    for words in (
        ["run", "--epochs", "0"],
        ["run", "vgg", "--epochs", "3"],
        ["run", "lenet", "a=1"],
    ):
        command = [PYTHON, str(clone / "tools"), *words]
        ran = subprocess.run(command, capture_output=True, text=True)
        assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1), ran.stderr


def test_a_card_that_is_not_there_is_named_with_what_is(clone):
    tools = clone / "without-card"
    tools.mkdir()
    for name in ("make", "sh", "dirname"):
        (tools / name).symlink_to(shutil.which(name))
    made = make(clone, "run", "GPU=1", PATH=str(tools))
    assert "GPU=1 computes on an NVIDIA card, and there is none here" in made.stderr
    assert "Without GPU=1 it runs on the CPU" in made.stderr
    (tools / "nvidia-smi").symlink_to(shutil.which("true"))
    # which is what comes next
    assert "no java on the PATH" in make(clone, "run", "GPU=1", PATH=str(tools)).stderr
    shutil.rmtree(tools)
