"""What all tests share: a kernel on the sample data, and what locks notebooks up."""

import os
import shutil

import debian
import live_kernel
import pytest

from d2ltools.classroom import sandbox

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
