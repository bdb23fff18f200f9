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

MAVEN = "org/apache/maven/apache-maven"


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


def test_maven_takes_nothing_that_has_a_wrong_checksum_or_none():
    assert (ROOT / ".mvn" / "maven.config").read_text().split() == ["--strict-checksums"]


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
