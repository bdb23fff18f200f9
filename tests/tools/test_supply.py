"""What the set-up fetches and does not take: a Maven of wrong bytes, from a server on this machine."""

import os
import re
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from d2ltools.places import ROOT

# all but unzip: for an archive of the other kind our wrapper has a checksum of its own
PROGRAMS = "sh uname mktemp rm mkdir sha256sum tar gzip basename dirname mv tr cat curl wget"


def test_maven_takes_nothing_that_has_a_wrong_checksum_or_none():
    assert (ROOT / ".mvn" / "maven.config").read_text().split() == ["--strict-checksums"]


def test_the_wrapper_starts_no_maven_but_the_one_that_we_name(tmp_path):
    (tmp_path / "bin").mkdir()
    for name in filter(shutil.which, PROGRAMS.split()):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    shutil.copy(ROOT / "mvnw", tmp_path)
    shutil.copytree(ROOT / ".mvn" / "wrapper", tmp_path / ".mvn" / "wrapper")
    settings = (ROOT / ".mvn" / "wrapper" / "maven-wrapper.properties").read_text()
    name = re.search(r"apache/maven/apache-maven/(\S+)-bin\.zip", settings)[1]
    archive = tmp_path / "org/apache/maven/apache-maven" / f"{name}-bin.tar.gz"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(b"another Maven")
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        environ = {**os.environ, "no_proxy": "127.0.0.1", "MVNW_REPOURL": url}
        environ |= {"MAVEN_USER_HOME": str(tmp_path / "m2"), "PATH": str(tmp_path / "bin")}
        command = ["sh", tmp_path / "mvnw"]
        done = subprocess.run(command, capture_output=True, text=True, env=environ)
        server.shutdown()
    assert done.returncode == 1
    assert "Failed to validate Maven distribution SHA-256" in done.stderr
