"""What all tests share: a kernel on the sample data, and what locks notebooks up."""

import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

# before anybody asks places.py
OUT = tempfile.TemporaryDirectory(prefix="d2l-test-")
os.environ["D2L_OUT"] = OUT.name

import debian
import live_kernel

from d2ltools.classroom import sandbox

HERE = Path(__file__).parent
# What starts kernels in processes of its own, outside of tests/kernel.
STARTS_KERNELS = {
    "test_binder",
    "test_export",
    "test_offline_laptop",
    "test_render",
    "test_user_kernel",
}
# These take minutes: only whoever names their marker wants them.
RARE = {"soak", "offline", "binder"}
USES_KERNELS = {"kernel", "bubblewrap"}

IMPORTS = """
import static ai.d2l.Training.*;
import ai.d2l.*;
import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import ai.djl.nn.*;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.*;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import org.knowm.xchart.*;
import tech.tablesaw.api.*;
var manager = NDManager.newBaseManager();
"""


@pytest.fixture(scope="session")
def kernel():
    """The prepared kernel on the sample data, one for all tests that only look at what it says."""
    with live_kernel.started(D2L_DATA="sample") as kernel:
        assert kernel.run(IMPORTS).error == ""
        yield kernel


@pytest.fixture(scope="session")
def bubblewrap():
    """What locks notebooks up; without it the tests are skipped, but never in CI."""
    if not shutil.which("bwrap"):
        debian.install("bubblewrap")
    why = sandbox.lacks()
    if why and os.environ.get("CI"):
        pytest.fail(f"nothing can be locked up here: {why}")
    if why:
        pytest.skip(f"nothing can be locked up here: {why}")


def pytest_collection_modifyitems(config, items):
    """Marks what needs a kernel or a browser, and leaves what shares the kernel to the end."""
    unasked = RARE - set(re.findall(r"\w+", config.option.markexpr))
    rare = [item for item in items if unasked & {mark.name for mark in item.iter_markers()}]
    config.hook.pytest_deselected(items=rare)
    items[:] = [item for item in items if item not in rare]
    for item in items:
        fixtures = USES_KERNELS & set(item.fixturenames)
        if HERE / "kernel" in item.path.parents or fixtures or item.path.stem in STARTS_KERNELS:
            item.add_marker("kernel")
        if HERE / "browser" in item.path.parents:
            item.add_marker("browser")
    # it ends with the last test; in the meantime it would hold gigabytes
    items.sort(key=lambda item: "kernel" in item.fixturenames)
