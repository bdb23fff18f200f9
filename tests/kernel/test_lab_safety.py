"""What happens to JupyterLab and its kernels when something else ends, dies or is not there."""

import contextlib
import json
import time
import urllib.request

import psutil
from serving import serving


def start_kernel(address):
    request = urllib.request.Request(
        f"http://127.0.0.1:{address[2]}/api/kernels",
        data=b'{"name": "java"}',
        headers={"Authorization": f"token {address[4]}"},
    )
    return json.load(urllib.request.urlopen(request, timeout=60))["id"]


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


def test_leaves_no_kernel_behind_when_it_is_killed():
    with serving("06-lenet") as (process, address):
        start_kernel(address)
        (kernel,) = kernels_of(process)
        process.kill()
        process.wait(10)  # as a shell does: a zombie is there
        wait_until(lambda: is_gone(kernel))


def test_says_in_its_log_why_a_kernel_died():
    log = []
    with serving("06-lenet", log=log) as (process, address):
        start_kernel(address)
        (kernel,) = kernels_of(process)
        kernel.kill()
        wait_until(lambda: any("The kernel died" in line for line in log))
        # Jupyter, ended in the midst of the restart that follows, may wait for ever
        wait_until(lambda: [k for k in kernels_of(process) if k != kernel])
        start_kernel(address)
    line = next(line for line in log if "The kernel died" in line)
    assert "it was killed, as the system does when memory is short. This machine has" in line


def test_a_browser_that_cannot_be_opened_does_not_matter(tmp_path):
    with serving("06-lenet", browser=str(tmp_path / "none")) as (_, address):
        assert start_kernel(address)


def test_a_home_that_is_read_only_does_not_matter(tmp_path):
    with serving("06-lenet", read_only_home=tmp_path) as (process, address):
        start_kernel(address)
        assert len(kernels_of(process)) == 1


def test_two_at_once_have_ports_and_kernels_of_their_own():
    with serving("06-lenet") as (first, address), serving("06-lenet") as (second, another):
        start_kernel(address)
        start_kernel(another)
        assert address[2] != another[2]
        assert [len(kernels_of(process)) for process in (first, second)] == [1, 1]
