"""The jars and the data: what is laid where, and when it is due."""

import contextlib
import os
import subprocess
import threading
import time
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import limits
import pytest

from d2ltools.places import LIB
from d2ltools.setup import data, libraries, machine

SYSTEMS_COPY = Path("/usr/share/datasets/fashion-mnist")


def jar(path, name="a/A.class", content="1"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(name, content)
    return path


def test_lays_jars_and_removes_those_that_are_no_longer_wanted(tmp_path):
    lib = tmp_path / "lib"
    jar(lib / "old.jar")
    libraries.lay_jars([jar(tmp_path / "new.jar")], lib)
    assert [path.name for path in lib.iterdir()] == ["new.jar"]


def test_a_running_kernel_keeps_the_jar_that_it_has_open(tmp_path):
    lib = tmp_path / "lib"
    libraries.lay_jars([jar(tmp_path / "a.jar", content="old")], lib)
    with zipfile.ZipFile(lib / "a.jar") as opened:
        libraries.lay_jars([jar(tmp_path / "a.jar", content="new")], lib)
        assert opened.read("a/A.class") == b"old"
    assert zipfile.ZipFile(lib / "a.jar").read("a/A.class") == b"new"


def test_a_jar_that_has_not_changed_is_left_alone(tmp_path):
    lib = tmp_path / "lib"
    source = jar(tmp_path / "a.jar")
    libraries.lay_jars([source], lib)
    before = (lib / "a.jar").stat().st_ino
    libraries.lay_jars([source], lib)
    assert (lib / "a.jar").stat().st_ino == before


def test_what_is_newer_or_gone_makes_a_build_due(tmp_path):
    stamp, source = tmp_path / "stamp", tmp_path / "source" / "ai"
    source.mkdir(parents=True)
    (source / "A.java").touch()
    assert not libraries._is_newer(stamp, [source])
    stamp.touch()
    assert libraries._is_newer(stamp, [source])
    now = time.time()
    os.utime(source / "A.java", (now + 9, now + 9))
    assert not libraries._is_newer(stamp, [source])
    os.utime(stamp, (now + 99, now + 99))
    assert libraries._is_newer(stamp, [source])
    (source / "A.java").unlink()
    os.utime(source, (now + 199, now + 199))  # as if it had been later
    assert not libraries._is_newer(stamp, [source])


class Endless(BaseHTTPRequestHandler):
    """Sends a file of which nobody reads the end."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "26421880")
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(bytes(26_421_880))

    def log_message(self, *words):
        pass


@pytest.mark.skipif(SYSTEMS_COPY.exists(), reason="the system has the data")
def test_a_disk_too_full_for_the_data_is_named_with_what_it_takes(tmp_path):
    java = ["env", "PATH=/nowhere", str(machine.java())]  # no apt-get
    command = [*java, "-cp", str(LIB / "*"), data.FETCH_DATA]
    command = limits.mounted(f"mount -t tmpfs -o size=1m none '{tmp_path}'", command)
    environ = {name: value for name, value in os.environ.items() if name != "D2L_DATA"}
    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        environ |= {"D2L_CACHE": str(tmp_path), "D2L_DATA_URL": url}
        said = subprocess.run(command, capture_output=True, text=True, env=environ).stdout
        server.shutdown()
    where = f"cannot write in {tmp_path}/fashion-mnist"
    assert f"{where} (1.0 MB are free); 26.4 MB are needed" in said
    assert "NOTICE: this is only a small SAMPLE" in said
    assert said.rstrip().endswith("from sample")
