"""Archives for machines without a network, in small clones of their own."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from d2ltools.classroom import bundle, offline, offline_pages, wheels
from d2ltools.places import NOTEBOOKS, ROOT
from d2ltools.problem import Problem

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
    shutil.copytree(ROOT / "tools", clone / "tools")
    wheel = clone / "offline" / "wheels" / "a.whl"
    wheel.parent.mkdir(parents=True)
    wheel.write_text("a wheel")
    (clone / "Makefile").write_text("all:")
    describe(clone)
    return clone


def describe(clone, **other):
    files = {"offline/wheels/a.whl": bundle.sha256(clone / "offline" / "wheels" / "a.whl")}
    files["Makefile"] = bundle.sha256(clone / "Makefile")
    about = {"platform": bundle.machine(), "python": ["%d.%d" % sys.version_info[:2]]}
    manifest = about | {"engines": ["MXNet"], "gpu": "", "files": files} | other
    (clone / "offline" / "manifest.json").write_text(json.dumps(manifest))


def plan(clone):
    command = [sys.executable, "-c", PLAN]
    return subprocess.run(command, cwd=clone / "tools", capture_output=True, text=True)


def test_what_is_as_packed_needs_no_network(clone):
    planned = plan(clone)
    assert planned.returncode == 0, planned.stderr
    assert "no network is needed" in planned.stdout


def test_what_somebody_edits_may_differ_from_what_was_packed(clone):
    (clone / "Makefile").write_text("all: mine")
    assert plan(clone).returncode == 0


@pytest.mark.parametrize("name", ["offline/wheels/a.whl", "Makefile"])
def test_what_is_missing_is_named_with_the_way_out(clone, name):
    (clone / name).unlink()
    planned = plan(clone)
    assert planned.returncode == 1
    assert planned.stderr.startswith(f"{name} is missing: the archive was cut short")
    assert len(planned.stderr.splitlines()) == 1


def test_what_is_damaged_is_named(clone):
    (clone / "offline" / "wheels" / "a.whl").write_text("a whee")
    assert plan(clone).stderr.startswith("offline/wheels/a.whl is damaged")


def test_a_manifest_that_was_cut_short_is_one_line(clone):
    (clone / "offline" / "manifest.json").write_text('{"plat')
    planned = plan(clone)
    assert "manifest.json cannot be read" in planned.stderr
    assert len(planned.stderr.splitlines()) == 1


def test_another_platform_is_named_beside_this_one(clone):
    describe(clone, platform="darwin-arm64")
    said = plan(clone).stderr
    assert f"was packed for darwin-arm64, and this machine is {bundle.machine()}." in said


def test_another_python_is_named_with_those_that_fit(clone):
    describe(clone, python=["3.8", "3.9"])
    said = plan(clone).stderr
    assert "was packed for Python 3.8, 3.9, and " in said
    assert "make PYTHON=python3.9 lab" in said


def test_a_changed_source_is_built_and_not_taken_from_the_archive(clone, monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "ROOT", clone)
    files = {"pom.xml": "0" * 64}
    assert list(bundle._changed(files)) == ["pom.xml"]
    (clone / "d2l-java" / "src" / "main").mkdir(parents=True)
    (clone / "d2l-java" / "src" / "main" / "New.java").touch()
    assert list(bundle._changed({})) == ["d2l-java/src/main/New.java"]


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


def test_an_archive_that_was_cut_short_is_noticed(clone, tmp_path):
    (clone / "offline" / "wheels" / "a.whl").write_bytes(os.urandom(300_000))
    describe(clone)
    archive, there = tmp_path / "a.tar.gz", tmp_path / "there"
    parts = ["Makefile", "tools", "offline/manifest.json", "offline/wheels"]
    subprocess.run(["tar", "-czf", archive, "-C", clone, *parts], check=True)
    os.truncate(archive, archive.stat().st_size - 100_000)
    there.mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", there], stderr=subprocess.DEVNULL)
    assert plan(there).stderr.startswith("offline/wheels/a.whl is damaged: the archive was cut")


def test_an_unknown_python_is_one_line(monkeypatch):
    monkeypatch.setenv("PYTHONS", "3.12 4.0")
    with pytest.raises(Problem, match=r"PYTHONS has '4.0': it takes some of 3.10"):
        wheels.asked()


def test_an_archive_that_fails_leaves_the_old_one_and_nothing_else(tmp_path):
    target = tmp_path / "an archive.tar.gz"
    target.write_text("old")
    with pytest.raises(KeyboardInterrupt), offline._replacing(target) as temporary:
        temporary.write_text("half")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.read_text() == "old"


def test_each_python_gets_the_pins_that_hold_for_it():
    lock = (
        "a==1 ; python_full_version < '3.11.5' \\\n    --hash=sha256:0\n"
        "a==2 ; python_full_version >= '3.11.5' \\\n    --hash=sha256:1\n"
        "b==1 ; sys_platform == 'no-such' \\\n    --hash=sha256:2\n"
    )
    assert wheels.pins(lock, "3.11.0") == "a==1 \\\n    --hash=sha256:0\n"
    assert wheels.pins(lock, "3.11.99") == "a==2 \\\n    --hash=sha256:1\n"


def test_pages_lead_to_pages_and_to_files_beside_them(tmp_path):
    chapter = NOTEBOOKS / "06-convolutional-neural-networks" / "06-lenet.ipynb"
    made = '<a href="06-lenet-solutions.ipynb"> <a href="https://doi.org/1">'
    made += '<a href="../../README.md">'
    linked = offline_pages.relinked(made, chapter, bundle.PAGES)
    assert 'href="06-lenet-solutions.html"' in linked
    assert 'href="../../../README.md"' in linked
    assert 'href="https://doi.org/1"' in linked
