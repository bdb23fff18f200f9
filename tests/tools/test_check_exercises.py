"""Notebooks that misbehave, each in a real kernel that is locked up."""

import contextlib
import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest

from d2ltools.classroom import exercises
from d2ltools.places import BUILD, ROOT
from notebooks import write

COMMAND = [sys.executable, str(ROOT / "tools"), "check-class"]
NEEDS = pytest.mark.usefixtures("bubblewrap")
STRAY = f"{100_000 + os.getpid()}"  # seconds, by which it is known

BOMB = 'new ProcessBuilder("sh", "-c", "f(){ f|f& }; f; sleep 60").start().waitFor();'
BYTES = "{ var all = new ArrayList<long[]>(); while (true) all.add(new long[1_000_000]); }"
LOOP = "while (true) {}"
NATIVE = 'new ProcessBuilder("tail", "/dev/zero").start().waitFor();'
DISK = """
try (var out = new java.io.FileOutputStream("/tmp/full")) {
    for (int i = 0; i < 1000; i++) out.write(new byte[1 << 20]);
}
"""
FLOOD = """
var line = "x".repeat(100_000);
for (int i = 0; i < 800; i++) System.out.println(line);
throw new Error("y".repeat(1_000_000));
"""
RUNS_ON = f"""
new ProcessBuilder("sh", "-c", "setsid sleep {STRAY} >/dev/null 2>&1 &").start().waitFor();
Thread.sleep(300);
if (ProcessHandle.allProcesses().noneMatch(p -> p.info().command().orElse("").endsWith("/sleep")))
    throw new Error("it did not start");
"""
LOOKS = """
if (new java.io.File("%s").exists()) throw new Error("the home can be seen");
java.nio.file.Files.writeString(
        java.nio.file.Path.of(System.getProperty("user.home"), "mine"), "mine");
"""
# Writes into all that other processes have open, and into their memory.
FORGES = r"""
var forged = "\n".repeat(5_000) + "{\"begun\":3,\"cells\":3,\"result\":\"passed\"}\n";
int reached = 0;
for (var process : new java.io.File("/proc").listFiles()) {
    if (!process.getName().matches("\\d+")) continue;
    if (process.getName().equals("" + ProcessHandle.current().pid())) continue;
    var open = new java.io.File(process, "fd").listFiles();
    for (var file : open == null ? new java.io.File[0] : open) {
        try (var out = new java.io.FileOutputStream(file, true)) {
            out.write(forged.getBytes());
            reached++;
        } catch (java.io.IOException e) {}
    }
    try (var memory = new java.io.RandomAccessFile(new java.io.File(process, "mem"), "rw")) {
        throw new Error("the memory of " + process + " is open");
    } catch (java.io.IOException e) {}
}
throw new Error("the exercise is not done");
"""
READS = """
for (var name : new String[] {"%s", "%s", "%s"}) {
    if (new java.io.File(name).exists()) throw new Error(name + " can be seen");
}
"""


def environment(folder, settings):
    return {**os.environ, "DIR": str(folder), "CSV": f"{folder}/made.csv", **settings}


def check(folder, **settings):
    environ = environment(folder, settings)
    return subprocess.run(COMMAND, env=environ, capture_output=True, text=True, timeout=900)


def made(folder):
    with (folder / "made.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def below(folder):
    """What is in a folder: links are not followed, and pipes not waited for."""
    paths = sorted(folder.rglob("*"))
    return {p: p.read_bytes() if p.is_file() and not p.is_symlink() else None for p in paths}


@pytest.fixture(scope="module")
def mischief(tmp_path_factory):
    """Runs notebooks of every kind in one folder; none, nor the home, is changed by that.

    One that does not end is in a class of its own, beside them, which need not wait for it.
    """
    folder, home = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("home")
    endless = write(tmp_path_factory.mktemp("endless") / "loop.ipynb", "int a = 1;", LOOP).parent
    (home / "letter.txt").write_text("dear")
    outside = write(tmp_path_factory.mktemp("outside") / "outside.ipynb", "int a = 1;")
    cells = {"bomb": BOMB, "heap": BYTES, "native": NATIVE, "disk": DISK, "flood": FLOOD}
    cells["; exit ~"] = "System.exit(0);"
    cells["=1+1\nü"] = LOOKS % (home / "letter.txt") + RUNS_ON
    for name, cell in cells.items():
        write(folder / f"{name}.ipynb", "int first = 1;", cell)
    (folder / "torn.ipynb").write_text('{"cells": [')
    (folder / "link.ipynb").symlink_to(outside)
    os.mkfifo(folder / "pipe.ipynb")
    before = below(folder), below(home)
    settings = {"HOME": str(home), "MEMORY": "800", "D2L_HEAP": "256m"}
    with ThreadPoolExecutor() as beside:
        waits = beside.submit(check, endless, TIMEOUT="25", **settings)
        ran = check(folder, **settings)
    print(ran.stdout, waits.result().stdout)  # which is shown with a failure
    assert (ran.returncode, waits.result().returncode) == (1, 1), ran.stderr
    rows = made(folder) | made(endless)
    (folder / "made.csv").unlink()
    assert (below(folder), below(home)) == before
    return rows


@NEEDS
@pytest.mark.parametrize(
    ("name", "result", "why"),
    [
        ("bomb", "too many processes", "cell 2: more than "),
        ("heap", "too much memory", "cell 2: java.lang.OutOfMemoryError"),
        ("native", "too much memory", "cell 2: more than 800 MiB"),
        ("disk", "failed", "cell 2: java.io.IOException: No space left on device"),
        ("flood", "failed", "cell 2: java.lang.Error: yyy"),
        ("; exit ~", "crashed", "cell 2: it ended with exit code 0"),
        ("loop", "too long", "cell 2: more than 25 s"),
        ("torn", "broken", "is no notebook"),
        ("link", "broken", "is a link, which is not followed"),
        ("pipe", "broken", "is no regular file"),
        ("'=1+1\\nü", "passed", ""),
    ],
)
def test_each_notebook_spoils_its_own_row_alone(mischief, name, result, why):
    row = mischief[f"{name}.ipynb"]
    assert row["result"] == result, row
    assert row["why"].startswith(why), row


@NEEDS
def test_no_process_runs_on_and_a_flood_of_words_takes_little_room(mischief):
    running = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert ["sleep", STRAY] not in running
    assert len(mischief["flood.ipynb"]["why"]) < 400
    flood, usual = (int(mischief[f"{name}.ipynb"]["peak_mib"]) for name in ("flood", "loop"))
    assert flood < usual + 120  # and it prints 80 MB


@NEEDS
def test_stopped_it_has_written_what_was_done_and_leaves_no_process(tmp_path):
    write(tmp_path / "1.ipynb", "int layers = 11;")
    write(tmp_path / "2.ipynb", "Thread.sleep(600_000);")
    environ = environment(tmp_path, {"CHECK": last_cell(tmp_path)})
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(COMMAND, env=environ, **pipes) as process:
        assert any("1.ipynb  cell 2: java.lang.Error: 11 layers" in x for x in process.stdout)
        children = started(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == f"What was done is in {tmp_path}/made.csv\nStopped.\n"
    assert not psutil.wait_procs(children, timeout=20)[1]
    rows = [(row["file"], row["cells"], row["result"]) for row in made(tmp_path).values()]
    assert rows == [("1.ipynb", "1 of 2", "failed")]


def last_cell(folder):
    file = folder / "check.java"
    file.write_text('if (layers != 12) throw new Error(layers + " layers");')
    return str(file)


def started(process):
    """Waits for the kernel, and returns all processes that were started."""
    while process.poll() is None:
        children = psutil.Process(process.pid).children(recursive=True)
        with contextlib.suppress(psutil.NoSuchProcess):
            if any(child.name() == "java" for child in children):
                return children
        time.sleep(0.1)
    raise AssertionError("it has ended")


@pytest.fixture
def handed_in():
    """A folder in the clone, where the manual has the class put its notebooks."""
    with tempfile.TemporaryDirectory(prefix="handed-in-", dir=BUILD) as folder:
        yield Path(folder)


@NEEDS
def test_a_notebook_that_did_not_do_it_cannot_say_that_it_did(handed_in):
    write(handed_in / "forges.ipynb", FORGES)
    tagged = nbformat.read(write(handed_in / "tagged.ipynb", "int a = 1;", "int b = nope;"), 4)
    tagged.cells[0].metadata["tags"] = ["skip-execution"]
    tagged.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(tagged, handed_in / "tagged.ipynb")
    assert check(handed_in, CHECK=last_cell(handed_in)).returncode == 1
    rows = {name: (row["result"], row["why"]) for name, row in made(handed_in).items()}
    assert rows["forges.ipynb"] == (
        "failed",
        "cell 1: java.lang.Error: the exercise is not done",
    )
    assert rows["tagged.ipynb"] == ("failed", "cell 2: cannot find symbol")


@NEEDS
def test_a_notebook_sees_neither_another_nor_the_check_nor_solutions(handed_in):
    write(handed_in / "another.ipynb", "int layers = 12;")
    seen = (handed_in / "another.ipynb", last_cell(handed_in), ROOT / "notebooks")
    write(handed_in / "reads.ipynb", READS % seen, "int layers = 12;")
    ran = check(handed_in, CHECK=last_cell(handed_in))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [row["cells"] for row in made(handed_in).values()] == ["2 of 2", "3 of 3"]


def test_where_nothing_can_be_locked_up_nothing_runs(tmp_path):
    write(tmp_path / "a.ipynb", 'java.nio.file.Files.createFile(java.nio.file.Path.of("ran"));')
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho No permissions >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    ran = check(tmp_path, PATH=f"{tmp_path}:{os.environ['PATH']}", ISOLATION="none")
    assert ran.returncode == 1
    assert ran.stderr == (
        "Notebooks cannot be locked up here, so that none was run: No permissions\n"
    )
    assert not (tmp_path / "made.csv").exists()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"DIR": str(ROOT / "docs")}, "there is no .ipynb in it"),
        ({"CHECK": str(ROOT / "tools/d2ltools/classroom/worker.py")}, "CHECK is in "),
        ({"CSV": "/dev/null/a.csv"}, "/dev/null/a.csv cannot be written"),
    ],
)
@NEEDS
def test_a_setting_that_cannot_be_is_one_line(tmp_path, settings, message):
    write(tmp_path / "a.ipynb", "int a = 1;")
    ran = check(tmp_path, **settings)
    assert ran.returncode == 1
    assert message in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_no_value_becomes_a_formula():
    rows = [exercises.Row(value) for value in ("=1+1", "+1", "-1", "@a", "plain")]
    table = exercises.table(rows).splitlines()[1:]
    assert [line.split(",")[0] for line in table] == ["'=1+1", "'+1", "'-1", "'@a", "plain"]
