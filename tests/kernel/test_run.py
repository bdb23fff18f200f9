"""Runs notebooks as `make run` does, in processes of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import limits
import nbformat
import psutil
import pytest
import python_kernel

from d2ltools.kernel import execution
from d2ltools.places import BUILD, OUT, ROOT
from notebooks import write

RUN = [sys.executable, str(ROOT / "tools"), "run"]
RUN_PYTHON = python_kernel.command("run")
# in Python and in Java
BEGUN = ['print("begun")', 'System.out.println("begun");']
WAITS = ["import time; time.sleep(600)", "Thread.sleep(600_000);"]
PAGE = OUT / "good.html"
LIVE = """
import ai.d2l.Animator;
var animator = Animator.builder().setLegend("loss").optXLabel("epoch").optXLim(0, 2).build();
for (int i = 1; i <= 10; i++) { animator.add(i / 5.0, 1.0 / i); Thread.sleep(100); }
"""


def run(*words, command=RUN):
    return subprocess.run([*command, *map(str, words)], capture_output=True, text=True, timeout=300)


def test_shows_what_comes_and_writes_notebook_and_page(tmp_path):
    (tmp_path / "äö with space").mkdir()
    path = write(
        tmp_path / "äö with space" / "good.ipynb",
        'System.out.println("n is " + n);',
        LIVE,
        'tech.tablesaw.api.Table.create(tech.tablesaw.api.IntColumn.create("a", 1, 2))',
        parameters="int n = 1;",
    )
    result = run(path, "n=7")
    assert result.returncode == 0, result.stderr
    assert "n is 7" in result.stdout
    assert "epoch 2: loss 0.100" in result.stdout
    assert result.stdout.rstrip().endswith(f"Wrote {OUT}/good.ipynb and {OUT}/good.html")
    notebook = nbformat.read(OUT / "good.ipynb", 4)
    assert [c.execution_count for c in notebook.cells] == [1, 2, 3, 4]
    (curve,) = notebook.cells[2].outputs  # one picture in its last state
    assert curve.data["text/plain"] == "epoch 2: loss 0.100"
    assert f'src="data:image/png;base64,{curve.data["image/png"][:99]}' in PAGE.read_text()


def test_a_failing_cell_names_itself_and_the_cause(tmp_path):
    path = write(tmp_path / "bad.ipynb", "a = 1", 'raise RuntimeError("no luck")')
    result = run(path, command=RUN_PYTHON)
    assert result.returncode == 1
    assert "no luck" in result.stderr
    assert "code cell 2 of 2:\n    raise" in result.stderr
    assert "\x1b" not in result.stderr
    assert not (OUT / "bad.ipynb").exists()
    assert nbformat.read(OUT / "bad.failed.ipynb", 4).cells[0].execution_count == 1


def test_a_cell_that_does_not_compile_is_named_and_umlauts_come_through_any_locale(tmp_path):
    path = write(tmp_path / "w.ipynb", 'System.out.println("Größe → 3");', "int a = twice(3);")
    environ = {**os.environ, "LC_ALL": "C"}
    result = subprocess.run([*RUN, path], env=environ, capture_output=True, encoding="utf-8")
    assert result.returncode == 1
    assert "Größe → 3" in result.stdout
    assert re.search(r"^cannot find symbol\n  symbol: +method twice", result.stderr, re.MULTILINE)
    assert "code cell 2 of 2" in result.stderr


def test_a_kernel_that_cannot_start_says_why(tmp_path):
    path = write(tmp_path / "early.ipynb", "int a = 1;")
    environ = {**os.environ, "JDK_JAVA_OPTIONS": "--no-such-option"}
    result = subprocess.run([*RUN, path], env=environ, capture_output=True, text=True)
    assert result.returncode == 1
    assert "The kernel did not start" in result.stderr
    assert "no-such-option" in result.stderr


CRASH = (
    "long pid = ProcessHandle.current().pid(); System.out.println(pid);\n"
    'new ProcessBuilder("kill", "-SEGV", "" + pid).start().waitFor(); Thread.sleep(60_000);'
)


@pytest.mark.parametrize(
    ("command", "last_words", "reason"),
    [
        (RUN_PYTHON, "import os; os._exit(3)", "it ended with exit code 3"),
        (
            RUN_PYTHON,
            "import os; os.kill(os.getpid(), 9)",
            r"it was killed, as .* memory is short\. This machine has [\d.]+ GiB",
        ),
        (RUN, CRASH, r"it crashed \(SIGABRT\); see build/hs_err_\*\.log"),
    ],
)
def test_a_kernel_that_dies_is_noticed_with_the_reason(tmp_path, command, last_words, reason):
    result = run(write(tmp_path / "dead.ipynb", "1", last_words), command=command)
    assert result.returncode == 1
    assert re.search("The kernel died: " + reason, result.stderr), result.stderr
    assert "in code cell 2 of 2" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dead.ipynb"]
    if command == RUN:
        (BUILD / f"hs_err_{result.stdout.split()[-1]}.log").unlink()


def test_a_container_that_is_too_small_is_named_as_the_reason(tmp_path):
    path = write(tmp_path / "large.ipynb", "a = 1", "b = b'x' * 10**9")
    with limits.memory(600) as within:
        result = run(path, command=[*within, *RUN_PYTHON])
    assert result.returncode == 1
    assert "it was killed, as the system does when memory is short" in result.stderr
    assert "This container may use 0.6 GiB" in result.stderr


def test_a_heap_that_is_too_small_is_named_with_what_helps(tmp_path):
    path = write(tmp_path / "large.ipynb", "var bytes = new byte[200_000_000];")
    environ = {**os.environ, "D2L_HEAP": "128m"}
    result = subprocess.run([*RUN, path], capture_output=True, text=True, env=environ)
    assert result.returncode == 1
    assert "OutOfMemoryError" in result.stderr.splitlines()[0]
    assert "The kernel had 128m for it: D2L_HEAP=2g make run gives more" in result.stderr


def test_a_kernel_that_lacked_memory_says_so_and_not_how_to_report_a_bug():
    lacked = "# There is insufficient memory for the Java Runtime Environment to continue."
    lines = ["[1.0s][info] begun", "#", lacked, *["# to submit a bug report"] * 20]
    assert execution.end_of(lines) == lacked[2:]
    assert execution.end_of(["a"] * 20) == "\n".join(["a"] * 15)


def test_a_stop_while_it_reads_its_own_modules_says_nothing(tmp_path):
    slow = "import time; print('reading', flush=True); time.sleep(600)"
    tools = tmp_path / "tools"
    shutil.copytree(ROOT / "tools", tools, ignore=shutil.ignore_patterns("java", "__pycache__"))
    (tools / "nbformat.py").write_text(slow)  # of a package; the other is ours
    (tools / "d2ltools" / "chapters" / "find.py").write_text(slow)
    command = [sys.executable, str(tools), "run"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "reading\n"
        process.send_signal(signal.SIGINT)
        assert (process.wait(60), process.stderr.read()) == (-signal.SIGINT, "")


@pytest.mark.parametrize(
    ("command", "number", "seconds"),
    [
        (RUN, signal.SIGINT, 1),
        (RUN, signal.SIGINT, None),
        (RUN_PYTHON, signal.SIGINT, 0),
        (RUN_PYTHON, signal.SIGTERM, 0.4),
        (RUN_PYTHON, signal.SIGHUP, None),
    ],
)
def test_a_stop_leaves_no_process_behind(tmp_path, command, number, seconds):
    """After so many seconds, while the kernel starts, or in the first cell."""
    path = write(tmp_path / "long.ipynb", BEGUN[command is RUN], WAITS[command is RUN])
    with subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) as process:
        first = "begun" if seconds is None else "Running"
        assert any(line.startswith(first) for line in process.stdout)
        time.sleep(seconds or 0.2)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        assert process.wait(60) == 128 + number
    assert children or seconds is not None
    assert not psutil.wait_procs(children, timeout=20)[1]
    assert not (OUT / "long.ipynb").exists()
