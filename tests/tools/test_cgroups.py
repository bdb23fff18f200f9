"""Limits of Linux's control groups, where they can be made."""

import subprocess
from pathlib import Path

import psutil
import pytest

from d2ltools.classroom import cgroups

CHILDREN = "i=0; while [ $i -lt 30 ]; do sleep 4711 >/dev/null 2>&1 & i=$((i+1)); done"


@pytest.fixture
def limits():
    with cgroups.limited(mebibytes=50, processes=20) as made:
        if not made.begin:
            pytest.skip("no control group can be made here")
        yield made


def run(limits, *command):
    return subprocess.run([*limits.begin, *command], capture_output=True, text=True, timeout=60)


def test_what_keeps_within_its_limits_reaches_none(limits):
    assert run(limits, "echo", "a  b").stdout == "a  b\n"
    assert limits.reached() == set()


def test_what_takes_more_memory_is_killed_and_the_limit_tells(limits):
    assert run(limits, "tail", "/dev/zero").returncode == -9
    assert "memory" in limits.reached()


def test_no_more_processes_than_allowed_begin_and_none_is_left():
    with cgroups.limited(processes=20) as made:
        if not made.begin:
            pytest.skip("no control group can be made here")
        ran = run(made, "sh", "-c", CHILDREN)
        running = psutil.process_iter(["cmdline"])
        sleeping = [process for process in running if process.info["cmdline"] == ["sleep", "4711"]]
        assert "fork" in ran.stderr
        assert made.reached() == {"pids"}
        assert 10 < len(sleeping) <= 20
    assert not psutil.wait_procs(sleeping, timeout=20)[1]


def test_empty_groups_of_whoever_was_killed_go_with_the_next_ones(limits):
    place = Path(limits.begin[2].split()[3]).parent.parent
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = place / f"d2l-java-{gone.pid}-0"
    left.mkdir()
    with cgroups.limited(mebibytes=50, processes=20):
        assert not left.exists()


def test_where_no_group_can_be_made_nothing_is_put_before_the_command(monkeypatch, tmp_path):
    for place in (tmp_path / "none", Path("/proc")):
        monkeypatch.setattr(cgroups, "CGROUPS", place)
        with cgroups.limited(mebibytes=50, processes=20) as made:
            assert (made.begin, made.reached()) == ([], set())
