"""Says what of this machine fits, and what to do about the rest; needs nothing but Python."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from d2ltools.kernel import kernelspec, user_kernel
from d2ltools.places import ENGINE, GPU, LIB, ROOT, VENV, relative
from d2ltools.problem import Problem
from d2ltools.setup import environment, machine

DOCTOR = "ai.d2l.setup.Doctor"
MEND = "make lab" + (f" ENGINE={ENGINE}" if ENGINE else "") + (" GPU=1" if GPU else "")


def main(arguments: Namespace) -> int:
    """Prints a line for each thing; returns 1 if one is missing."""
    machine.speak_utf8()
    here = [_python, _java, _memory, _card]
    well = [check() for check in [*here, _environment, _kernel, _others, _user, _module]]
    return 0 if all(well) else 1


def _say(well: bool, name: str, words: str) -> bool:
    print(f"{'ok' if well else 'FAIL':5} {name:8} {words}", flush=True)
    return well


def _java() -> bool:
    try:
        machine.require_jdk()
    except Problem as e:
        return _say(False, "jdk", str(e))
    java, other = machine.java(), shutil.which("java")
    named = os.environ.get("JAVA_HOME")
    words = f"{java}, {'JAVA_HOME names it' if named else 'the first on the PATH'}"
    if other and Path(other).resolve() != java.resolve():
        words += f"; the PATH has {other}, which is not used"
    return _say(True, "jdk", words)


def _python() -> bool:
    try:
        machine.require_python()
    except Problem as e:
        return _say(False, "python", str(e))
    return _say(True, "python", f"{platform.python_version()} in {sys.executable}")


def _memory() -> bool:
    words = f"{machine.memory()} The kernel's heap is {kernelspec.heap()}.".strip()
    return _say(True, "memory", words)


def _environment() -> bool:
    ready = environment.is_ready()
    return _say(ready, "packages", relative(VENV) if ready else f"run `{MEND}`, it lays them")


def _kernel() -> bool:
    spec = kernelspec.FOLDER / "kernel.json"
    try:
        ready = str(LIB / "*") in json.loads(spec.read_text("utf-8"))["argv"]
    except (OSError, ValueError, KeyError):
        ready = False
    return _say(ready, "kernel", relative(spec) if ready else f"run `{MEND}`, it writes the spec")


def _user() -> bool:
    """Looks at the kernels that `make kernel` has put where editors and other Jupyters look."""
    specs = user_kernel.installed()
    if not specs:
        return _say(True, "user", "`make kernel` shows ours to VS Code and other Jupyters, too")
    return all([_installed(spec, clone) for spec, clone in specs.items()])


def _installed(spec: Path, clone: Path) -> bool:
    words, lost = f"{spec.parent} starts the kernel of the clone in {clone}", user_kernel.lost(spec)
    if lost:
        mend = f"make kernel KERNEL={spec.parent.name}"
        words += f", but {lost} is not there: `{mend}` makes it start this one's"
    return _say(not lost, "user", words)


def _card() -> bool:
    return _say(True, "gpu", machine.advice_for_card())


def _others() -> bool:
    """Names specs of the same name, which a Jupyter that `make` did not start may prefer."""
    foreign = [spec for spec in kernelspec.others() if user_kernel.clone_of(spec) != ROOT]
    others = [relative(spec.parent) for spec in foreign]
    words = "no other kernel has the name java"
    if others:
        words = (
            f"`make lab` takes ours before {', '.join(others)}; a Jupyter or an editor that it did"
            " not start may take that one: choose the Python of .venv there, or remove it"
        )
    return _say(True, "kernels", words)


def _module() -> bool:
    if not LIB.is_dir():
        return _say(False, "module", f"run `{MEND}`, it fetches the jars")
    try:
        java = machine.java()
    except Problem:
        return False
    command = [str(java), *kernelspec.options(), "-cp", str(LIB / "*"), DOCTOR]
    environ = {**os.environ, **kernelspec.environment()}
    return subprocess.run(command, check=False, env=environ).returncode == 0
