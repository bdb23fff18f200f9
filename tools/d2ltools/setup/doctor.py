"""Says what of this machine fits, and what to do about the rest; needs nothing but Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from d2ltools.kernel import kernelspec, user_kernel
from d2ltools.places import ENGINE, GPU, LIB, ROOT, VENV, relative
from d2ltools.setup import gpu, java_home, memory

DOCTOR = "ai.d2l.setup.Doctor"
MEND = "make lab" + (f" ENGINE={ENGINE}" if ENGINE else "") + (" GPU=1" if GPU else "")


def main() -> int:
    """Prints a line for each thing; returns 1 if one is missing."""
    java_home.speak_utf8()
    machine = [_preflight, _java, _python, _memory, _gpu]
    checks = [*machine, _environment, _kernel, _others, _user, _module]
    well = [check() for check in checks]
    return 0 if all(well) else 1


def _say(well: bool, name: str, words: str) -> bool:
    print(f"{'ok' if well else 'FAIL':5} {name:8} {words}", flush=True)
    return well


def _preflight() -> bool:
    found = subprocess.run(
        ["sh", str(ROOT / "tools" / "preflight.sh")],
        cwd=ROOT,
        env=dict(os.environ, PYTHON=os.environ.get("PYTHON") or sys.executable),
        capture_output=True,
        text=True,
        check=False,
    )
    return _say(found.returncode == 0, "needs", found.stderr.strip() or "a JDK, Python, venv")


def _java() -> bool:
    try:
        java, why = java_home.find()
    except java_home.NoJava as e:
        return _say(False, "jdk", str(e))
    other = shutil.which("java")
    if other and Path(other).resolve() != java.resolve():
        why += f"; the PATH has {other}, which is not used"
    return _say(True, "jdk", f"{java}, {why}")


def _memory() -> bool:
    words = f"{memory.said()} The kernel's heap is {kernelspec.heap()}.".strip()
    return _say(True, "memory", words)


def _python() -> bool:
    version = sys.version.split()[0]
    return _say(sys.version_info >= (3, 10), "python", f"{version} in {sys.executable}")


def _environment() -> bool:
    stamp = VENV / "packages.stamp"
    return _say(stamp.exists(), "packages", relative(VENV) if stamp.exists() else f"run `{MEND}`")


def _kernel() -> bool:
    spec = kernelspec.FOLDER / "kernel.json"
    ready = spec.exists() and str(LIB / "*") in json.loads(spec.read_text("utf-8"))["argv"]
    return _say(ready, "kernel", relative(spec) if ready else f"run `{MEND}`, it writes the spec")


def _user() -> bool:
    """Looks at the kernels that `make kernel` has put where editors and other Jupyters look."""
    specs = user_kernel.installed()
    if not specs:
        return _say(True, "user", "`make kernel` shows ours to VS Code and other Jupyters, too")
    return all([_installed(spec, clone) for spec, clone in specs.items()])


def _installed(spec: Path, clone: Path) -> bool:
    words = f"{relative(spec.parent)} starts the kernel of the clone in {clone}"
    wrong = user_kernel.finding(spec)
    if wrong:
        words += f", but {wrong}: `{user_kernel.mend(spec)}` makes it start this one's"
    return _say(not wrong, "user", words)


def _gpu() -> bool:
    return _say(True, "gpu", gpu.advice())


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
        java, _ = java_home.find()
    except java_home.NoJava:
        return False
    command = [str(java), *kernelspec.options(), "-cp", str(LIB / "*"), DOCTOR]
    environ = {**os.environ, **kernelspec.environment()}
    return subprocess.run(command, check=False, env=environ).returncode == 0
