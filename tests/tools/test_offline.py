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

WHEEL, MANIFEST = "offline/wheels/a.whl", "offline/manifest.json"
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
    wheel = clone / WHEEL
    wheel.parent.mkdir(parents=True)
    wheel.write_text("a wheel")
    (clone / "Makefile").write_text("all:")
    describe(clone)
    return clone


def describe(clone, **other):
    files = {name: bundle.sha256(clone / name) for name in (WHEEL, "Makefile")}
    about = {"platform": bundle.machine(), "python": ["%d.%d" % sys.version_info[:2]]}
    manifest = about | {"engines": ["MXNet"], "gpu": "", "files": files} | other
    (clone / MANIFEST).write_text(json.dumps(manifest))


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


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda c: (c / WHEEL).unlink(), f"{WHEEL} is missing: the archive was cut short"),
        (lambda c: (c / "Makefile").unlink(), "Makefile is missing: the archive was cut short"),
        (lambda c: (c / WHEEL).write_text("a whee"), f"{WHEEL} is damaged: the archive was cut"),
        (lambda c: (c / MANIFEST).write_text('{"plat'), "manifest.json cannot be read"),
        (
            lambda c: describe(c, platform="darwin-arm64"),
            f"was packed for darwin-arm64, and this machine is {bundle.machine()}.",
        ),
        (
            lambda c: describe(c, python=["3.8", "3.9"]),
            "was packed for Python 3.8, 3.9, and ",
        ),
    ],
)
def test_what_does_not_fit_is_one_line_with_the_way_out(clone, damage, said):
    damage(clone)
    planned = plan(clone)
    assert planned.returncode == 1
    assert said in planned.stderr
    assert len(planned.stderr.splitlines()) == 1


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
