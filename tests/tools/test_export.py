"""A chapter as a program that needs no module; kernel/test_every_chapter.py compares its figures."""

import gzip
import hashlib
import http.server
import re
import subprocess
import threading

import pytest

from d2ltools.chapters import export, find
from d2ltools.places import MODULE, ROOT, SAMPLE
from d2ltools.problem import Problem
from d2ltools.setup import machine
from notebooks import code, store, text

LENET = find.find("06-lenet")
LOGIN = b"<html>Log in</html>"
NAME = "t10k-labels-idx1-ubyte"
MAIN = """\
public class Data {
    public static void main(String[] args) throws Exception {
        System.out.println(DataFolder.read("%s").length);
    }
}

"""


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    return export.export(LENET, {}, tmp_path_factory.mktemp("export"))


def test_it_is_short_and_names_the_module_nowhere(exported):
    program = exported.read_text("utf-8")
    assert not re.search(r"import (static )?ai\.d2l|ai\.d2l:d2l-java", program)
    below = program[program.index("\n}\n") + 3 :].splitlines()
    assert sum(bool(line) for line in below) <= 490


def test_versions_sums_and_the_place_of_the_data_are_those_of_the_module(exported):
    program, pom = exported.read_text("utf-8"), (ROOT / "pom.xml").read_text("utf-8")
    versions = re.findall(r"^//DEPS \S+?:\S+?:([\w.]+)", program, re.MULTILINE)
    assert len(versions) >= 6
    assert all(f">{version}<" in pom for version in versions)
    source = (MODULE / "src/main/java/ai/d2l/internal/data/DataSet.java").read_text("utf-8")
    known = re.findall(r'"([0-9a-f]{64}|http://fashion-mnist[^"]+)"', source)
    assert len(known) == 5
    assert all(word in program for word in known)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("int a = twice(3);", r"cell sum: cannot find symbol .*method twice\(int\)"),
        ("int a = ;", "line 1 is not Java: int a = ;"),
        ("var net = new Codes();", "there is no stand-in for Codes"),
        ("tryAllGpus()", r"cell sum: cannot find symbol .*method tryAllGpus\(\)"),
    ],
)
def test_a_chapter_that_needs_the_module_is_one_line(tmp_path, source, why):
    imports = code("import static ai.d2l.Training.*;\nimport ai.d2l.*;", identity="imports")
    small = store(tmp_path / "01-small.ipynb", text("# S"), imports, code(source, identity="sum"))
    with pytest.raises(Problem) as refused:
        export.export(small, {}, tmp_path / "nowhere")
    said = str(refused.value)
    assert re.search(rf"01-small\.ipynb cannot be exported: {why}.* needs the module: //DEPS", said)
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "nowhere").exists()


class Network(http.server.BaseHTTPRequestHandler):
    """A proxy that answers everything with what the test has put there."""

    def do_GET(self):
        self.server.asked += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.content)

    def log_message(self, *_):
        pass


@pytest.fixture
def fetch(tmp_path):
    """Reads a file of the data set from a network that gives these bytes."""
    source = (ROOT / "tools" / "export" / "DataFolder.java").read_text("utf-8")
    imports, rest = re.match(r"((?:import [^\n]*\n)+)\n(.*)", source, re.DOTALL).groups()
    program = tmp_path / "Data.java"
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Network) as server:
        server.asked = 0
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def run(content, known=""):
            server.content = content
            old = re.search(rf"\w{{64}}(?= {NAME})", rest)[0]
            program.write_text(imports + MAIN % NAME + rest.replace(old, known or old))
            proxy = f"-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort={server.server_port}"
            command = [str(machine.java()), *proxy.split(), str(program)]
            environ = {"PATH": "/nowhere", "LC_ALL": "C.UTF-8"}
            options = {"cwd": tmp_path, "env": environ, "timeout": 120}
            ran = subprocess.run(command, capture_output=True, text=True, **options)
            kept = [path.name for path in (tmp_path / "fashion-mnist").iterdir()]
            return ran, kept, server.asked

        yield run
        server.shutdown()


def test_other_bytes_are_refused_and_not_kept(fetch):
    ran, kept, _ = fetch(gzip.compress(LOGIN))
    assert ran.returncode == 1
    assert f"{NAME}.gz cannot be downloaded (java." in ran.stderr.splitlines()[0]
    assert kept == []


def test_what_is_right_is_fetched_once(fetch):
    packed = (SAMPLE / f"{NAME}.gz").read_bytes()
    known = hashlib.sha256(gzip.decompress(packed)).hexdigest()
    for _ in range(2):
        ran, kept, asked = fetch(packed, known)
        assert ran.stdout.splitlines()[-1:] == ["1008"], ran.stderr
        assert (kept, asked) == ([f"{NAME}.gz"], 1)
