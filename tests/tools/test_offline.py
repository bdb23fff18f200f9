"""Archives for machines without a network, in small clones of their own."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from d2ltools.classroom import bundle, offline
from d2ltools.places import ROOT
from d2ltools.terminal import Terminal

PLAN = """
import sys
from d2ltools.problem import Problem
from d2ltools.setup import set_up
try:
    set_up.plan(set_up.Terminal())
except Problem as e:
    sys.exit(str(e))
"""


@pytest.fixture
def clone(tmp_path):
    """What is left of an unpacked archive when only the set-up's first step looks at it."""
    clone = tmp_path / "a copy äö"
    shutil.copytree(ROOT / "tools" / "d2ltools", clone / "tools" / "d2ltools")
    (clone / "offline").mkdir()
    describe(clone)
    return clone


def describe(clone, **other):
    about = {"platform": bundle.machine(), "python": ["%d.%d" % sys.version_info[:2]]}
    manifest = about | {"engines": ["MXNet"], "gpu": ""} | other
    (clone / "offline" / "manifest.json").write_text(json.dumps(manifest))


def plan(clone):
    command = [sys.executable, "-c", PLAN]
    return subprocess.run(command, cwd=clone / "tools", capture_output=True, text=True)


def test_what_is_as_packed_needs_no_network(clone):
    planned = plan(clone)
    assert planned.returncode == 0, planned.stderr
    assert "no network is needed" in planned.stdout


HERE = bundle.machine()


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (None, ["manifest.json cannot be read", "the archive was cut short"]),
        ('{"plat', ["manifest.json cannot be read", "the archive was cut short"]),
        ({"platform": "darwin-arm64"}, [f"for darwin-arm64, and this machine is {HERE}."]),
        ({"python": ["3.8", "3.9"]}, ["for Python 3.8, 3.9, and ", "make PYTHON=python3.9 lab"]),
    ],
)
def test_an_archive_that_does_not_fit_is_one_line_with_the_way_out(clone, manifest, words):
    if isinstance(manifest, dict):
        describe(clone, **manifest)
    else:
        (clone / "offline" / "manifest.json").write_text(manifest or "")
    said = plan(clone).stderr
    assert all(word in said for word in words), said
    assert len(said.splitlines()) == 1


def unpacked(packed, folder):
    folder.mkdir()
    unpack = ["tar", "-xzf", "-", "-C", folder]
    return subprocess.run(unpack, input=packed, capture_output=True).returncode


def test_a_cut_at_any_place_leaves_the_folder_and_takes_the_manifest(clone, tmp_path):
    (clone / "offline" / "uv").write_bytes(os.urandom(300_000))
    (clone / "offline" / "link").symlink_to("uv")
    packed = offline._packed(clone)
    for kept in (60_000, len(packed) - 20_000):
        there = tmp_path / str(kept)
        assert unpacked(packed[:kept], there) != 0
        assert (there / clone.name / "offline").is_dir()
        assert not (there / clone.name / "offline" / "manifest.json").exists()
    assert unpacked(packed, tmp_path / "whole") == 0
    assert (tmp_path / "whole" / clone.name / "offline" / "manifest.json").exists()
    assert (tmp_path / "whole" / clone.name / "offline" / "link").is_symlink()


def test_a_changed_source_is_built_and_not_taken_from_the_archive(tmp_path, monkeypatch):
    module, jars = tmp_path / "d2l-java", tmp_path / "jars"
    (module / "src" / "main").mkdir(parents=True)
    for pom in (tmp_path / "pom.xml", module / "pom.xml"):
        pom.touch()
    places = {"ROOT": tmp_path, "MODULE": module, "FOLDER": tmp_path, "JARS": jars}
    for name, place in places.items():
        monkeypatch.setattr(bundle, name, place)
    (tmp_path / "jars").mkdir()
    (tmp_path / "jars" / "a.jar").touch()
    packed = {"gpu": bundle.GPU, "engines": ["MXNet", "PyTorch"], "sources": bundle.sources()}
    monkeypatch.setattr(bundle, "manifest", lambda: packed)
    assert bundle.jars(Terminal()) == [tmp_path / "jars" / "a.jar"]
    (module / "src" / "main" / "New.java").touch()
    assert bundle.jars(Terminal()) == []


@pytest.fixture
def repository(tmp_path):
    """A git clone of what packs, with nothing to be packed."""
    place = tmp_path / "repository"
    shutil.copytree(ROOT / "tools", place / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pom.xml", place)
    git = ["git", "-C", place, "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        subprocess.run([*git, *words], check=True)
    return place


def pack(repository, to):
    environ = {**os.environ, "TO": str(to), "PYTHONS": "3.12", "PYTHONDONTWRITEBYTECODE": "1"}
    environ["D2L_ENVIRONMENT"] = sys.prefix  # so that nothing is set up
    command = [sys.executable, str(repository / "tools"), "offline"]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60)


def test_what_cannot_be_packed_is_one_line(repository, tmp_path):
    (tmp_path / "a file").touch()
    ran = pack(repository, tmp_path / "a file" / "below")
    assert ran.stderr.startswith(f"TO is '{tmp_path}/a file/below': Not a directory.")
    assert len(ran.stderr.splitlines()) == ran.returncode == 1

    (repository / "pom.xml").write_text("mine")
    ran = pack(repository, tmp_path / "to")
    assert ran.stderr.startswith("pom.xml: not as in the last commit, which is what is packed.")
    assert list((tmp_path / "to").iterdir()) == []
