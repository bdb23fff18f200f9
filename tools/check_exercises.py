"""Runs a class's notebooks, each in a place of its own, and says what became of them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import data_place
import files
import java_home
import kernelspec
import sandbox
import stopping
from places import BUILD, ROOT, relative
from terminal import Terminal

MOST_PROCESSES = 100  # beside which a kernel has two or three
LARGEST = 50_000_000
SECONDS_BETWEEN_LOOKS = 0.1


class BadSetting(Exception):
    """A setting that cannot be; the message names it and what it takes."""


@dataclass
class Row:
    """What became of one notebook."""

    file: str
    cells: str = ""
    result: str = "crashed"
    why: str = ""
    seconds: float = 0
    peak_mib: int = 0


def main() -> int:
    """Returns 0 if all passed, 1 if not, and writes the table whatever happens."""
    terminal, rows, code = Terminal(), [], 0
    stopping.listen()
    try:
        found, limits = notebooks(os.environ.get("DIR", "")), settings()
        isolated = isolation(terminal)
        kernelspec.prepare()
        data = data_place.find()
        for number, path in enumerate(found, start=1):
            name = shown(os.path.relpath(path, os.environ["DIR"]))
            terminal.status(f"{number} of {len(found)}: {name}")
            rows.append(run(path, name, limits, isolated, data))
            terminal.say(line(rows[-1]))
    except (BadSetting, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped; what was done is in the table.", file=sys.stderr)
        code = e.exit_code
    target = Path(os.environ.get("CSV") or BUILD / "exercises.csv").absolute()
    try:
        files.write(target, table(rows))
    except OSError as e:
        print(e, file=sys.stderr)
        return 1
    passed = sum(row.result == "passed" for row in rows)
    terminal.say(f"{passed} of {len(rows)} passed. Wrote {relative(target)}")
    return code or (0 if passed == len(rows) else 1)


def notebooks(folder: str) -> list[Path]:
    """Returns the notebooks in the folder and below it."""
    if not folder or not Path(folder).is_dir():
        raise BadSetting(f"DIR is {folder!r}, which is no folder: make check-exercises DIR=folder")
    found = [p for p in Path(folder).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    if not found:
        raise BadSetting(f"DIR is {folder!r}, and there is no .ipynb in it")
    return sorted(found)


def settings() -> dict:
    """Returns the limits, and the check that is appended to each notebook."""
    limits = {}
    for name, usual in {"TIMEOUT": "300", "MEMORY": "2000"}.items():
        value = os.environ.get(name) or usual
        if not re.fullmatch(r"[1-9]\d{0,6}", value):
            unit = {"TIMEOUT": "seconds", "MEMORY": "MiB"}[name]
            raise BadSetting(f"{name} is {value!r}: it takes a number of {unit}, such as {usual}")
        limits[name] = int(value)
    check = os.environ.get("CHECK")
    return limits | {"CHECK": Path(check).read_text(encoding="utf-8") if check else ""}


def isolation(terminal: Terminal) -> bool:
    """Tells whether notebooks are locked up; raises BadSetting if they cannot, and nobody agreed."""
    if os.environ.get("ISOLATION") == "none":
        terminal.say("ISOLATION=none: these notebooks may do whatever you may do")
        return False
    why = sandbox.lacks()
    if why:
        raise BadSetting(
            f"Notebooks cannot be locked up here ({why}). ISOLATION=none runs them with all your"
            " rights: only those that you have read."
        )
    return True


def run(path: Path, name: str, limits: dict, isolated: bool, data: Path | None) -> Row:
    """Runs one notebook; whatever it does becomes its row."""
    row, start = Row(name), time.monotonic()
    try:
        asked = json.dumps({"notebook": _content(path), "check": limits["CHECK"]})
    except (OSError, ValueError) as e:
        row.result, row.why = "broken", shown(str(getattr(e, "strerror", None) or e))
        return row
    with (
        sandbox.few_processes() as limited,
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile("w+") as told,
    ):
        home = "/tmp/home" if isolated else folder
        cache = Path.home() / ".djl.ai"
        environ = {k: os.environ[k] for k in ("PATH", "JAVA_HOME", "D2L_HEAP") if k in os.environ}
        environ |= {"HOME": home, "LC_ALL": "C.UTF-8", "JUPYTER_PREFER_ENV_PATH": "1"}
        environ |= {"JAVA_TOOL_OPTIONS": f"-Duser.home={home}"} if isolated else {}
        environ["D2L_DATA"] = os.environ.get("D2L_DATA") or str(data or "sample")
        also = [data, cache] if data else [cache]
        if cache.is_dir():
            environ["DJL_CACHE_DIR"] = environ["ENGINE_CACHE_DIR"] = str(cache)
        program = [sys.executable, str(ROOT / "tools" / "pupil.py")]
        process = subprocess.Popen(
            [*limited, *(sandbox.command(program, also) if isolated else program)],
            stdin=subprocess.PIPE,
            stdout=told,
            stderr=subprocess.DEVNULL,
            env=environ,
            cwd="/" if isolated else folder,
            start_new_session=True,
        )
        try:
            _give(process, asked)
            _watch(process, row, limits, start)
        finally:
            _end(process, isolated)
        _fill(row, told)
    row.seconds = round(time.monotonic() - start, 1)
    return row


def _content(path: Path) -> str:
    """A link or a pipe of that name is not followed, and not waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise ValueError(f"is no regular file of at most {LARGEST // 1_000_000} MB")
        return file.read().decode("utf-8")


def _give(process: subprocess.Popen, asked: str) -> None:
    try:
        process.stdin.write(asked.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has ended already, which the row will say


def _watch(process: subprocess.Popen, row: Row, limits: dict, start: float) -> None:
    while process.poll() is None:
        tree = _tree(process.pid)
        mebibytes = sum(rss for rss, _ in tree) >> 10
        row.peak_mib = max(row.peak_mib, mebibytes)
        if time.monotonic() - start > limits["TIMEOUT"]:
            row.result, row.why = "too long", f"more than {limits['TIMEOUT']} s"
        elif mebibytes > limits["MEMORY"]:
            row.result, row.why = "too much memory", f"more than {limits['MEMORY']} MiB"
        elif len(tree) > MOST_PROCESSES:
            row.result, row.why = "too many processes", f"more than {MOST_PROCESSES}"
        else:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            continue
        return


def _tree(root: int) -> list[tuple[int, int]]:
    """Returns KiB in memory and number of all processes that a process has started."""
    said = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=False
    ).stdout
    below: dict[int, list[tuple[int, int]]] = {}
    for entry in said.splitlines():
        pid, parent, rss = map(int, entry.split())
        below.setdefault(parent, []).append((rss, pid))
    found, todo = [], [root]
    while todo:
        children = below.get(todo.pop(), [])
        found += children
        todo += [pid for _, pid in children]
    return found


def _end(process: subprocess.Popen, isolated: bool) -> None:
    """Ends all processes: in a place of their own they end with its first one."""
    others = [] if isolated else [pid for _, pid in _tree(process.pid)]
    for pid in [process.pid, *others]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def _fill(row: Row, told) -> None:
    told.seek(0)
    begun, cells, result = 0, 0, None
    for entry in told.read(1_000_000).splitlines():
        try:
            words = json.loads(entry)
            begun, cells = words.get("begun", begun), words.get("cells", cells)
            result = words if "result" in words else result
        except (ValueError, AttributeError):
            continue
    if result and row.result == "crashed":
        row.result, row.why = str(result["result"]), shown(str(result.get("why", "")))
    if row.result not in ("passed", "broken") and begun:
        row.why = f"cell {begun}: {row.why}"
    done = begun if row.result == "passed" else max(0, begun - 1)
    row.cells = f"{done} of {cells}"


def shown(text: str) -> str:
    """Returns a text in one line, without what a terminal takes for a command."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def line(row: Row) -> str:
    """Returns a row as it is shown."""
    return (
        f"{row.result:15} {row.cells:>9} cells {row.seconds:6.1f} s {row.peak_mib:5} MiB"
        f"  {row.file}  {row.why}"
    ).rstrip()


def table(rows: list[Row]) -> str:
    """Returns the rows as CSV that spreadsheets read with umlauts, and never as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Row)])
    writer.writerows([_harmless(value) for value in astuple(row)] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t\r]", value) else value


if __name__ == "__main__":
    sys.exit(main())
