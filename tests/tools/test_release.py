"""What keeps a release back, on small copies of this repository."""

import shutil
import subprocess
from argparse import Namespace

import pytest

from d2ltools import release
from d2ltools.places import ROOT

FILES = ["pom.xml", "d2l-java/pom.xml", "README.md", "CITATION.cff"]
VERSION = release.of_pom(ROOT)
WHO = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"]


@pytest.fixture
def clone(tmp_path):
    """A commit that can be released."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    change(tmp_path, "pom.xml", "https://placeholder.invalid/", "https://example.org/")
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n## {VERSION} (2026-02-28)\n")
    (tmp_path / "a.ipynb").write_text(f"%maven ai.d2l:d2l-java:{VERSION}")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    assert list(release.findings(tmp_path, VERSION)) == []
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", "-C", folder, *WHO, *words], check=True, capture_output=True)


def commit(clone):
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "a change")


def change(clone, name, old, new):
    text = (clone / name).read_text("utf-8")
    assert old in text
    (clone / name).write_text(text.replace(old, new), "utf-8")


def test_every_file_here_says_one_version():
    assert [finding for finding in release.findings(ROOT) if " says " in finding] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("README.md", f"java:{VERSION}", "java:9.9.9", f" says 9.9.9: write {VERSION}"),
        ("README.md", f"<version>{VERSION}<", "<version>9.9.9<", " says 9.9.9"),
        ("CITATION.cff", f"version: {VERSION}", "version: 9.9.9", "CITATION.cff:"),
        ("d2l-java/pom.xml", f"<version>{VERSION}<", "<version>9.9.9<", "d2l-java/pom.xml:"),
        ("a.ipynb", VERSION, "9.9.9", "a.ipynb:1 says 9.9.9"),
        ("pom.xml", "https://example.org/", "https://a.invalid/", "is the placeholder"),
        ("pom.xml", f"<version>{VERSION}<", "<version>1-SNAPSHOT<", "no version of a release"),
        ("CHANGELOG.md", "2026-02-28", "2026-02-31", f"begin with `## {VERSION} (date)`"),
        ("CHANGELOG.md", VERSION, "0.0.1", f"begin with `## {VERSION} (date)`"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(clone, name, old, new, said):
    change(clone, name, old, new)
    commit(clone)
    assert any(said in finding for finding in release.findings(clone))


def test_it_must_be_the_version_wanted_committed_and_without_a_tag(clone, capsys):
    assert release.main(Namespace(version=VERSION), clone) == 0
    git(clone, "tag", f"v{VERSION}")
    (clone / "new").touch()
    assert release.main(Namespace(version="9.9.9"), clone) == 1
    said = capsys.readouterr().out
    for words in (
        "ready",
        "and not 9.9.9: write 9.9.9",
        "new is not committed",
        "the next version",
    ):
        assert words in said
