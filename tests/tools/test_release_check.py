"""What keeps a release back, on small copies of this repository."""

import hashlib
import io
import re
import shutil
import subprocess
import zipfile

import pytest

from d2ltools.places import ROOT
from d2ltools.release import central, release_check, reproducible, signing, versions

FILES = ["pom.xml", "d2l-java/pom.xml", "README.md", "CITATION.cff", "CHANGELOG.md"]
VERSION = versions.of_pom(ROOT)
SKIP = "<maven.deploy.skip>true</maven.deploy.skip>"
WHO = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"]


@pytest.fixture
def clone(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def git(folder, *words):
    subprocess.run(["git", "-C", folder, *WHO, *words], check=True, capture_output=True)


def commit(clone):
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "a change")


def change(clone, name, old, new):
    text = (clone / name).read_text()
    assert old in text
    (clone / name).write_text(text.replace(old, new))


def test_this_repository_says_one_version_and_fits_central():
    assert release_check.version_faults(ROOT, VERSION) == []
    assert [fault for fault in central.of_poms(ROOT) if "placeholder" not in fault] == []
    files = {str(place.file) for place in versions.places(ROOT)}
    assert {"README.md", "tools/java/pom.xml"} <= files
    assert any(file.endswith("06-lenet.ipynb") for file in files)


def test_a_release_waits_for_the_address_of_the_repository(clone):
    pom = (clone / "pom.xml").read_text()
    for address, faults in ("https://placeholder.invalid/a", 1), ("https://example.org/a", 0):
        tag = f"<repository.address>{address}<"
        (clone / "pom.xml").write_text(re.sub("<repository.address>.*?<", tag, pom))
        assert len(list(central.of_poms(clone))) == faults


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("README.md", f"ai.d2l:d2l-java:{VERSION}"),
        ("README.md", f"<version>{VERSION}</version>"),
        ("CITATION.cff", f"version: {VERSION}"),
        ("d2l-java/pom.xml", f"<version>{VERSION}</version>"),
    ],
)
def test_a_place_that_says_another_version_is_named_with_its_line(clone, name, old):
    change(clone, name, old, old.replace(VERSION, "9.9.9"))
    fault = release_check.version_faults(clone, "")[0]
    line = (clone / name).read_text().split("9.9.9")[0].count("\n") + 1
    assert fault == f"{name}:{line} says 9.9.9: write {VERSION}"


def test_a_chapter_that_says_another_version_is_named(clone):
    (clone / "a.ipynb").write_text('{"source": "`%maven ai.d2l:d2l-java:9.9.9`."}')
    commit(clone)
    assert release_check.version_faults(clone, "") == [f"a.ipynb:1 says 9.9.9: write {VERSION}"]


def test_a_file_that_says_no_version_any_longer_is_named(clone):
    change(clone, "CITATION.cff", f"version: {VERSION}\n", "")
    assert "CITATION.cff says no version" in release_check.version_faults(clone, "")[0]


def test_another_version_than_the_one_wanted_and_a_snapshot_are_refused(clone):
    assert release_check.version_faults(clone, VERSION) == []
    assert "and not 9.9.9: write 9.9.9" in release_check.version_faults(clone, "9.9.9")[0]
    for name in FILES[:4]:
        change(clone, name, VERSION, f"{VERSION}-SNAPSHOT")
    assert "is no version of a release" in release_check.version_faults(clone, "")[0]


@pytest.mark.parametrize(
    ("date", "said"),
    [("unreleased", "write its date"), ("soon", "is (soon)"), ("2026-02-31", "write its date")],
)
def test_an_entry_without_a_real_date_is_told(clone, date, said):
    (clone / "CHANGELOG.md").write_text(f"# Changes\n\n## 1.0.0 ({date})\n")
    assert said in release_check.changelog_faults(clone, "1.0.0")[0]
    (clone / "CHANGELOG.md").write_text("# Changes\n\n## 1.0.0 (2026-02-28)\n")
    assert release_check.changelog_faults(clone, "1.0.0") == []


def test_a_version_without_entry_is_told(clone):
    assert "write `## 9.9.9 (date)`" in release_check.changelog_faults(clone, "9.9.9")[0]


def test_what_is_not_committed_is_named(clone):
    assert release_check.clean_faults(clone) == []
    (clone / "new").touch()
    change(clone, "README.md", "d2l", "D2L")
    assert [fault.split()[0] for fault in release_check.clean_faults(clone)] == ["README.md", "new"]


@pytest.mark.parametrize("annotated", [[], ["--annotate", "--message=1"]])
def test_a_tag_may_only_be_at_this_commit(clone, annotated):
    assert release_check.tag_faults(clone, "1.0.0") == []
    git(clone, "tag", "v1.0.0", *annotated)
    assert release_check.tag_faults(clone, "1.0.0") == []
    commit(clone)
    assert "take the next version" in release_check.tag_faults(clone, "1.0.0")[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("d2l-java/pom.xml", "<description>", "<nothing>", "write a <description>"),
        ("pom.xml", "<scm ", "<nothing ", "write scm/url"),
        ("pom.xml", "developers>", "nothings>", "write developers/developer/name"),
        ("pom.xml", "0.36.0</djl", "1-SNAPSHOT</djl", "1-SNAPSHOT is no fixed version"),
        ("pom.xml", "0.36.0</djl", "[0.3,)</djl", "[0.3,) is no fixed version"),
        ("d2l-java/pom.xml", f"<version>{VERSION}<", "<version>${revision}<", "write the number"),
        ("pom.xml", "<modules>", "<repositories/><modules>", "remove <repositories>"),
        ("pom.xml", "maven-gpg-plugin</", "none</", "needs maven-gpg-plugin with a version"),
        ("pom.xml", "<central-publishing-maven-plugin.version>0.12.0", "<x>", "needs central-pub"),
        ("pom.xml", "2026-11-24T00:00:00Z", "today", "outputTimestamp is 'today'"),
        ("pom.xml", "<djl.version>", f"{SKIP}<djl.version>", "has to be published"),
    ],
)
def test_a_pom_that_central_refuses_is_told(clone, name, old, new, said):
    if new.startswith("<nothing"):
        change(clone, name, f"</{old[1:-1]}>", "</nothing>")
    if new == "<x>":
        change(clone, name, "0.12.0</central-publishing-maven-plugin.version>", "</x>")
        old = old.removesuffix("0.12.0")
    change(clone, name, old, new)
    assert any(said in fault for fault in central.of_poms(clone))


def jar(entries, date=(2026, 1, 1, 0, 0, 0), mode=0o644):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, date)
            entry.external_attr = mode << 16
            made.writestr(entry, content)
    return packed.getvalue()


@pytest.fixture
def content():
    """Returns what a bundle holds that Central would take, but for signatures."""
    made = {}
    for artifact in central.PUBLISHED:
        for name in central.files(artifact, "1.0.0"):
            inside = [entry for kind, entry in central.INSIDE.items() if name.endswith(kind)]
            data = jar({inside[-1]: "x"}) if inside else b"<project/>"
            made[name] = data
            for kind in central.CHECKSUMS:
                made[f"{name}.{kind}"] = hashlib.new(kind, data).hexdigest().encode()
    return made


def bundle_faults(tmp_path, content):
    (tmp_path / "bundle.zip").write_bytes(jar(content))
    return list(central.of_bundle(tmp_path / "bundle.zip", "1.0.0"))


def test_a_whole_bundle_is_taken(tmp_path, content):
    assert len(content) == 15
    assert bundle_faults(tmp_path, content) == []


LATER = (2026, 1, 2, 0, 0, 0)
STEM = "ai/d2l/d2l-java/1.0.0/d2l-java-1.0.0"


@pytest.mark.parametrize("kind", [".jar", "-sources.jar", "-javadoc.jar", ".pom"])
def test_a_file_that_is_missing_is_named(tmp_path, content, kind):
    del content[STEM + kind]
    assert f"{STEM}{kind} is missing" in bundle_faults(tmp_path, content)[0]


def test_a_wrong_or_missing_checksum_is_named(tmp_path, content):
    content[f"{STEM}.jar.sha1"] = b"0" * 40
    del content[f"{STEM}.pom.md5"]
    first, second = sorted(bundle_faults(tmp_path, content))
    assert first.startswith(f"{STEM}.jar.sha1 is 000")
    assert second.startswith(f"{STEM}.pom.md5 is none")


def test_an_empty_jar_and_what_is_not_to_be_published_are_named(tmp_path, content):
    empty = content[f"{STEM}-javadoc.jar"] = jar({})
    for kind in central.CHECKSUMS:
        content[f"{STEM}-javadoc.jar.{kind}"] = hashlib.new(kind, empty).hexdigest().encode()
    content["ai/d2l/d2l-java-tools/1.0.0/d2l-java-tools-1.0.0.pom"] = b""
    empty, extra = bundle_faults(tmp_path, content)
    assert "has no index.html" in empty
    assert "d2l-java-tools-1.0.0.pom is not to be published" in extra


@pytest.mark.skipif(not signing.is_possible(), reason=signing.MISSING)
def test_a_signature_that_is_missing_or_another_files_is_named(tmp_path):
    with signing.throw_away_key() as environ:
        (tmp_path / "a").write_bytes(b"a")
        sign = ["gpg", "--batch", "--quiet", "--armor", "--detach-sign", tmp_path / "a"]
        subprocess.run(sign, env=environ, check=True, capture_output=True)
        signature = (tmp_path / "a.asc").read_bytes()
        files = {"a": b"a", "a.asc": signature, "b": b"b", "b.asc": signature, "c": b"c"}
        (tmp_path / "bundle.zip").write_bytes(jar(files))
        wrong, missing = signing.of_bundle(tmp_path / "bundle.zip", ["a", "b", "c"], environ)
    assert wrong.startswith("b.asc is not this file's: ")
    assert "BAD signature" in wrong
    assert missing.startswith("c.asc is missing")


def test_a_machine_without_gpg_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not signing.is_possible()
    assert "apt install gnupg" in signing.MISSING


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (jar({"x": "1", "y": "2"}), []),
        (jar({"x": "1", "y": "3"}), ["one.jar: y differs in its content"]),
        (jar({"x": "1"}), ["one.jar: only one of two builds has y"]),
        (jar({"y": "2", "x": "1"}), ["one.jar: the order of the entries differs"]),
        (jar({"x": "1", "y": "2"}, mode=0o600), ["one.jar: x differs in its rights"]),
        (jar({"x": "1", "y": "2"}, date=LATER), ["one.jar: x differs in its time"]),
    ],
)
def test_two_builds_that_differ_are_told_by_jar_and_entry(tmp_path, other, said):
    (tmp_path / "one.jar").write_bytes(jar({"x": "1", "y": "2"}))
    (tmp_path / "other.jar").write_bytes(other)
    found = list(reproducible.differences(tmp_path / "one.jar", tmp_path / "other.jar"))
    assert [line[: len(start)] for line, start in zip(found, said, strict=False)] == said
    assert bool(found) == bool(said)


def test_what_is_built_is_the_last_commit_with_the_rights_of_its_surroundings(clone):
    change(clone, "README.md", "d2l-java", "not committed")
    base = clone / "build"
    folder = reproducible.check_out(clone, reproducible.ELSEWHERE, base)
    assert "not committed" not in (folder / "README.md").read_text()
    assert (folder / "README.md").stat().st_mode & 0o777 == 0o664
    assert not (folder / ".git").exists()
