"""JJava as its own installer leaves it, with our jars on its class path."""

import json

import live_kernel
import pytest

from d2ltools.places import LIB, VENV

CODE = """
import static ai.d2l.Training.*;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
var manager = NDManager.newBaseManager();
"""


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    spec = tmp_path_factory.mktemp("share") / "kernels" / "stock" / "kernel.json"
    spec.parent.mkdir(parents=True)
    jars = [VENV / "share/jupyter/kernels/java" / f"{n}.jar" for n in ("jjava-launcher", "jjava")]
    content = {
        "argv": ["java", "-jar", *map(str, jars), "{connection_file}"],
        "display_name": "Stock",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"JJAVA_CLASSPATH": str(LIB / "*")},
    }
    spec.write_text(json.dumps(content))
    with live_kernel.started("stock", JUPYTER_PATH=str(spec.parents[2])) as kernel:
        assert kernel.run(CODE).error == ""
        yield kernel


def test_shows_values_richly(stock):
    shown = stock.run("manager.create(new int[] {7})").shown[-1]
    assert "<td>7</td>" in shown["text/html"]
    assert shown["text/plain"].startswith("NDArray (1) int32")


def test_names_the_mend_of_a_mistake(stock):
    first = stock.run("manager.ones(new Shape(3)).toIntArray()").error.splitlines()[0]
    assert "The array holds float32 and was read as int" in first


def test_shows_javadoc(stock):
    assert "Trains a net from fresh weights" in stock.inspect("trainCh6(", at=4)
