"""Says what of this machine fits, and what to do about the rest; needs nothing but Python."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from d2ltools.kernel import kernelspec, user_kernel
from d2ltools.places import ENGINE, GPU, LIB, VENV, relative
from d2ltools.problem import Problem
from d2ltools.setup import environment, machine

DOCTOR = "ai.d2l.setup.Doctor"
FIX = "run `make lab" + (f" ENGINE={ENGINE}" if ENGINE else "") + (" GPU=1`" if GPU else "`")


def main(arguments: Namespace) -> int:
    """Prints a line for each thing; returns 1 if one is missing."""
    machine.speak_utf8()
    checks = {"python": _python, "jdk": _java, "memory": _memory, "gpu": machine.advice_for_card}
    checks |= {"packages": _packages, "jars": _jars, "kernel": _kernel}
    checks |= {"user": _user}
    well = {name: _told(name, check) for name, check in checks.items()}
    started = well["jdk"] and well["memory"] and well["jars"] and _module()
    return 0 if started and all(well.values()) else 1


def _told(name: str, check: Callable[[], str]) -> bool:
    try:
        fits, words = "ok", check()
    except Problem as e:
        fits, words = "FAIL", str(e)
    print(f"{fits:5} {name:8} {words}", flush=True)
    return fits == "ok"


def _python() -> str:
    machine.require_python()
    return f"{platform.python_version()} in {sys.executable}"


def _java() -> str:
    machine.require_jdk()
    java, other = machine.java(), shutil.which("java")
    why = "JAVA_HOME names it" if os.environ.get("JAVA_HOME") else "the first on the PATH"
    unused = other and Path(other).resolve() != java.resolve()
    return f"{java}, {why}" + (f"; the PATH has {other}, which is not used" if unused else "")


def _memory() -> str:
    return f"{machine.memory()} The kernel's heap is {kernelspec.heap()}.".strip()


def _packages() -> str:
    if not environment.is_ready():
        raise Problem(f"{FIX}, it lays them")
    return relative(VENV)


def _kernel() -> str:
    spec = kernelspec.FOLDER / "kernel.json"
    if not spec.exists() or json.dumps(str(LIB / "*"), ensure_ascii=False) not in spec.read_text():
        raise Problem(f"{FIX}, it writes the spec")
    return relative(spec)


def _user() -> str:
    """Looks at the kernels that `make kernel` has put where editors and other Jupyters look."""
    told = []
    for spec, clone in user_kernel.installed().items():
        told.append(f"{spec.parent} starts the kernel of the clone in {clone}")
        if lost := user_kernel.lost(spec):
            mend = f"`make kernel KERNEL={spec.parent.name}` makes it start this one's"
            raise Problem(f"{told[-1]}, but {lost} is not there: {mend}")
    return "; ".join(told) or "`make kernel` shows ours to VS Code and other Jupyters, too"


def _jars() -> str:
    if not LIB.is_dir():
        raise Problem(f"{FIX}, it fetches them")
    return relative(LIB)


def _module() -> bool:
    """Lets the module say what it can load; it prints its own lines."""
    command = [str(machine.java()), *kernelspec.options(), "-cp", str(LIB / "*"), DOCTOR]
    environ = {**os.environ, **kernelspec.environment()}
    return subprocess.run(command, check=False, env=environ).returncode == 0
