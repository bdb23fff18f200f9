"""What the set-up fetches and does not take: wrong bytes, from servers on this machine."""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from d2ltools.places import ROOT
from d2ltools.setup import growth, set_up
from d2ltools.terminal import Terminal

MAVEN = "org/apache/maven/apache-maven"
SETTINGS = '<settings xmlns="http://maven.apache.org/SETTINGS/1.2.0"/>'
CHILD = """
<project><modelVersion>4.0.0</modelVersion><artifactId>child</artifactId><packaging>pom</packaging>
<parent><groupId>a</groupId><artifactId>parent</artifactId><version>1</version><relativePath/>
</parent>
<repositories><repository><id>central</id><url>{url}</url></repository></repositories></project>
"""
WHEEL = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
PARENT = """
<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>parent</artifactId>
<version>1</version><packaging>pom</packaging></project>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@contextlib.contextmanager
def served(folder):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def run(*command, **environ):
    environ = {**os.environ, "no_proxy": "127.0.0.1", **environ}
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False)


def wheel(folder):
    """Makes the smallest package that pip installs, and returns its hash."""
    path = folder / "tiny-1-py3-none-any.whl"
    info = "tiny-1.dist-info"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("tiny.py", "")
        made.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n")
        made.writestr(f"{info}/WHEEL", WHEEL)
        made.writestr(f"{info}/RECORD", f"tiny.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(folder, monkeypatch, requirement):
    """Lets the set-up install it, into a folder and not into our environment."""
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": folder, "TARGET": folder / "site"}.items():
        monkeypatch.setenv(f"PIP_{name}", str(value))
    (folder / "lock").write_text(requirement)
    with (folder / "out").open("w") as out:
        set_up._install(str(folder / "lock"), "Packages", "nothing", Terminal(out))


def test_a_python_package_of_the_right_hash_is_installed(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch, f"tiny==1 --hash=sha256:{wheel(tmp_path)}")
    assert (tmp_path / "site" / "tiny.py").exists()


@pytest.mark.parametrize(
    ("hashes", "said"),
    [(f" --hash=sha256:{'0' * 64}", "DO NOT MATCH"), ("", "Hashes are required")],
)
def test_a_python_package_of_a_wrong_or_no_hash_is_refused(tmp_path, monkeypatch, hashes, said):
    wheel(tmp_path)
    with pytest.raises(growth.CommandFailed, match=said):
        install(tmp_path, monkeypatch, "tiny==1" + hashes)
    assert not (tmp_path / "site").exists()


def maven(tmp_path, checksum):
    """Reads a project whose parent lies on a server, under our settings of Maven."""
    project, there = tmp_path / "project", tmp_path / "served" / "a" / "parent" / "1"
    there.mkdir(parents=True)
    (there / "parent-1.pom").write_text(PARENT)
    if checksum:
        (there / "parent-1.pom.sha1").write_text(checksum)
    shutil.copytree(ROOT / ".mvn", project / ".mvn")
    (tmp_path / "settings.xml").write_text(SETTINGS)
    with served(tmp_path / "served") as url:
        (project / "pom.xml").write_text(CHILD.format(url=url))
        words = ["-B", "-s", tmp_path / "settings.xml", f"-Dmaven.repo.local={tmp_path / 'm2'}"]
        return run("sh", ROOT / "mvnw", *words, "-f", project / "pom.xml", "validate")


def test_maven_takes_what_matches_its_checksum(tmp_path):
    done = maven(tmp_path, hashlib.sha1(PARENT.encode()).hexdigest())
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("checksum", ["0" * 40, ""])
def test_maven_refuses_what_has_a_wrong_checksum_or_none(tmp_path, checksum):
    done = maven(tmp_path, checksum)
    assert done.returncode != 0
    assert "Checksum validation failed" in done.stdout
    assert not list((tmp_path / "m2").rglob("parent-1.pom"))


def archives(folder):
    """Makes archives with a stand-in for Maven, and returns their checksums."""
    properties = (ROOT / ".mvn" / "wrapper" / "maven-wrapper.properties").read_text()
    stem = re.search(r"([\w.-]+)-bin\.zip", properties)[1]
    there = folder / MAVEN / stem.rpartition("-")[2]
    there.mkdir(parents=True)
    program = folder / "mvn"
    program.write_text("#!/bin/sh\necho this ran\n")
    program.chmod(0o755)
    zipped, tarred = there / f"{stem}-bin.zip", there / f"{stem}-bin.tar.gz"
    with zipfile.ZipFile(zipped, "w") as made:
        made.write(program, f"{stem}/bin/mvn")
    with tarfile.open(tarred, "w:gz") as made:
        made.add(program, f"{stem}/bin/mvn")
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in (zipped, tarred)]


def wrapper(tmp_path, unzip, trusted):
    """Starts a copy of our wrapper that finds another Maven than the one we name."""
    zipped, tarred = archives(tmp_path / "served")
    programs = "sh uname mktemp rm mkdir sha256sum tar gzip basename dirname mv tr cat"
    (tmp_path / "bin").mkdir()
    fetches = [name for name in ("curl", "wget") if shutil.which(name)][:1]
    for name in [*programs.split(), *fetches, *(["unzip"] if unzip else [])]:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or pytest.skip(f"no {name} here"))
    shutil.copy(ROOT / "mvnw", tmp_path)
    shutil.copytree(ROOT / ".mvn" / "wrapper", tmp_path / ".mvn" / "wrapper")
    file = tmp_path / ".mvn" / "wrapper" / "maven-wrapper.properties"
    if trusted:
        text = re.sub(r"(?m)^(distributionSha256Sum)=.*", rf"\1={zipped}", file.read_text())
        file.write_text(re.sub(r"(?m)^(distributionTarSha256Sum)=.*", rf"\1={tarred}", text))
    with served(tmp_path / "served") as url:
        environ = {"MVNW_REPOURL": url, "MAVEN_USER_HOME": str(tmp_path / "m2")}
        return run("sh", tmp_path / "mvnw", PATH=str(tmp_path / "bin"), **environ)


@pytest.mark.parametrize("unzip", [True, False])
def test_the_wrapper_does_not_start_another_maven_than_the_one_we_name(tmp_path, unzip):
    done = wrapper(tmp_path, unzip, trusted=False)
    assert done.returncode == 1
    assert "Failed to validate Maven distribution SHA-256" in done.stderr
    assert not list((tmp_path / "m2").rglob("mvn"))


@pytest.mark.parametrize("unzip", [True, False])
def test_the_wrapper_starts_a_maven_of_the_right_checksum(tmp_path, unzip):
    done = wrapper(tmp_path, unzip, trusted=True)
    assert done.stdout == "this ran\n", done.stderr
