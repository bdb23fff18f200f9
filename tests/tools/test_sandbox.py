"""What a program can do that is locked up."""

import subprocess
import sys

import psutil
import pytest

from d2ltools.classroom import sandbox
from d2ltools.places import ROOT

NEEDS = pytest.mark.usefixtures("bubblewrap")


def locked_up(script, *also):
    command = sandbox.command(["sh", "-c", script], also)
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@NEEDS
def test_what_is_locked_up_writes_into_its_own_disk_alone():
    switch = "/proc/sys/vm/swappiness"
    places = ["/tmp/mine", "/mine", "/usr/mine", "/etc/mine", "/dev/shm/mine", f"{ROOT}/docs/mine"]
    script = "".join(f"touch '{place}' && echo wrote {place}\n" for place in places)
    script += f"value=$(cat {switch}); echo $value > {switch} && echo wrote {switch}\n"
    ran = locked_up(script, ROOT / "docs")
    assert ran.stdout == "wrote /tmp/mine\n"
    assert len(ran.stderr.splitlines()) == 6


@NEEDS
def test_what_is_locked_up_has_a_disk_that_is_soon_full():
    ran = locked_up("head -c 600M /dev/zero > /tmp/large; stat -c %s /tmp/large")
    assert "No space left" in ran.stderr
    assert int(ran.stdout) <= sandbox.DISK << 20


@NEEDS
def test_what_is_locked_up_sees_no_network_no_secret_and_of_folders_what_it_is_given(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "yours").mkdir()
    script = f"ls {tmp_path}; sed 1d /proc/net/route; cat /etc/passwd >/dev/null; cat /etc/shadow"
    ran = locked_up(script, tmp_path / "mine")
    assert ran.stdout == "mine\n"
    assert ran.stderr == "cat: /etc/shadow: No such file or directory\n"
    assert "No such file" in locked_up(f"ls {tmp_path}").stderr


@NEEDS
def test_what_is_locked_up_gets_no_rights_in_a_namespace_of_its_own():
    ran = locked_up("grep CapEff /proc/self/status; unshare --user --map-root-user id")
    assert ran.stdout.split() == ["CapEff:", "0" * 16]
    assert "unshare failed" in ran.stderr


@NEEDS
def test_what_is_locked_up_ends_with_whoever_started_it():
    starter = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    command = sandbox.command(["sleep", "4712"], [])
    with subprocess.Popen([sys.executable, "-c", starter, *command]) as process:
        while not sleeping():
            assert process.poll() is None
        process.kill()
    assert not psutil.wait_procs(sleeping(), timeout=20)[1]


def sleeping():
    return [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", "4712"]]


def test_without_bubblewrap_it_says_how_to_get_it(monkeypatch, tmp_path):
    java = sandbox.machine.java().resolve().parent.parent
    monkeypatch.setenv("JAVA_HOME", str(java))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt install bubblewrap" in sandbox.lacks()
