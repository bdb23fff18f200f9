"""JupyterLab as `make lab` starts it, and its kernels when something ends, dies or is not there."""

import contextlib
import json
import re
import signal
import time
import urllib.error
import urllib.request

import psutil
import pytest
from serving import serving


def get(address, path, data=None):
    whole = f"http://127.0.0.1:{address[2]}/{path}"
    request = urllib.request.Request(whole, data, {"Authorization": f"token {address[4]}"})
    return urllib.request.urlopen(request, timeout=60).read()


def start_kernel(address):
    return json.loads(get(address, "api/kernels", b'{"name": "java"}'))["id"]


def kernels_of(process):
    found = psutil.Process(process.pid).children(recursive=True)
    return [child for child in found if "java" in child.name()]


def wait_until(holds):
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_gone(process):
    """Tells whether nothing of a process is left, or only its exit code."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    return True


def test_two_at_once_have_ports_and_kernels_of_their_own_which_end_with_them():
    with serving("06-lenet") as (first, address), serving("06-lenet") as (second, another):
        start_kernel(address)
        start_kernel(another)
        assert address[2] != another[2]
        (killed,), (kept,) = (kernels_of(process) for process in (first, second))
        first.kill()
        first.wait(10)  # as a shell does: a zombie is there
        wait_until(lambda: is_gone(killed))
        assert not is_gone(kept)
        children = psutil.Process(second.pid).children(recursive=True)
        second.send_signal(signal.SIGINT)
    assert psutil.wait_procs(children, timeout=20)[1] == []


def test_it_offers_our_kernel_to_its_user_alone_and_says_why_one_died():
    log = []
    with serving("06-lenet", log=log) as (process, address):
        assert address[3] == "notebooks/06-convolutional-neural-networks/06-lenet.ipynb"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"http://127.0.0.1:{address[2]}/api/contents", timeout=30)
        connections = psutil.Process(process.pid).net_connections("tcp")
        assert {c.laddr.ip for c in connections} == {"127.0.0.1"}

        java = json.loads(get(address, "api/kernelspecs"))["kernelspecs"]["java"]["spec"]
        assert any("build/lib" in word for word in java["argv"])
        page = get(address, "lab").decode()  # which asks the web for nothing
        config = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1]
        assert json.loads(config)["news"] == {"disabled": True}
        assert json.loads(get(address, "lab/api/update"))["notification"] is None

        start_kernel(address)
        (kernel,) = kernels_of(process)
        kernel.kill()
        wait_until(lambda: any("The kernel died" in line for line in log))
        # Jupyter, ended in the midst of the restart that follows, may wait for ever
        wait_until(lambda: [k for k in kernels_of(process) if k != kernel])
        start_kernel(address)
    line = next(line for line in log if "The kernel died" in line)
    assert "it was killed, as the system does when memory is short. This machine has" in line


def test_neither_a_missing_browser_nor_a_home_that_is_read_only_matters(tmp_path):
    missing = str(tmp_path / "none")
    with serving("06-lenet", browser=missing, read_only_home=tmp_path) as (process, address):
        start_kernel(address)
        assert len(kernels_of(process)) == 1
