import time

import psutil
import pytest

from bench import commands, measuring, rows
from d2ltools import problem

ROW = rows.ROWS[0]


@pytest.fixture
def program(monkeypatch, tmp_path):
    """Lets the row be a small script of the shell's."""

    def prepare(script):
        monkeypatch.setattr(commands, "command", lambda row: ["sh", "-c", script])
        for name in ("HOME", "FOLDER"):
            monkeypatch.setattr(measuring.peers, name, tmp_path)

    return prepare


def epoch(seconds, cpu, rss=100.0):
    return {"event": "epoch", "train_s": seconds, "cpu_s": cpu, "examples": 600, "rss_mib": rss}


def test_the_first_epoch_is_warm_up_and_growth_begins_with_the_tenth():
    summed = measuring.summary(ROW, 2, [epoch(6, 6), epoch(2, 3), epoch(3, 7)])
    assert (summed["round"], summed["examples_per_s"], summed["cores_busy"]) == (2, 250, 2.0)
    assert summed["first_to_third"] == 0.5
    assert "growth" not in summed
    events = [epoch(1, 1, rss) for rss in [50.0] * 9 + [100.0] * 10 + [105.0]]
    assert measuring.summary(ROW, 1, events)["growth"] == pytest.approx(0.05)


def test_a_program_is_measured_by_what_it_says_and_quoted_if_it_fails(program):
    program(
        """echo 'nothing of note'
        echo 'bench {"event": "point"}'
        echo 'bench {"event": "progress", "text": "half"}'
        echo 'bench {"event": "result", "loss": 0.5}'"""
    )
    said = []
    result = measuring.measure(ROW, 1, said.append)
    assert (result["loss"], said) == (0.5, ["half"])
    assert 0 < result["first_point_s"] <= result["wall_s"]
    assert result["peak_mib"] > 0
    program("echo 'no such thing' >&2; exit 3")
    with pytest.raises(measuring.RowFailed, match="(?s)no such thing.*ours-mxnet ended with 3"):
        measuring.measure(ROW, 1, print)


def runs(pid):
    """Tells whether a process is there, and not only its number for a parent that does not ask."""
    return pid in psutil.pids() and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_stop_leaves_no_process_not_even_one_with_a_session_of_its_own(program, monkeypatch):
    program(
        "setsid sleep 600 & "
        """printf 'bench {"event": "progress", "text": "%s"}\\n' $!; """
        "trap '' INT; sleep 600"
    )
    pids = []
    others = set(psutil.Process().children(recursive=True))  # those of tests beside this one

    def stop(text):
        pids.append(int(text))
        time.sleep(2 * measuring.SECONDS_BETWEEN_SAMPLES)
        raise problem.Stopped(2)

    monkeypatch.setattr(measuring, "SECONDS_TO_END", 0.5)
    with pytest.raises(problem.Stopped):
        measuring.measure(ROW, 1, stop)
    assert not runs(pids[0])
    assert set(psutil.Process().children(recursive=True)) <= others
