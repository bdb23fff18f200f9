"""The command line and the environment of each row."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import peers
from networks import NETWORKS
from rows import ENGINES, Row

from d2ltools.places import LIB
from d2ltools.setup import java_home

PROGRAMS = peers.HERE / "programs"
TUNED_BY_USER = re.compile(
    r"(D2L_|DJL_|MXNET_|OMP_|MKL_|MALLOC_|KMP_|OPENBLAS_|PYTORCH_|_?JAVA_.*OPTIONS|JDK_JAVA|ENGINE$"
    r"|PYTHONPATH$|VIRTUAL_ENV$|MAKE)"
)


def command(row: Row) -> list[str]:
    """Returns what is to be run, and held to some cores if the row wants that."""
    words = _PROGRAMS[row.program](row)
    if row.cores:
        cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[: row.cores]))
        return ["taskset", "-c", cores, *words]
    return words


def environment(row: Row) -> dict[str, str]:
    """Returns the environment of a user who has tuned nothing, but says where the data is."""
    variables = {k: v for k, v in os.environ.items() if not TUNED_BY_USER.match(k)}
    return variables | {
        "D2L_DATA": str(peers.DATA),
        "ENGINE": ENGINES[row.engine],
        "DJL_DEFAULT_ENGINE": ENGINES[row.engine],
        "MXNET_HOME": str(peers.MXNET_HOME),
    }


def folder(row: Row) -> Path:
    """Returns where the row is run."""
    return peers.BOOK_FOLDER if row.program == "book" else peers.HOME


def obstacle(row: Row) -> str:
    """Returns why this machine cannot measure the row; empty if it can."""
    if row.cores and not (shutil.which("taskset") and hasattr(os, "sched_getaffinity")):
        return "there is no taskset here"
    if row.cores and row.cores >= len(os.sched_getaffinity(0)):
        return "this machine has no more cores than that"
    return ""


def _java(row: Row, main: str) -> list[str]:
    java, _ = java_home.find()
    network = NETWORKS[row.network]
    class_path = os.pathsep.join([str(LIB / "*"), str(peers.CLASSES)])
    logging = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
    words = [str(java), logging, *row.options, "-cp", class_path, main]
    return [*words, row.network, str(row.epochs), str(row.batch), str(network.lr)]


def _settings(row: Row) -> list[str]:
    lr = NETWORKS[row.network].lr
    return ["--epochs", str(row.epochs), "--batch", str(row.batch), "--lr", str(lr)]


def _loop(row: Row) -> list[str]:
    script = PROGRAMS / f"{row.engine}_loop.py"
    words = [str(peers.python_of(row.engine)), str(script), "--data", str(peers.DATA)]
    return [*words, "--network", row.network, *_settings(row), *row.options]


def _book(row: Row) -> list[str]:
    script = PROGRAMS / "book_chapter.py"
    words = [str(peers.python_of(row.engine)), str(script), "--engine", row.engine]
    return [*words, *_settings(row)]


def _ours(row: Row, script: str) -> list[str]:
    chapter = NETWORKS[row.network].chapter
    return [sys.executable, str(PROGRAMS / script), chapter, str(row.epochs)]


_PROGRAMS = {
    "ours": lambda row: _java(row, "TrainCh6"),
    "djl": lambda row: _java(row, "FitEasyTrain"),
    "loop": _loop,
    "book": _book,
    "chapter": lambda row: _ours(row, "our_chapter.py"),
    "curve": lambda row: _ours(row, "curve_share.py"),
    "kernel": lambda row: _ours(row, "kernel_start.py"),
}
