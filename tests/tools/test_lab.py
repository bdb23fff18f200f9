"""Starts JupyterLab as `make lab` does, and asks it what it would do."""

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import psutil
import pytest
from serving import LAB, serving


@pytest.fixture(scope="module")
def lab():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving("06-lenet", f"--ServerApp.port={port}") as (process, address):
            yield process, port, address


def get(address, path):
    _, port, _, token = address.groups()
    whole = f"http://127.0.0.1:{port}/{path}?token={token}"
    return urllib.request.urlopen(whole, timeout=30).read()


def test_takes_another_port_where_one_is_taken_and_prints_its_address(lab):
    _, port, address = lab
    assert int(address[2]) != port
    assert address[3] == "notebooks/06-convolutional-neural-networks/06-lenet.ipynb"


def test_nobody_else_gets_in(lab):
    process, _, address = lab
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"http://127.0.0.1:{address[2]}/api/contents", timeout=30)
    (server,) = psutil.Process(process.pid).children()
    assert {c.laddr.ip for c in server.net_connections("tcp")} == {"127.0.0.1"}


def test_ends_with_all_its_kernels_at_one_signal():
    with serving("06-lenet") as (process, address):
        request = urllib.request.Request(
            f"http://127.0.0.1:{address[2]}/api/kernels",
            data=b'{"name": "java"}',
            headers={"Authorization": f"token {address[4]}"},
        )
        urllib.request.urlopen(request, timeout=60).close()
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
    assert len(children) >= 2
    assert psutil.wait_procs(children, timeout=20)[1] == []


def test_offers_our_kernel(lab):
    java = json.loads(get(lab[2], "api/kernelspecs"))["kernelspecs"]["java"]["spec"]
    assert any("build/lib" in word for word in java["argv"])


def test_asks_the_web_for_nothing(lab):
    page = get(lab[2], "lab").decode()
    config = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1])
    assert config["news"] == {"disabled": True}
    assert json.loads(get(lab[2], "lab/api/update"))["notification"] is None


def test_an_unknown_chapter_is_one_line():
    found = subprocess.run([*LAB, "resnet"], capture_output=True, text=True, env=dict(os.environ))
    assert found.returncode == 1
    assert re.fullmatch(r"There is no chapter 'resnet'.*06-lenet.*\n", found.stderr)
