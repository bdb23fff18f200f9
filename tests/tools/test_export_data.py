"""What an exported chapter takes from the network, which here is a proxy that gives anything."""

import gzip
import hashlib
import http.server
import re
import subprocess
import threading
import time

import pytest

from d2ltools.chapters import export
from d2ltools.places import MODULE, SAMPLE
from d2ltools.setup import java_home
from notebooks import code, store, text

IMPORTS = "import ai.d2l.internal.data.*;"
SOURCE = "DataFolder.find(null, System.out::println).train().count()"
LOGIN = b"<html>Log in</html>"
DATA_SET = (MODULE / "src/main/java/ai/d2l/internal/data/DataSet.java").read_text()
SUMS = re.findall(r'"([0-9a-f]{64})"', DATA_SET)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """A chapter that only reads the data, exported."""
    folder = tmp_path_factory.mktemp("export")
    cells = [text("# Data"), code(IMPORTS, identity="imports"), code(SOURCE, identity="data")]
    return export.export(store(folder / "01-data.ipynb", *cells), {}, folder)[0].read_text()


class Network(http.server.BaseHTTPRequestHandler):
    """Answers each file's name with what the test has put there."""

    def do_GET(self):
        name = self.path.rpartition("/")[2]
        content = self.server.contents.get(name, LOGIN)
        if content is None:
            time.sleep(600)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def network():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Network) as server:
        server.daemon_threads = True
        server.contents = {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def run(program, folder, network):
    (folder / "Data.java").write_text(program)
    proxy = [f"-Dhttp.proxyHost={network.server_name}", f"-Dhttp.proxyPort={network.server_port}"]
    command = [str(java_home.find()[0]), *proxy, "-cp", ":".join(map(str, export.jars()))]
    environ = {"PATH": "/nowhere", "LC_ALL": "C.UTF-8"}  # a clone may lie below umlauts
    return subprocess.run(
        [*command, "Data.java"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=120,
    )


def kept(folder):
    return sorted(path.name for path in (folder / "fashion-mnist").iterdir())


def of_the_sample(program):
    """Returns the program with the sums of the sample's files, and these files."""
    names = re.findall(r'"([\w-]+-ubyte)",\s+"([0-9a-f]{64})"', program)
    files = {}
    for name, known in names:
        packed = (SAMPLE / f"{name}.gz").read_bytes()
        files[f"{name}.gz"] = packed
        program = program.replace(known, hashlib.sha256(gzip.decompress(packed)).hexdigest())
    assert len(files) == 4
    return program, files


def test_it_knows_the_sums_that_the_module_knows(program):
    assert len(SUMS) == 4
    assert sorted(re.findall(r'"([0-9a-f]{64})"', program)) == sorted(SUMS)


@pytest.mark.parametrize("other", [LOGIN, (SAMPLE / "t10k-images-idx3-ubyte.gz").read_bytes()])
def test_other_bytes_are_refused_and_not_kept(program, network, tmp_path, other):
    names = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    network.contents = {f"{name}-ubyte.gz": other for name in names}
    ran = run(program, tmp_path, network)
    assert ran.returncode == 1
    said = ran.stderr.splitlines()[0]
    assert "other bytes came, perhaps the login page of a network): try again, or name" in said
    assert kept(tmp_path) == []


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(program, network, tmp_path):
    network.contents = dict.fromkeys(of_the_sample(program)[1])
    ran = run(program.replace("20_000", "500"), tmp_path, network)
    assert ran.returncode == 1
    assert "cannot be downloaded (java.net.SocketTimeoutException" in ran.stderr.splitlines()[0]
    assert kept(tmp_path) == []


def test_what_is_right_is_kept_and_what_was_kept_wrong_is_fetched_anew(program, network, tmp_path):
    program, network.contents = of_the_sample(program)
    (tmp_path / "fashion-mnist").mkdir()
    (tmp_path / "fashion-mnist" / "train-images-idx3-ubyte.gz").write_bytes(LOGIN)
    ran = run(program, tmp_path, network)
    assert ran.stdout.splitlines()[-1] == "2000", ran.stderr
    assert kept(tmp_path) == sorted(network.contents)
    again = run(program, tmp_path, network)
    assert again.stdout == "2000\n"
