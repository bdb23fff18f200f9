"""The prepared kernel's spec: written again when spoilt, found first, one for each choice."""

import json
import os
import subprocess
import sys

from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.setup import machine

FOUND = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r})
import json
from d2ltools.kernel import kernelspec
kernelspec.prepare()
from jupyter_client.kernelspec import get_kernel_spec
spec = get_kernel_spec("java")
print(json.dumps([spec.resource_dir, spec.argv, spec.env]))
"""


def found(**environ):
    environ = {**os.environ, "ENGINE": "", "GPU": "", "D2L_HEAP": "", **environ}
    return json.loads(subprocess.check_output([sys.executable, "-c", FOUND], env=environ))


def test_what_pip_or_a_moved_clone_has_spoilt_is_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(kernelspec, "FOLDER", tmp_path)  # the usual one may be in use
    (tmp_path / "kernel.json").write_text('{"argv": ["java"]}')
    kernelspec.prepare()
    words = json.loads((tmp_path / "kernel.json").read_text())["argv"]
    assert words[0] == str(machine.java())
    assert str(LIB / "*") in words


def test_ours_is_found_before_one_in_the_home_or_on_the_users_path(tmp_path):
    for folder in ("home/.local/share/jupyter", "path"):
        other = tmp_path / folder / "kernels" / "java"
        other.mkdir(parents=True)
        (other / "kernel.json").write_text('{"argv": ["false"], "display_name": "Other"}')
    folder, _, _ = found(HOME=str(tmp_path / "home"), JUPYTER_PATH=str(tmp_path / "path"))
    assert folder == str(kernelspec.VENV / "share" / "jupyter" / "kernels" / "java")


def test_engines_and_heaps_have_specs_of_their_own_so_that_two_labs_can_run_at_once():
    usual, pytorch, larger = found(), found(ENGINE="pytorch"), found(D2L_HEAP="700m")
    assert len({folder for folder, _, _ in (usual, pytorch, larger)}) == 3
    assert str(ROOT / "build" / "lib" / "*") in usual[1]
    assert str(ROOT / "build" / "lib-pytorch" / "*") in pytorch[1]
    assert "-Xmx700m" in larger[1]
    assert ("D2L_ENGINE" in usual[2], pytorch[2]["D2L_ENGINE"]) == (False, "pytorch")
