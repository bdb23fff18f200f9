import json
import os
import subprocess
import sys

import pytest

from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.setup import machine


def prepared():
    kernelspec.prepare()
    return json.loads((kernelspec.FOLDER / "kernel.json").read_text())


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """Another run of the tests in this clone needs the usual one."""
    monkeypatch.setattr(kernelspec, "FOLDER", tmp_path / "kernels" / "java")


def test_what_pip_or_a_moved_clone_has_spoilt_is_written_again(own_folder):
    good = prepared()
    (kernelspec.FOLDER / "kernel.json").write_text('{"argv": ["java"]}')
    assert prepared() == good
    assert good["argv"][0] == str(machine.java())
    assert str(LIB / "*") in good["argv"]


def test_ours_is_found_before_one_in_the_home_or_on_the_users_path(tmp_path, monkeypatch):
    for folder in ("home/.local/share/jupyter", "path"):
        other = tmp_path / folder / "kernels" / "java"
        other.mkdir(parents=True)
        (other / "kernel.json").write_text('{"argv": ["false"], "display_name": "Other"}')
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "path"))
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); from d2ltools.kernel import kernelspec\n"
        "kernelspec.prepare(); from jupyter_client.kernelspec import get_kernel_spec\n"
        "print(get_kernel_spec('java').resource_dir)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == str(kernelspec.FOLDER)


def test_engines_and_heaps_have_specs_of_their_own_so_that_two_labs_can_run_at_once():
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'tools')!r}); import json; from d2ltools.kernel import kernelspec\n"
        "kernelspec.prepare(); from jupyter_client.kernelspec import get_kernel_spec\n"
        "spec = get_kernel_spec('java'); print(json.dumps([spec.resource_dir, spec.argv, spec.env]))"
    )

    def found(engine, heap=""):
        command, environ = [sys.executable, "-c", code], dict(os.environ, ENGINE=engine, GPU="")
        environ["D2L_HEAP"] = heap
        return json.loads(subprocess.check_output(command, env=environ))

    folder, words, environ = found("pytorch")
    assert environ == {"D2L_ENGINE": "pytorch"}
    assert str(ROOT / "build" / "lib-pytorch" / "*") in words
    other, words, environ = found("")
    assert other != folder
    assert str(ROOT / "build" / "lib" / "*") in words
    assert "D2L_ENGINE" not in environ
    larger, words, _ = found("", "700m")
    assert "-Xmx700m" in words and larger not in (folder, other)
