"""What a kernel sends while a curve grows, which every front end must be able to show."""

import re
import shutil
import subprocess
import venv
from pathlib import Path

import live_kernel
import pytest

from d2ltools import release
from d2ltools.chapters import hygiene
from d2ltools.places import LIB, ROOT
from d2ltools.setup import environment, machine

CURVE = """
var growing = Animator.builder().setLegend("loss").optXLabel("epoch").optXLim(0, 2).build();
for (int i = 1; i <= 10; i++) { growing.add(i / 5.0, 1.0 / i); Thread.sleep(200); }
"""
TRAINING = "trainCh6(someNet, data.trainIter(256), data.testIter(256), 2, 0.9, tryGpu());"
NET = """
var data = FashionMnist.load();
var someNet = new SequentialBlock().add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(10).build());
"""
VALUES = ["data", "someNet", "data.testImages()", TRAINING]


def grows_in_one_place(kernel):
    outcome = kernel.run(CURVE)
    pictures = [picture["image/png"] for picture in [*outcome.shown, *outcome.replaced]]
    assert (outcome.error, outcome.warned, len(outcome.shown)) == ("", "", 1)
    assert len(set(pictures)) >= 4
    assert outcome.replaced[-1]["text/plain"] == "epoch 2: loss 0.100"
    return [*outcome.shown, *outcome.replaced]


def plain(shown):
    """Says that there is nothing in it but pictures, text and tables without a script."""
    for data in shown:
        assert set(data) <= set(hygiene.OUTPUT_TYPES)
        assert "text/plain" in data
        html = data.get("text/html", "").replace('src="data:image/png;base64,', "")
        assert not hygiene.ACTIVE.search(html)


def test_a_curve_grows_in_one_place_and_is_a_picture_with_a_text(kernel):
    plain(grows_in_one_place(kernel))


@pytest.mark.parametrize("code", VALUES)
def test_what_cells_show_needs_no_script_and_no_widget(kernel, code):
    kernel.run(NET)
    outcome = kernel.run(code)
    assert outcome.shown, outcome.error
    plain([*outcome.shown, *outcome.replaced])


@pytest.fixture(scope="module")
def second_environment(tmp_path_factory):
    """The data folder of an environment into which pip has put JJava, and nobody anything else."""
    folder = tmp_path_factory.mktemp("second")
    venv.create(folder, with_pip=False, symlinks=True)
    pin = next(line for line in (ROOT / "requirements.txt").read_text().split() if "jjava=" in line)
    pip = [environment._uv(), "pip", "install", "--quiet", "--no-deps", "--python", str(folder)]
    # it is in uv's cache
    subprocess.run([*pip, pin], env=environment._environ(), check=True)
    kernels = folder / "share" / "jupyter" / "kernels"
    (kernels / "stock").symlink_to(kernels / "java")  # a name that ours does not hide
    return folder / "share" / "jupyter"


@pytest.fixture(scope="module")
def stock(second_environment):
    """JJava as it is there, told where our jars are and to log no more than warnings."""
    environ = {
        "JUPYTER_PATH": str(second_environment),
        "JJAVA_CLASSPATH": str(LIB / "*"),
        "JJAVA_JVM_OPTS": "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "D2L_DATA": "sample",
    }
    with live_kernel.started("stock", **environ) as kernel:
        assert kernel.run("import ai.d2l.*; import static ai.d2l.Training.*;").error == ""
        yield kernel


def test_a_curve_grows_under_stock_jjava_in_a_second_environment(stock):
    plain(grows_in_one_place(stock))


def test_stock_jjava_shows_values_javadoc_and_the_mend_of_a_mistake(stock):
    stock.run("import ai.djl.ndarray.*; import ai.djl.ndarray.types.*;")
    stock.run("var manager = NDManager.newBaseManager();")
    shown = stock.run("manager.create(new int[] {7})").shown[-1]
    assert "<td>7</td>" in shown["text/html"]
    assert shown["text/plain"].startswith("NDArray (1) int32")
    first = stock.run("manager.ones(new Shape(3)).toIntArray()").error.splitlines()[0]
    assert "The array holds float32 and was read as int" in first
    assert "Trains a net from fresh weights" in stock.inspect("trainCh6(", at=4)


@pytest.fixture(scope="module")
def home_with_module(tmp_path_factory):
    """A home into whose Maven repository `mvn install` has put the module."""
    java = machine.java()
    settings = [str(java), "-XshowSettings:properties", "-version"]
    said = subprocess.run(settings, capture_output=True, text=True, check=True).stderr
    known = Path(re.search(r"user\.home = (.*)", said)[1]) / ".m2" / "repository"
    home = tmp_path_factory.mktemp("home")
    repository = home / ".m2" / "repository"
    # what is there already is not fetched again, and not changed
    shutil.copytree(known, repository, symlinks=True)
    shutil.rmtree(repository / "ai" / "d2l", ignore_errors=True)
    version = release.of_pom(ROOT)
    jar = LIB / f"d2l-java-{version}.jar"
    laid = {"d2l-java": [ROOT / "d2l-java/pom.xml", jar], "d2l-parent": [ROOT / "pom.xml"]}
    for name, files in laid.items():
        folder = repository / "ai" / "d2l" / name / version
        folder.mkdir(parents=True)
        for file in files:
            shutil.copy(file, folder / f"{name}-{version}{file.suffix.replace('.xml', '.pom')}")
    return home


def test_one_maven_line_is_all_that_stock_jjava_needs(second_environment, home_with_module):
    environ = {"JUPYTER_PATH": str(second_environment), "D2L_DATA": "sample"}
    environ["JJAVA_JVM_OPTS"] = f"-Duser.home={home_with_module}"
    imports = "import ai.d2l.*; import static ai.d2l.Training.*; import ai.djl.nn.*;"
    cells = [f"%maven ai.d2l:d2l-java:{release.of_pom(ROOT)}"]
    cells += [f"{imports} import ai.djl.nn.core.*;", NET, TRAINING]
    with live_kernel.started("stock", **environ) as kernel:
        assert [kernel.run(cell).error for cell in cells] == [""] * len(cells)
        plain(grows_in_one_place(kernel))
