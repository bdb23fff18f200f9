"""What the set-up fetches and does not take: a Maven of wrong bytes, from a server on this machine."""

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from d2ltools.places import ROOT

# all but unzip: for an archive of the other kind our wrapper has a checksum of its own
PROGRAMS = "sh uname mktemp rm mkdir sha256sum tar gzip basename dirname mv tr cat"


def test_maven_takes_nothing_that_has_a_wrong_checksum_or_none():
    assert (ROOT / ".mvn" / "maven.config").read_text().split() == ["--strict-checksums"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def archive(folder, stem):
    """Lays a stand-in for Maven where a mirror would have it, and returns its checksum."""
    there = folder / "org/apache/maven/apache-maven" / stem.rpartition("-")[2]
    there.mkdir(parents=True)
    program = folder / "mvn"
    program.write_text("#!/bin/sh\necho this ran\n")
    program.chmod(0o755)
    with tarfile.open(there / f"{stem}-bin.tar.gz", "w:gz") as made:
        made.add(program, f"{stem}/bin/mvn")
    return hashlib.sha256((there / f"{stem}-bin.tar.gz").read_bytes()).hexdigest()


@pytest.mark.parametrize("trusted", [True, False])
def test_the_wrapper_starts_the_maven_that_we_name_and_no_other(tmp_path, trusted):
    (tmp_path / "bin").mkdir()
    fetches = [name for name in ("curl", "wget") if shutil.which(name)][:1]
    for name in [*PROGRAMS.split(), *fetches]:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or pytest.skip(f"no {name} here"))
    shutil.copy(ROOT / "mvnw", tmp_path)
    shutil.copytree(ROOT / ".mvn" / "wrapper", tmp_path / ".mvn" / "wrapper")
    settings = tmp_path / ".mvn" / "wrapper" / "maven-wrapper.properties"
    text = settings.read_text()
    known = archive(tmp_path / "served", re.search(r"([\w.-]+)-bin\.zip", text)[1])
    if trusted:
        settings.write_text(re.sub(r"(?m)^(distributionTarSha256Sum)=.*", rf"\1={known}", text))
    handler = partial(Quiet, directory=tmp_path / "served")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        environ = {**os.environ, "no_proxy": "127.0.0.1", "MVNW_REPOURL": url}
        environ |= {"MAVEN_USER_HOME": str(tmp_path / "m2"), "PATH": str(tmp_path / "bin")}
        command = ["sh", tmp_path / "mvnw"]
        done = subprocess.run(command, capture_output=True, text=True, env=environ)
        server.shutdown()
    if trusted:
        assert done.stdout == "this ran\n", done.stderr
    else:
        assert done.returncode == 1
        assert "Failed to validate Maven distribution SHA-256" in done.stderr
        assert not list((tmp_path / "m2").rglob("mvn"))
