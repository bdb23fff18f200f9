"""What Binder does with the last commit, as far as it goes without conda and without a container.

Takes minutes and the network, and is run by `./d2l test -m binder` alone.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import limits
import live_kernel
import pytest
import serving

from d2ltools.places import BUILD, ROOT
from d2ltools.setup import environment

pytestmark = pytest.mark.binder
REPO2DOCKER = BUILD / "binder"
CHAPTER = "notebooks/06-convolutional-neural-networks/06-lenet.ipynb"
MEBIBYTES = 2048  # what mybinder.org gives to a user
EPOCHS = "2"  # memory does not grow after the first
CHOICE = """
from repo2docker.app import Repo2Docker
app = Repo2Docker()
packs = [pack(base_image=app.base_image) for pack in app.buildpacks]
print(next(type(pack).__name__ for pack in packs if pack.detect()))
"""
OURS = ("D2L_", "JUPYTER_", "XDG_", "MAKE", "MFLAGS")


def copy_of_the_last_commit(place):
    clone = place / "clone"
    clone.mkdir()
    archive = ["git", "-C", ROOT, "archive", f"--output={place}/head.tar", "HEAD"]
    subprocess.run(archive, check=True)
    subprocess.run(["tar", "-xf", place / "head.tar", "-C", clone], check=True)
    return clone


def install(folder, lock):
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--quiet", "--require-hashes", "-r", lock], check=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """The last commit, and an environment that has repo2docker."""
    environ = {**environment._environ(), "UV_PROJECT_ENVIRONMENT": str(REPO2DOCKER)}
    sync = [environment._uv(), "sync", "--locked", "--quiet", "--only-group", "binder"]
    subprocess.run(sync, cwd=ROOT, env=environ, check=True)
    return copy_of_the_last_commit(tmp_path_factory.mktemp("repository"))


def asked(repository, *command):
    program, *words = command
    command = [REPO2DOCKER / "bin" / program, *words]
    ran = subprocess.run(command, cwd=repository, stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout


class Image:
    """What stands for Binder's image: a virtual environment in the place of conda's."""

    def __init__(self, place):
        self.home = place / "home"
        self.home.mkdir()
        self.clone = copy_of_the_last_commit(place)
        self.prefix = place / "conda"
        install(self.prefix, self.clone / "requirements.txt")
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith(OURS)}
        self.environ |= {
            "HOME": str(self.home),
            "PATH": f"{self.prefix / 'bin'}{os.pathsep}{os.environ['PATH']}",
            # Java asks the system for the home, and not the environment
            "JAVA_TOOL_OPTIONS": f"'-Duser.home={self.home}'",
        }
        subprocess.run(["bash", "postBuild"], cwd=self.clone, env=self.environ, check=True)


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    place = tmp_path_factory.mktemp("image")
    yield Image(place)
    shutil.rmtree(place)  # it is most of a gigabyte


def test_repo2docker_chooses_conda(repository):
    assert asked(repository, "python", "-c", CHOICE).strip() == "CondaBuildPack"


def test_the_image_gets_our_packages_and_then_runs_post_build(repository):
    dockerfile = asked(repository, "jupyter-repo2docker", "--no-build", ".")
    installed = re.search(r"apt-get install --yes --no-install-recommends (.*) &&", dockerfile)[1]
    assert set(installed.split()) == set((repository / "apt.txt").read_text().split())
    # environment.yml names requirements.txt, which must be there by then
    steps = ["COPY .* src/ ", r"env update .*environment\.yml", r"RUN \./postBuild$"]
    lines = [re.search(f"(?m)^.*{step}", dockerfile).start() for step in steps]
    assert lines == sorted(lines)


def test_post_build_leaves_a_kernel_that_runs_a_cell(image):
    spec = image.prefix / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    assert str(image.clone / "build" / "lib" / "*") in json.loads(spec.read_text())["argv"]
    command = [image.prefix / "bin" / "python", "-c", live_kernel.FRONT_END, "java"]
    settings = {"cwd": image.clone, "env": image.environ, "stdout": subprocess.PIPE, "text": True}
    ran = subprocess.run(command, check=True, **settings)
    assert str(spec.parent) in ran.stdout
    assert "(10000, 1, 28, 28)" in ran.stdout  # and not the sample's 1000


def test_lenet_on_the_whole_data_and_lab_stay_within_the_memory_of_binder(image):
    python = str(image.prefix / "bin" / "python")
    root = ["--allow-root"] if os.geteuid() == 0 else []
    page = f"--LabApp.default_url=/lab/tree/{CHAPTER}"
    with limits.memory(MEBIBYTES) as within:
        lab = [*within, python, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1"]
        with serving.listening([*lab, page, *root], image.environ, folder=image.clone):
            run = [*within, python, "tools", "run", CHAPTER, "--epochs", EPOCHS]
            environ = {**image.environ, "D2L_ENVIRONMENT": str(image.prefix)}
            words = {"cwd": image.clone, "env": environ, "stdout": subprocess.PIPE, "text": True}
            ran = subprocess.run(run, **words)
    assert ran.returncode == 0
    assert "(60000, 1, 28, 28)" in ran.stdout  # and not the sample
