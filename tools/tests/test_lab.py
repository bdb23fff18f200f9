"""Starts JupyterLab as `make lab` does, and asks it what it would do."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import limits
import psutil
import pytest
from places import ROOT

LAB = [sys.executable, str(ROOT / "tools" / "lab.py")]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:(\d+)/lab/tree/(\S+)\?token=(\w+))")


@pytest.fixture(scope="module")
def lab():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(f"--ServerApp.port={port}") as (process, address):
            yield process, port, address


@contextlib.contextmanager
def serving(*options, browser=None, read_only_home=None):
    command = [*LAB, "06-lenet", *options, *([] if browser else ["--no-browser"])]
    environ = {**os.environ, "BROWSER": browser or ""}
    if read_only_home:
        environ["HOME"] = str(read_only_home)
        command = limits.mounted(limits.read_only(read_only_home), command)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ) as process:
        try:
            address = ADDRESS.search(until(process.stderr, ADDRESS))
            wait_for(int(address[2]))  # it prints the address before it listens
            yield process, address
        finally:
            process.terminate()
            process.stderr.read()


def until(stream, pattern):
    for line in stream:
        if pattern.search(line):
            return line
    raise AssertionError("the server ended without an address")


def wait_for(port):
    deadline = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 5).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "nobody listens"
            time.sleep(0.05)


def get(address, path):
    _, port, _, token = address.groups()
    whole = f"http://127.0.0.1:{port}/{path}?token={token}"
    return urllib.request.urlopen(whole, timeout=30).read()


def test_takes_another_port_where_one_is_taken_and_prints_its_address(lab):
    _, port, address = lab
    assert int(address[2]) != port
    assert address[3] == "06-convolutional-neural-networks/06-lenet.ipynb"


def test_nobody_else_gets_in(lab):
    process, _, address = lab
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"http://127.0.0.1:{address[2]}/api/contents", timeout=30)
    (server,) = psutil.Process(process.pid).children()
    assert {c.laddr.ip for c in server.net_connections("tcp")} == {"127.0.0.1"}


def start_kernel(address):
    request = urllib.request.Request(
        f"http://127.0.0.1:{address[2]}/api/kernels",
        data=b'{"name": "java"}',
        headers={"Authorization": f"token {address[4]}"},
    )
    return json.load(urllib.request.urlopen(request, timeout=60))["id"]


def wait_for_the_end(process):
    """Waits until a process is gone, or nothing of it is left but its exit code."""
    deadline = time.monotonic() + 30
    with contextlib.suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline, f"{process} lives on"
            time.sleep(0.1)


def kernels_of(process):
    found = psutil.Process(process.pid).children(recursive=True)
    return [child for child in found if "java" in child.name()]


def test_ends_with_all_its_kernels_at_one_signal():
    with serving() as (process, address):
        start_kernel(address)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
    assert len(children) >= 2
    assert psutil.wait_procs(children, timeout=20)[1] == []


@pytest.mark.parametrize("victim", ["make lab", "server"])
def test_leaves_no_process_behind_when_it_is_killed(victim):
    with serving() as (process, address):
        start_kernel(address)
        (kernel,) = kernels_of(process)
        (server,) = psutil.Process(process.pid).children()
        (process if victim == "make lab" else server).kill()
        wait_for_the_end(server)
        wait_for_the_end(kernel)


def test_says_in_its_log_why_a_kernel_died():
    with serving() as (process, address):
        start_kernel(address)
        (kernel,) = kernels_of(process)
        kernel.kill()
        line = until(process.stderr, re.compile("The kernel died"))
    assert "it was killed, as the system does when memory is short. This machine has" in line


def test_a_browser_that_cannot_be_opened_does_not_matter(tmp_path):
    with serving(browser=str(tmp_path / "none")) as (_, address):
        assert b"jupyter-config-data" in get(address, "lab")


def test_a_home_that_is_read_only_does_not_matter(tmp_path):
    with serving(read_only_home=tmp_path) as (process, address):
        start_kernel(address)
        assert len(kernels_of(process)) == 1


def test_two_at_once_have_ports_and_kernels_of_their_own(lab):
    with serving() as (process, address):
        start_kernel(address)
        start_kernel(lab[2])
        assert address[2] != lab[2][2]
        assert len(kernels_of(process)) == 1


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
