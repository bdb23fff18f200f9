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


@pytest.mark.parametrize("left", [None, '{"plat'])
def test_an_archive_that_was_cut_short_is_one_line_with_the_way_out(clone, left):
    (clone / "offline" / "manifest.json").unlink()
    if left:
        (clone / "offline" / "manifest.json").write_text(left)
    said = plan(clone).stderr
    assert "manifest.json cannot be read" in said
    assert "the archive was cut short" in said
    assert len(said.splitlines()) == 1


def test_a_cut_at_any_place_leaves_the_folder_and_takes_the_manifest(clone, tmp_path):
    (clone / "offline" / "uv").write_bytes(os.urandom(300_000))
    packed = offline._packed(clone)
    for kept in (60_000, len(packed) - 20_000):
        there = tmp_path / str(kept)
        there.mkdir()
        unpack = ["tar", "-xzf", "-", "-C", there]
        cut = subprocess.run(unpack, input=packed[:kept], capture_output=True)
        assert cut.returncode
        assert (there / clone.name / "offline").is_dir()
        assert not (there / clone.name / "offline" / "manifest.json").exists()


def test_the_symbolic_links_of_the_cache_are_kept(clone, tmp_path):
    (clone / "offline" / "link").symlink_to("manifest.json")
    unpack = ["tar", "-xzf", "-", "-C", tmp_path, "--one-top-level=there"]
    subprocess.run(unpack, input=offline._packed(clone), check=True)
    assert (tmp_path / "there" / clone.name / "offline" / "link").is_symlink()


def test_another_platform_is_named_beside_this_one(clone):
    describe(clone, platform="darwin-arm64")
    said = plan(clone).stderr
    assert f"was packed for darwin-arm64, and this machine is {bundle.machine()}." in said


def test_another_python_is_named_with_those_that_fit(clone):
    describe(clone, python=["3.8", "3.9"])
    said = plan(clone).stderr
    assert "was packed for Python 3.8, 3.9, and " in said
    assert "make PYTHON=python3.9 lab" in said


def test_a_changed_source_is_built_and_not_taken_from_the_archive(tmp_path, monkeypatch):
    module = tmp_path / "d2l-java"
    (module / "src" / "main").mkdir(parents=True)
    for pom in (tmp_path / "pom.xml", module / "pom.xml"):
        pom.touch()
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "MODULE", module)
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    monkeypatch.setattr(bundle, "JARS", tmp_path / "jars")
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


def test_a_folder_that_is_none_is_one_line_and_nothing_is_fetched(repository, tmp_path):
    (tmp_path / "a file").touch()
    ran = pack(repository, tmp_path / "a file" / "below")
    assert ran.returncode == 1
    assert ran.stderr.startswith(f"TO is '{tmp_path}/a file/below': Not a directory.")
    assert len(ran.stderr.splitlines()) == 1


def test_what_is_not_committed_is_named_and_nothing_is_packed(repository, tmp_path):
    (repository / "pom.xml").write_text("mine")
    ran = pack(repository, tmp_path / "to")
    assert ran.stderr.startswith("pom.xml: not as in the last commit, which is what is packed.")
    assert list((tmp_path / "to").iterdir()) == []
