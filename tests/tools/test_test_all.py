"""The suites of `make test`: one that fails keeps no other from its turn."""

import signal
import subprocess
import sys
import time
from argparse import Namespace

from d2ltools import test_all
from d2ltools.places import ROOT


def test_a_suite_that_fails_keeps_no_other_from_its_turn(monkeypatch, capfd):
    beside = {"Two": ["sh", "-c", "sleep 0.5; false"], "Four": ["echo", "four was run"]}
    monkeypatch.setattr(test_all, "SUITES", {"One": ["false"], "Three": ["echo", "three was run"]})
    monkeypatch.setattr(test_all, "BESIDE", beside)
    assert test_all.main(Namespace(others=[])) == 1
    said = capfd.readouterr()
    assert said.out.endswith("four was run\n")  # what is beside does not mix with the rest
    assert "three was run\n" in said.out
    assert said.err == "Failed: One, Two\n"


STOPPED = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r})
from argparse import Namespace
from d2ltools import problem, test_all
problem.listen()
beside = ["sh", "-c", "trap 'rm $0; exit' INT; touch $0; while :; do sleep 0.1; done", sys.argv[1]]
test_all.SUITES, test_all.BESIDE = {{"One": ["sleep", "600"]}}, {{"Two": beside}}
try:
    test_all.main(Namespace(others=[]))
except problem.Stopped as e:
    sys.exit(e.exit_code)
"""


def test_a_stop_ends_all_that_run_and_waits_for_them(tmp_path):
    runs = tmp_path / "runs"
    command = [sys.executable, "-c", STOPPED, str(runs)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not runs.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert not runs.exists()
