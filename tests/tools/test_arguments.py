"""What a call refuses on a machine where nothing is set up, before it sets anything up."""

import os
import shutil
import subprocess
import sys

import pytest

from d2ltools.places import ROOT
from notebooks import store, text

FILES = ["Makefile", "d2l", "pom.xml", "uv.lock", "d2l-java/pom.xml", "bench/rows.py"]
FOLDERS = ["tools", "notebooks", "d2l-java/src/main"]
PYTHON = sys._base_executable  # which has no package of ours


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    (folder / "bench").mkdir()
    for name in [*FILES, "bench/rows.csv"]:
        shutil.copy2(ROOT / name, folder / name)
    section = folder / "notebooks" / "07-modern" / "07-vgg.ipynb"
    section.parent.mkdir()
    store(section, text("# VGG"))
    return folder


def call(clone, *words, **environ):
    """Calls make with these words, or what begins with ./ itself."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(clone), "PYTHON": PYTHON, **environ}
    environ["PYTHONDONTWRITEBYTECODE"] = "1"
    command = words if words[0].startswith("./") else ["make", "--no-print-directory", *words]
    pipes = {"capture_output": True, "text": True}
    return subprocess.run(command, cwd=clone, env=environ, timeout=60, **pipes)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lab", "CHAPTER=nonsense"], "There is no chapter 'nonsense'. CHAPTER takes one of: "),
        (["run", "CHAPTER=7"], "CHAPTER=7 may be one of several; take its path: notebooks/03-"),
        (["run", "EPOCHS=0"], "EPOCHS is '0': it takes a whole number from 1, such as 3"),
        (["./d2l", "run", "vgg", "--epochs", "3"], "This chapter has no parameter 'numEpochs'"),
        (["./d2l", "run", "CHAPTER=vgg", "EPOCHS=0"], "EPOCHS is '0'"),
        (["./d2l", "run", "lenet", "a=1"], "This chapter has no parameter 'a'. It has: batchSize"),
        (["./d2l", "run", "lr=1"], "lr=1 is no chapter: name one before it, ./d2l run lenet lr=1"),
        (["./d2l", "lab", "--port", "88"], "--port takes its value like this: --port=88"),
        (["run", "D2L_HEAP=16m"], "D2L_HEAP is '16m', and a kernel needs 64m or more"),
        (["run", "ENGINE=x'; touch ran"], 'ENGINE is "x\'; touch ran": it takes MXNet or PyTorch'),
        (["kernel", "KERNEL=a b"], "KERNEL is 'a b': a kernel's name has letters"),
        (["check-class", "DIR=/nowhere"], "DIR is '/nowhere', which is no folder"),
        (["check-class", "DIR=notebooks", "TIMEOUT=soon"], "TIMEOUT is 'soon': it takes seconds"),
        (["check-class", "DIR=notebooks", "CHECK=none"], "CHECK is 'none': No such file"),
        (["offline", "TO=Makefile/x"], "TO is 'Makefile/x': Not a directory. It takes a folder"),
        (["offline", "PYTHONS=3.12 4.0"], "PYTHONS has '4.0': it takes some of 3.10"),
        (["bench", "ONLY=nothing"], "No row fits 'nothing'. There are: ours-mxnet"),
        (["./d2l", "release-check", "two"], "VERSION is 'two': it takes the version of a release"),
        (["./d2l", "release-check"], "What is released is a commit: install git, and clone."),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_set_up(clone, words, message):
    before = sorted(clone.iterdir())
    made = call(clone, *words, GIT_CEILING_DIRECTORIES=str(clone.parent))
    (said,) = [line for line in made.stderr.splitlines() if not line.startswith("make")]
    assert said.startswith(message)
    assert made.returncode
    assert (made.stdout, sorted(clone.iterdir())) == ("", before)


def test_a_card_that_is_not_there_is_named_with_what_is(clone, tmp_path):
    for name in ("make", "sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    made = call(clone, "run", "GPU=1", PATH=str(tmp_path))
    assert "GPU=1 computes on an NVIDIA card, and there is none here" in made.stderr
    assert "Without GPU=1 it runs on the CPU" in made.stderr
