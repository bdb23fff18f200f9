"""The kernel that `make kernel` installs, seen from another environment of the same user."""

import json
import os
import subprocess
import sys
import sysconfig
import venv

import limits
import live_kernel
import pytest
from jupyter_core.paths import jupyter_data_dir

from d2ltools.kernel import kernelspec
from d2ltools.places import ROOT
from d2ltools.setup import java_home

MAKE_KERNEL = [sys.executable, str(ROOT / "tools"), "kernel"]
HOME_OF_JAVA = str(java_home.find()[0].resolve().parent.parent)


def user_kernel(home, *words, **environ):
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], **environ}
    result = subprocess.run([*MAKE_KERNEL, *words], capture_output=True, text=True, env=environ)
    assert "Traceback" not in result.stderr
    return result


def spec_in(home, name="d2l-java"):
    return home / ".local" / "share" / "jupyter" / "kernels" / name / "kernel.json"


def another_kernel(home, name):
    spec = spec_in(home, name)
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["false"], "display_name": "Java (jjava)", "metadata": {}}')
    return spec


@pytest.fixture
def elsewhere(tmp_path):
    """The Python of an environment that has Jupyter and no kernel of ours."""
    venv.create(tmp_path / "elsewhere", with_pip=False, symlinks=True)
    scheme = {"base": str(tmp_path / "elsewhere"), "platbase": str(tmp_path / "elsewhere")}
    packages = sysconfig.get_path("purelib", "venv" if os.name == "posix" else "nt", scheme)
    with open(os.path.join(packages, "jupyter.pth"), "w") as paths:
        paths.write(sysconfig.get_path("purelib"))
    return tmp_path / "elsewhere" / "bin" / "python"


@pytest.mark.parametrize("name", ["d2l-java", "java"])
def test_another_environment_starts_it_without_java_on_its_path(tmp_path, elsewhere, name):
    assert user_kernel(tmp_path, "install", name, JAVA_HOME=HOME_OF_JAVA).returncode == 0
    environ = {"HOME": str(tmp_path), "PATH": "/nowhere", "D2L_DATA": "sample"}
    command = [elsewhere, "-c", live_kernel.FRONT_END, name]
    result = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert name in result.stdout.splitlines()[0].split()
    assert "(1000, 1, 28, 28)" in result.stdout, result.stderr


def test_has_a_name_of_its_own_and_the_heap_and_engine_asked_for(tmp_path):
    user_kernel(tmp_path, "install", D2L_HEAP="700m", ENGINE="PyTorch")
    spec = json.loads(spec_in(tmp_path).read_text())
    assert (spec["display_name"], spec["language"]) == ("Java (d2l-java)", "java")
    assert "-Xmx700m" in spec["argv"]
    assert spec["env"] == {"D2L_ENGINE": "PyTorch"}


def test_names_the_command_that_removes_this_kernel_and_no_other(tmp_path):
    assert "`make kernel-remove` removes it" in user_kernel(tmp_path, "install").stdout
    said = user_kernel(tmp_path, "install", "mine").stdout
    assert "`make kernel-remove KERNEL=mine` removes it" in said


@pytest.mark.parametrize("step", ["install", "remove"])
def test_a_kernel_of_somebody_else_is_named_and_left_alone(tmp_path, step):
    spec = another_kernel(tmp_path, "java")
    before = spec.read_bytes()
    result = user_kernel(tmp_path, step, "java")
    assert (result.returncode, spec.read_bytes()) == (1, before)
    assert result.stderr.startswith(f"{spec} is another kernel's and stays as it is; `")
    assert len(result.stderr.splitlines()) == 1


def test_is_removed_with_its_folder_and_other_kernels_stay(tmp_path):
    other = another_kernel(tmp_path, "java")
    user_kernel(tmp_path, "install")
    assert user_kernel(tmp_path, "remove").stdout.startswith("Removed the kernel in ")
    assert [path.name for path in spec_in(tmp_path).parents[1].iterdir()] == ["java"]
    assert other.exists()
    assert "nothing to remove" in user_kernel(tmp_path, "remove").stdout


def test_a_place_that_cannot_be_written_is_one_line_with_the_way_out(tmp_path):
    command = limits.mounted(limits.read_only(tmp_path), [*MAKE_KERNEL, "install"])
    environ = {**os.environ, "HOME": str(tmp_path)}
    result = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert result.returncode == 1
    assert result.stderr.startswith(f"{spec_in(tmp_path)} cannot be written: Read-only file system")
    assert "JUPYTER_DATA_DIR names another place" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["../java", "my kernel", ".."])
def test_a_name_that_jupyter_does_not_take_is_refused(tmp_path, name):
    result = user_kernel(tmp_path, "install", name)
    assert result.returncode == 1
    assert f"KERNEL is {name!r}" in result.stderr
    assert not any(tmp_path.iterdir())


def test_that_of_another_clone_is_replaced_and_named(tmp_path):
    user_kernel(tmp_path, "install")
    moved(spec_in(tmp_path), tmp_path / "old")
    result = user_kernel(tmp_path, "install")
    assert f"It was that of the clone in {tmp_path / 'old'}." in result.stdout
    assert str(ROOT / "build" / "lib" / "*") in spec_in(tmp_path).read_text()


def moved(spec, place):
    spec.write_text(spec.read_text().replace(str(ROOT), str(place)))


def test_a_pytorch_kernel_has_jars_that_no_other_build_takes_away(tmp_path):
    user_kernel(tmp_path, "install", ENGINE="pytorch", JUPYTER_DATA_DIR=str(tmp_path))
    argv = json.loads((tmp_path / "kernels" / "d2l-java" / "kernel.json").read_text())["argv"]
    assert str(ROOT / "build" / "lib-pytorch" / "*") in argv


@pytest.mark.parametrize("environ", [{}, {"XDG_DATA_HOME": "/x"}, {"JUPYTER_DATA_DIR": "/j"}])
def test_jupyter_looks_where_it_is_put(monkeypatch, environ):
    for name in ("XDG_DATA_HOME", "JUPYTER_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert str(kernelspec.user_data()) == jupyter_data_dir()
