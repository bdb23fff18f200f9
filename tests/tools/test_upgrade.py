"""What a pull, or a move of the clone, makes set-up do again."""

import os
import shutil
import subprocess
import sys
import time
import venv

import pytest

from d2ltools.places import ROOT
from d2ltools.setup import moved

FILES = ["Makefile", "pom.xml", "requirements.txt", "d2l-java/pom.xml"]
FOLDERS = ["tools", "notebooks", "d2l-java/src/main"]
SOURCE = "d2l-java/src/main/java/ai/d2l/Timer.java"


@pytest.fixture(autouse=True)
def usual_choice(monkeypatch):
    """The stamps are those of no engine in particular."""
    for name in ("ENGINE", "GPU"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    venv.create(folder / ".venv", with_pip=False, symlinks=True)
    (folder / "build").mkdir()
    return folder


def stamp(clone):
    """Leaves the stamps of a set-up that is newer than all files."""
    for path in clone.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (0, 0))
    for number, name in enumerate([".venv/packages.stamp", "build/lib.stamp", "build/data.stamp"]):
        (clone / name).write_text(f"{clone}/.venv\n" if number == 0 else "")
        os.utime(clone / name, (1000 + number, 1000 + number))


def steps(clone):
    """Returns what `make set-up` would do."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "-C", clone, "-n", "set-up"]
    made = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)
    words = [line.split()[-1] for line in made.stdout.splitlines() if " tools set-up " in line]
    return [word for word in words if word != "plan"]


@pytest.mark.parametrize(
    ("pulled", "expected"),
    [
        (None, []),
        ("notebooks/README.md", []),
        ("tools/d2ltools/kernel/run.py", []),
        (SOURCE, ["libraries"]),
        ("pom.xml", ["libraries"]),
        ("requirements.txt", ["packages", "libraries"]),
    ],
)
def test_a_pull_makes_anew_what_depends_on_it_and_nothing_else(clone, pulled, expected):
    stamp(clone)
    if pulled:
        os.utime(clone / pulled)
    assert steps(clone) == expected


def test_a_source_that_a_pull_removes_is_noticed(clone):
    stamp(clone)
    kept = (clone / SOURCE).read_bytes()
    (clone / SOURCE).unlink()
    assert steps(clone) == ["libraries"]
    (clone / SOURCE).write_bytes(kept)


def test_the_other_engine_is_fetched_once(clone, monkeypatch):
    stamp(clone)
    monkeypatch.setenv("ENGINE", "PyTorch")
    assert steps(clone) == ["libraries"]
    (clone / "build" / "libPyTorch.stamp").touch()
    assert steps(clone) == []


@pytest.mark.parametrize("name", ["renamed", "with a space", "l" * 100])
def test_a_clone_that_was_renamed_is_mended_and_not_made_anew(clone, tmp_path, name):
    stamp(clone)
    script = clone / ".venv" / "bin" / "hello"
    script.write_text(f"#!{clone}/.venv/bin/python\nimport sys; print(sys.prefix)\n")
    script.chmod(0o755)
    there = clone.rename(tmp_path / name)
    try:
        preflight = ["sh", "tools/preflight.sh"]
        said = subprocess.run(preflight, cwd=there, capture_output=True, text=True, check=True)
        assert said.stdout.startswith(f"This clone was in {clone}: .venv is mended")
        assert subprocess.run(preflight, cwd=there, capture_output=True, text=True).stdout == ""
        hello = there / ".venv" / "bin" / "hello"
        found = subprocess.run([hello], capture_output=True, text=True, check=True)
        assert found.stdout.strip() == str(there / ".venv")
        assert str(clone) not in (there / ".venv" / "pyvenv.cfg").read_text()
        assert steps(there) == []
    finally:
        there.rename(clone)


def test_a_kernel_that_was_installed_before_the_move_is_named_with_the_mend(
    clone, tmp_path, monkeypatch
):
    stamp(clone)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    install = [sys.executable, "tools", "kernel", "install", "mine"]
    subprocess.run(install, cwd=clone, check=True)
    there = clone.rename(tmp_path / "there")
    try:
        preflight = ["sh", "tools/preflight.sh"]
        said = subprocess.run(preflight, cwd=there, capture_output=True, text=True).stdout
        spec = tmp_path / "data" / "kernels" / "mine" / "kernel.json"
        mend = f"{spec.parent} still starts from there: `make kernel KERNEL=mine`"
        assert said.splitlines()[1:] == [f"The kernel in {mend}"]
        subprocess.run(install, cwd=there, check=True)  # which is what that does
        assert str(there) in spec.read_text() and str(clone) not in spec.read_text()
    finally:
        there.rename(clone)


def test_a_place_that_is_not_known_is_noted_and_nothing_is_changed(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (tmp_path / "packages.stamp").touch()
    moved.mend(tmp_path, "")
    assert (tmp_path / "packages.stamp").read_text() == f"{tmp_path}\n"
    assert (tmp_path / "pyvenv.cfg").read_text() == "home = /usr/bin\n"


WAITS = f"""
import sys, time; sys.path.insert(0, {str(ROOT / "tools")!r})
from pathlib import Path
from d2ltools.setup import growth, lock; from d2ltools.terminal import Terminal
with lock.hold(Path(sys.argv[1]), "set-up", Terminal()) as waited:
    print("waited" if waited else "first", flush=True)
    if sys.argv[2:]:
        growth.run(sys.argv[2:], "sleeping", [], "nothing", Terminal())
    sys.stdin.readline()
"""


def test_two_set_ups_at_once_go_one_after_the_other_also_when_one_is_killed(tmp_path):
    command = [sys.executable, "-c", WAITS, str(tmp_path / "lock")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as first:
        assert first.stdout.readline() == "first\n"
        with subprocess.Popen(command, **pipes) as second:
            assert second.stdout.readline() == f"Waiting for another set-up in {tmp_path}\n"
            time.sleep(0.5)
            assert second.poll() is None
            first.kill()
            assert second.stdout.readline() == "waited\n"
            second.communicate("\n")


def test_what_a_killed_set_up_has_begun_comes_to_its_end_before_the_next(tmp_path):
    command = [sys.executable, "-c", WAITS, str(tmp_path / "lock")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    pip = ["sh", "-c", f"touch {tmp_path}/begun; sleep 3; touch {tmp_path}/ended"]
    with subprocess.Popen([*command, *pip], **pipes) as first:
        assert first.stdout.readline() == "first\n"
        while not (tmp_path / "begun").exists():
            time.sleep(0.05)
        first.kill()
    with subprocess.Popen(command, **pipes) as second:
        assert second.stdout.readline().startswith("Waiting for another set-up")
        assert second.stdout.readline() == "waited\n"
        assert (tmp_path / "ended").exists()
        second.communicate("\n")
