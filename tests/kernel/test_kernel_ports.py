"""Who may talk to a kernel: its real ports, its key, and a message that is not signed with it."""

import json
import time
from ipaddress import ip_address
from pathlib import Path

import live_kernel
import psutil
import pytest
from jupyter_client.manager import start_new_kernel

from d2ltools.kernel import kernelspec


@pytest.fixture
def started(tmp_path):
    """Yields a kernel's manager, its client, and the file of what it says on the terminal."""
    kernelspec.prepare()
    with (tmp_path / "log").open("w") as log:
        patience = live_kernel.PATIENCE
        manager, client = start_new_kernel(patience, "java", stderr=log, stdout=log)
    try:
        yield manager, client, tmp_path / "log"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_kernel_listens_on_this_machine_alone_and_runs_only_what_is_signed(started, tmp_path):
    manager, client, log = started
    process = psutil.Process(manager.provisioner.process.pid)
    ports = [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    addresses = [ip_address(c.laddr.ip) for c in ports]
    assert len(addresses) == 5
    assert {str(getattr(a, "ipv4_mapped", None) or a) for a in addresses} == {"127.0.0.1"}
    file = Path(manager.connection_file)  # which has the key
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["signature_scheme"] == "hmac-sha256"
    assert live_kernel.LiveKernel(client).run("1 + 1").shown
    client.session.key = b"another key"
    client.execute(f'java.nio.file.Files.createFile(java.nio.file.Path.of("{tmp_path}/forged"))')
    deadline = time.monotonic() + 30
    while "invalid signature" not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    assert not (tmp_path / "forged").exists()
