"""The prepared kernel for the user's other Jupyters; needs nothing but Python, to be removed too."""

from __future__ import annotations

import contextlib
import json
import re
from argparse import Namespace
from pathlib import Path

from d2ltools import files
from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.problem import Problem
from d2ltools.setup import machine

NAME = "d2l-java"  # and not java, which other Java kernels have
MARK = "d2l-java"  # among the metadata of the specs that are ours


def main(arguments: Namespace) -> int:
    """Writes the spec, or removes it, and says where."""
    target: Path = arguments.kernel
    try:
        print(remove(target) if arguments.command == "kernel-remove" else install(target))
    except (Problem, OSError) as e:
        if isinstance(getattr(e, "__cause__", None) or e, OSError):
            raise Problem(f"{e} JUPYTER_DATA_DIR names another place, to the front end too.") from e
        raise
    return 0


def spec_file(name: str) -> Path:
    """Returns where the spec of that name belongs."""
    if not re.fullmatch(r"[\w.-]*\w[\w.-]*", name, re.ASCII):
        raise Problem(f"KERNEL is {name!r}: a kernel's name has letters, digits, '.', '_' and '-'.")
    return kernelspec.user_data() / "kernels" / name / "kernel.json"


def require_ours(target: Path) -> Path:
    """Returns that spec, unless a kernel that is not ours has its name."""
    if target.exists() and not clone_of(target):
        way_out = "`make kernel KERNEL=…` takes another name"
        raise Problem(f"{target} is another kernel's and stays as it is; {way_out}.")
    return target


def install(target: Path) -> str:
    """Writes the spec, and says where."""
    machine.speak_utf8()
    name = NAME if target.parent.name == "java" else target.parent.name
    content = kernelspec.spec(machine.java(), LIB)
    content |= {"display_name": f"Java ({name})", "metadata": {MARK: {"clone": str(ROOT)}}}
    files.write(target, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    named = "" if target.parent.name == NAME else f" --kernel {target.parent.name}"
    return (
        f"The kernel '{content['display_name']}' is in {target.parent}, for every Jupyter front end"
        f" of yours. `./d2l kernel-remove{named}` removes it."
    )


def remove(target: Path) -> str:
    """Removes the spec, and says so."""
    if not target.exists():
        return f"There is no kernel in {target.parent}; nothing to remove."
    target.unlink()
    with contextlib.suppress(OSError):  # something else is in it
        target.parent.rmdir()
    return f"Removed the kernel in {target.parent}."


def clone_of(spec: Path) -> Path | None:
    """Returns the clone from which a spec of ours starts its kernel."""
    try:
        return Path(json.loads(spec.read_text(encoding="utf-8"))["metadata"][MARK]["clone"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def installed() -> dict[Path, Path]:
    """Returns the specs of ours that the user has, each with the clone that it starts from."""
    specs = sorted(kernelspec.user_data().glob("kernels/*/kernel.json"))
    return {spec: clone for spec in specs if (clone := clone_of(spec))}


def lost(spec: Path) -> str:
    """Returns what a spec of ours would start and is not there; empty if it is."""
    argv = json.loads(spec.read_text(encoding="utf-8"))["argv"]
    lib = Path(argv[argv.index("-cp") + 1]).parent
    return next((str(path) for path in (Path(argv[0]), lib) if not path.exists()), "")
