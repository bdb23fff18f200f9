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

import commands
import peers
import psutil
from results import Result
from rows import Row

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
    with log.open("w", encoding="utf-8") as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            commands.command(row),
            cwd=commands.folder(row),
            env=commands.environment(row),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        watch = _Watch(process.pid, row.tree)
        try:
            events = _events(process, start, row, errors, tell)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            watch.stop()
            if process.returncode is None:
                _end(process, watch.seen)
    wall = time.monotonic() - start
    if process.returncode or not any(event["event"] == "result" for event in events):
        end = "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
        raise RowFailed(f"{end}\n{row.name} ended with {process.returncode}; all of it is in {log}")
    peak = watch.peak_mib if row.tree else usage.ru_maxrss / 1024
    whole = (usage.ru_utime + usage.ru_stime) / wall
    return (
        summary(row, number, events)
        | {"wall_s": wall, "peak_mib": peak}
        | ({"cores_busy": whole} if row.tree else {})
    )


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
        known = {key: value for key, value in event.items() if key not in ("event", "at")}
        if event["event"] == "result":
            result |= known
        elif event["event"] == "versions":
            result["versions"] = event["text"]
        elif event["event"] == "point":
            result.setdefault("first_point_s", event["at"])
    return result | _epochs([event for event in events if event["event"] == "epoch"])


def _epochs(epochs: list[dict]) -> Result:
    warm = epochs[1:] or epochs
    if not warm:
        return {}
    speeds = [epoch["examples"] / epoch["train_s"] for epoch in epochs]
    figures: Result = {
        "examples_per_s": statistics.median(speeds[1:] or speeds),
        "cores_busy": sum(e["cpu_s"] for e in warm) / sum(e["train_s"] for e in warm),
    }
    if len(epochs) >= 3:
        figures["first_to_third"] = speeds[0] / speeds[2]
    if len(epochs) >= LONG:
        figures["growth"] = epochs[-1]["rss_mib"] / epochs[9]["rss_mib"] - 1
    return figures


def _events(process, start: float, row: Row, log, tell: Callable[[str], None]) -> list[dict]:
    events: list[dict] = []
    for line in process.stdout:
        if not line.startswith(MARK):
            log.write(line)
            continue
        event = json.loads(line[len(MARK) :])
        event["at"] = time.monotonic() - start
        events.append(event)
        if event["event"] == "progress":
            tell(event["text"])
        elif event["event"] == "epoch":
            count = sum(e["event"] == "epoch" for e in events)
            speed = event["examples"] / event["train_s"]
            tell(f"epoch {count} of {row.epochs}, {speed:,.0f} examples/s")
    return events


def _end(process: subprocess.Popen, seen: list[psutil.Process]) -> None:
    """Asks the program to end as Ctrl-C does, and ends what is still there after a while."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_END)
    for left in seen:  # psutil knows a number that now belongs to another process
        with contextlib.suppress(psutil.NoSuchProcess):
            left.kill()
    psutil.wait_procs(seen, timeout=SECONDS_TO_END)
    if process.returncode is None:
        process.wait()


class _Watch:
    """Looks from time to time which processes a program has, and how much memory they take."""

    def __init__(self, pid: int, weigh: bool):
        self.peak_mib = 0.0
        self.seen: list[psutil.Process] = []
        self._weigh = weigh
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, args=(pid,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the looking."""
        self._done.set()
        self._thread.join()

    def _look(self, pid: int) -> None:
        try:
            root = psutil.Process(pid)
        except psutil.NoSuchProcess:
            return
        while True:
            with contextlib.suppress(psutil.Error):
                family = [root, *root.children(recursive=True)]
                self.seen += [process for process in family if process not in self.seen]
                if self._weigh:
                    self.peak_mib = max(self.peak_mib, sum(map(_mib, family)))
            if self._done.wait(SECONDS_BETWEEN_SAMPLES):
                return


def _mib(process: psutil.Process) -> float:
    """Returns a process's share of memory: pages that several have count in equal parts."""
    try:
        return process.memory_full_info().pss / MIB
    except AttributeError:  # only Linux knows it
        return process.memory_info().rss / MIB
    except psutil.Error:  # gone while we looked
        return 0.0
