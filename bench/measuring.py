"""Runs one row in a process of its own, watches it, and makes one result of what it tells."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import statistics
import subprocess
import threading
import time
from collections.abc import Callable

import psutil

from bench import commands, peers
from bench.results import Result
from bench.rows import Row

MARK = "bench "
SECONDS_BETWEEN_SAMPLES = 0.5
SECONDS_TO_END = 10
LAST_LINES = 12
MIB = 2**20
LONG = 20
"""From how many epochs on the growth of memory is told."""


class RowFailed(Exception):
    """A program that ended with an error; the message has the end of what it printed."""


def measure(row: Row, number: int, tell: Callable[[str], None]) -> Result:
    """Runs the row; tells how far it is; leaves no process behind, whatever happens."""
    log = peers.HOME / "logs" / f"{row.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    peaks, done = [0.0], threading.Event()
    with log.open("w", encoding="utf-8") as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            commands.command(row),
            cwd=peers.FOLDER,
            env=commands.environment(row),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        watch = threading.Thread(target=_weigh, args=(process.pid, peaks, done), daemon=True)
        try:
            if row.notebook:
                watch.start()
            events = _events(process, start, row, errors, tell)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            done.set()
            if process.returncode is None:
                _end(process)
    wall = time.monotonic() - start
    if process.returncode or not any(event["event"] == "result" for event in events):
        end = "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        raise RowFailed(f"{end}\n{row.name} ended with {process.returncode}; all of it is in {log}")
    result = summary(row, number, events) | {"wall_s": wall, "peak_mib": usage.ru_maxrss / 1024}
    if row.notebook:
        result |= {"peak_mib": max(peaks), "cores_busy": (usage.ru_utime + usage.ru_stime) / wall}
    return result


def summary(row: Row, number: int, events: list[dict]) -> Result:
    """Returns what the events of a program come to; the first epoch counts as warm-up."""
    result: Result = {
        "round": number,
        "row": row.name,
        "network": row.network,
        "batch": row.batch,
        "cores": row.cores or os.cpu_count(),
        "epochs": row.epochs,
    }
    for event in events:
        if event["event"] == "result":
            result |= {k: v for k, v in event.items() if k not in ("event", "at")}
        elif event["event"] == "versions":
            result["versions"] = event["text"]
        elif event["event"] == "point":
            result.setdefault("first_point_s", event["at"])
    epochs = [event for event in events if event["event"] == "epoch"]
    speeds = [epoch["examples"] / epoch["train_s"] for epoch in epochs]
    if warm := epochs[1:] or epochs:
        result["examples_per_s"] = statistics.median(speeds[1:] or speeds)
        result["cores_busy"] = sum(e["cpu_s"] for e in warm) / sum(e["train_s"] for e in warm)
    if len(epochs) >= 3:
        result["first_to_third"] = speeds[0] / speeds[2]
    if len(epochs) >= LONG:
        result["growth"] = epochs[-1]["rss_mib"] / epochs[9]["rss_mib"] - 1
    return result


def _events(process, start: float, row: Row, log, tell: Callable[[str], None]) -> list[dict]:
    events: list[dict] = []
    for line in process.stdout:
        if not line.startswith(MARK):
            log.write(line)
            continue
        events.append(json.loads(line[len(MARK) :]) | {"at": time.monotonic() - start})
        if events[-1]["event"] == "progress":
            tell(events[-1]["text"])
        elif events[-1]["event"] == "epoch":
            tell(f"epoch {sum(e['event'] == 'epoch' for e in events)} of {row.epochs}")
    return events


def _end(process: subprocess.Popen) -> None:
    """Asks the program to end as Ctrl-C does, and ends what is still there after a while."""
    family = _family(process.pid)  # a kernel has a session of its own
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_END)
    for left in family:  # psutil knows a number that now belongs to another process
        with contextlib.suppress(psutil.NoSuchProcess):
            left.kill()
    psutil.wait_procs(family, timeout=SECONDS_TO_END)
    process.kill()
    process.wait()


def _weigh(pid: int, peaks: list[float], done: threading.Event) -> None:
    """Notes from time to time how much memory a program and its children take, in MiB."""
    while not done.wait(SECONDS_BETWEEN_SAMPLES):
        peaks.append(sum(map(_mib, _family(pid))))


def _family(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:  # gone while we looked
        return []


def _mib(process: psutil.Process) -> float:
    """Returns a process's share of memory: pages that several have count in equal parts."""
    try:
        memory = process.memory_full_info()
    except psutil.Error:  # gone while we looked
        return 0.0
    return getattr(memory, "pss", memory.rss) / MIB  # only Linux knows the shares
