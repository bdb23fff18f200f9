import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import limits
import psutil
import pytest

from d2ltools.places import LIB, ROOT
from d2ltools.setup import growth, java_home, set_up
from d2ltools.terminal import Terminal

SYSTEMS_COPY = Path("/usr/share/datasets/fashion-mnist")


def jar(path, name="a/A.class", content="1"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(name, content)
    return path


def test_lays_jars_and_removes_those_that_are_no_longer_wanted(tmp_path):
    lib = tmp_path / "lib"
    jar(lib / "old.jar")
    set_up.lay_jars([jar(tmp_path / "new.jar")], lib)
    assert [path.name for path in lib.iterdir()] == ["new.jar"]


def test_a_running_kernel_keeps_the_jar_that_it_has_open(tmp_path):
    lib = tmp_path / "lib"
    set_up.lay_jars([jar(tmp_path / "a.jar", content="old")], lib)
    with zipfile.ZipFile(lib / "a.jar") as opened:
        set_up.lay_jars([jar(tmp_path / "a.jar", content="new")], lib)
        assert opened.read("a/A.class") == b"old"
    assert zipfile.ZipFile(lib / "a.jar").read("a/A.class") == b"new"


def test_a_jar_that_has_not_changed_is_left_alone(tmp_path):
    lib = tmp_path / "lib"
    source = jar(tmp_path / "a.jar")
    set_up.lay_jars([source], lib)
    before = (lib / "a.jar").stat().st_ino
    set_up.lay_jars([source], lib)
    assert (lib / "a.jar").stat().st_ino == before


def test_finds_a_class_in_our_jar_alone(tmp_path):
    jar(tmp_path / "d2l-java-1.jar", "ai/d2l/A.class")
    jar(tmp_path / "other-1.jar", "ai/d2l/B.class")
    assert set_up.has_class(tmp_path, "ai.d2l.A")
    assert not set_up.has_class(tmp_path, "ai.d2l.B")


def test_a_step_that_another_process_has_done_meanwhile_is_not_done_again(tmp_path, monkeypatch):
    monkeypatch.setattr(set_up, "PACKAGES_STAMP", tmp_path / "stamp")
    began = time.time() - 1
    assert not set_up.done_since(began, "packages")
    (tmp_path / "stamp").touch()
    assert set_up.done_since(began, "packages")
    assert not set_up.done_since(began + 100, "packages")


@pytest.mark.skipif(SYSTEMS_COPY.exists(), reason="the system has the data")
def test_a_disk_too_full_for_the_data_is_named_with_what_it_takes(tmp_path):
    java = ["env", "PATH=/nowhere", str(java_home.find()[0])]  # no apt-get
    command = [*java, "-cp", str(LIB / "*"), set_up.FETCH_DATA]
    command = limits.mounted(f"mount -t tmpfs -o size=1m none '{tmp_path}'", command)
    environ = {name: value for name, value in os.environ.items() if name != "D2L_DATA"}
    environ |= {"D2L_CACHE": str(tmp_path), "D2L_DATA_URL": "http://127.0.0.1:1/"}
    said = subprocess.run(command, capture_output=True, text=True, env=environ).stdout
    where = f"cannot write in {tmp_path}/fashion-mnist"
    assert f"{where} (1.0 MB are free); 30.9 MB are needed" in said
    assert "NOTICE: this is only a small SAMPLE" in said
    assert said.rstrip().endswith("from sample")


LOCKS = [
    ("requirements.txt", 50),
    ("requirements-test.txt", 3),
    ("requirements-audit.txt", 10),
    ("requirements-binder.txt", 10),
]


@pytest.mark.parametrize(("lock", "fewest"), LOCKS)
def test_every_pin_has_a_hash(lock, fewest):
    lines = (ROOT / lock).read_text().splitlines()
    pins = [i for i, line in enumerate(lines) if "==" in line and not line.startswith("#")]
    assert len(pins) > fewest
    assert all(lines[i].endswith("\\") and "--hash=sha256:" in lines[i + 1] for i in pins)


def test_a_command_that_fails_shows_the_end_of_what_it_printed(tmp_path):
    command = ["sh", "-c", "seq 100; exit 3"]
    with (tmp_path / "out").open("w") as out, pytest.raises(growth.CommandFailed) as failure:
        growth.run(command, "counting", [], "nothing", Terminal(out))
    lines = str(failure.value).splitlines()
    assert lines[-2:] == ["100", "counting failed: sh ended with 3"]
    assert len(lines) == growth.LAST_LINES + 1


def test_a_command_that_reaches_nobody_asks_for_the_network(tmp_path):
    pip = [sys.executable, "-m", "pip", "--retries=1", "download", "--index-url=http://127.0.0.1:1"]
    with (tmp_path / "out").open("w") as out, pytest.raises(growth.CommandFailed) as failure:
        growth.run([*pip, "anything"], "Packages", [], "nothing", Terminal(out))
    last = str(failure.value).splitlines()[-1]
    assert last.startswith("Packages could not be fetched. Is there a network")
    assert last.endswith("What was fetched is kept; the same command goes on from there.")


def test_shows_how_much_a_command_has_fetched(tmp_path):
    command = ["sh", "-c", f"head -c 3000000 /dev/zero > '{tmp_path}/file'; sleep 1"]
    with (tmp_path / "out").open("w+") as out:
        growth.run(command, "fetching", [tmp_path], "3 MB", Terminal(out, pause=0))
        out.seek(0)
        assert "fetching: 3 of 3 MB" in out.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_all_that_the_command_has_started(tmp_path, number):
    code = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r})
from pathlib import Path
from d2ltools import stopping; from d2ltools.setup import growth; from d2ltools.terminal import Terminal
stopping.listen()
growth.run(["sh", "-c", "sleep 600 & sleep 600"], "waiting", [], "nothing", Terminal(pause=0))
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert b"waiting" in process.stdout.readline()
        children = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, number)
        process.wait(20)
    assert len(children) >= 2
    assert not psutil.wait_procs(children, timeout=20)[1]


def test_what_tests_and_learners_share_has_one_version():
    def pins(lock):
        lines = (ROOT / lock).read_text().splitlines()
        return {line.split("==")[0]: line.split()[0] for line in lines if "==" in line}

    learners, tests = pins("requirements.txt"), pins("requirements-test.txt")
    shared = learners.keys() & tests.keys()
    assert "packaging" in shared
    assert "playwright" not in learners
    assert {learners[name] for name in shared} == {tests[name] for name in shared}
