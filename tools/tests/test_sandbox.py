"""What a program can do that is locked up."""

import subprocess
import sys

import psutil
import pytest
import sandbox
from places import ROOT

NEEDS = pytest.mark.skipif(bool(sandbox.lacks()), reason="nothing can be locked up here")


@NEEDS
def test_what_is_locked_up_writes_into_its_own_disk_alone(tmp_path):
    switch = "/proc/sys/vm/swappiness"
    places = ["/tmp/mine", "/mine", "/usr/mine", f"{ROOT}/mine"]
    script = "".join(f"touch '{place}' && echo wrote {place}\n" for place in places)
    script += f"value=$(cat {switch}); echo $value > {switch} && echo wrote {switch}\n"
    command = sandbox.command(["sh", "-c", script], [], tmp_path)
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.stdout == "wrote /tmp/mine\n"
    assert len(ran.stderr.splitlines()) == 4
    assert not list(tmp_path.iterdir())


@NEEDS
def test_what_is_locked_up_sees_no_home_and_no_network(tmp_path):
    (tmp_path / "place").mkdir()
    script = f"ls {tmp_path}; cat /proc/net/route | wc -l"
    command = sandbox.command(["sh", "-c", script], [], tmp_path / "place")
    ran = subprocess.run(command, capture_output=True, text=True)
    assert "No such file" in ran.stderr
    assert int(ran.stdout) <= 1


@NEEDS
def test_what_is_locked_up_ends_with_whoever_started_it(tmp_path):
    (tmp_path / "place").mkdir()
    command = sandbox.command(["sleep", "4712"], [], tmp_path / "place")
    starter = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    with subprocess.Popen([sys.executable, "-c", starter, *command]) as process:
        while not sleeping():
            assert process.poll() is None
        process.kill()
    assert not psutil.wait_procs(sleeping(), timeout=20)[1]


def sleeping():
    return [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", "4712"]]
