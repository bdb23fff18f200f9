"""The links to the web, against a server on this machine."""

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from d2ltools.chapters import web_links
from d2ltools.chapters.links import Link
from d2ltools.places import ROOT
from d2ltools.terminal import Terminal


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({"/there": 200, "/shy": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()


def web(*urls):
    out = io.StringIO()
    result = web_links.ask([Link(ROOT / "README.md", "", url) for url in urls], Terminal(out))
    return result, out.getvalue()


def test_links_to_the_web_are_listed(server):
    result, said = web(f"{server}/there", f"{server}/there#place", f"{server}/shy", "NOWHERE.md")
    assert result == 0
    assert f"ok 200                       {server}/there\n" in said
    assert f"undecided 403                {server}/shy\n" in said
    assert said.endswith("2 links to the web, 0 dead\n")


def test_a_dead_link_to_the_web_names_where_it_stands(server):
    result, said = web(f"{server}/gone", "http://127.0.0.1:1/closed")
    assert result == 1
    assert f"dead 404                     {server}/gone" in said
    assert f"README.md: {server}/gone. Mend: correct the link" in said
    assert "2 links to the web, 2 dead\nNone answered" in said


def test_a_chapter_that_cannot_be_read_is_one_line(tmp_path, monkeypatch, capsys):
    conflict = tmp_path / "06-lenet.ipynb"
    conflict.write_text("<<<<<<< HEAD\n")
    monkeypatch.setattr(web_links.find, "every", lambda: [conflict])
    assert web_links.main() == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
