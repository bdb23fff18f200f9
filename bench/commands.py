"""The command line and the environment of each row."""

from __future__ import annotations

import os
import re
import shutil
import sys

from bench import peers
from bench.rows import Row
from d2ltools.places import ROOT

PROGRAMS = peers.HERE / "programs"
TUNED_BY_USER = re.compile(
    r"(D2L_|DJL_|MXNET_|OMP_|MKL_|MALLOC_|KMP_|OPENBLAS_|PYTORCH_|_?JAVA_.*OPTIONS|JDK_JAVA|ENGINE$"
    r"|PYTHONPATH$|VIRTUAL_ENV$|MAKE)"
)


def command(row: Row) -> list[str]:
    """Returns what is to be run, and held to some cores if the row wants that."""
    training = [row.network, str(row.epochs), str(row.batch), str(row.lr)]
    if row.program.endswith(".py"):
        python = str(peers.python_of(row.peer)) if row.peer else sys.executable
        words = [python, str(PROGRAMS / row.program), *training, *row.options]
    else:
        logging = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        words = [peers.java(), logging, *row.options, "-cp", peers.CLASS_PATH]
        words += [row.program, *training]
    if row.cores:
        cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[: row.cores]))
        return ["taskset", "-c", cores, *words]
    return words


def environment(row: Row) -> dict[str, str]:
    """Returns the environment of a user who has tuned nothing, but says where the data is."""
    variables = {k: v for k, v in os.environ.items() if not TUNED_BY_USER.match(k)}
    return variables | {
        "D2L_DATA": str(peers.DATA),
        "ENGINE": row.engine,
        "DJL_DEFAULT_ENGINE": row.engine,
        "MXNET_HOME": str(peers.MXNET_HOME),
        **({} if row.peer else {"PYTHONPATH": str(ROOT / "tools")}),
    }


def obstacle(row: Row) -> str:
    """Returns why this machine cannot measure the row; empty if it can."""
    if row.cores and not shutil.which("taskset"):
        return "there is no taskset here"
    if row.cores and row.cores >= len(os.sched_getaffinity(0)):
        return "this machine has no more cores than that"
    return ""
