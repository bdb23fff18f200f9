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
        print(_remove(target) if arguments.command == "kernel-remove" else _install(target))
    except (Problem, OSError) as e:
        raise Problem(f"{e} JUPYTER_DATA_DIR names another place, to the front end too.") from e
    return 0


def spec_file(name: str) -> Path:
    """Returns where the spec of that name, or ours, belongs, unless it is somebody else's."""
    name = name or NAME
    if not re.fullmatch(r"[\w.-]*\w[\w.-]*", name, re.ASCII):
        raise Problem(f"KERNEL is {name!r}: a kernel's name has letters, digits, '.', '_' and '-'.")
    target = kernelspec.user_data() / "kernels" / name / "kernel.json"
    if target.exists() and not clone_of(target):
        way_out = "`make kernel KERNEL=…` takes another name"
        raise Problem(f"{target} is another kernel's and stays as it is; {way_out}.")
    return target


def _install(target: Path) -> str:
    name = target.parent.name
    content = kernelspec.spec(machine.java(), LIB)
    shown = f"Java ({NAME if name == 'java' else name})"
    content |= {"display_name": shown, "metadata": {MARK: {"clone": str(ROOT)}}}
    files.write(target, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return (
        f"The kernel '{shown}' is in {target.parent}, for every Jupyter front end of yours."
        f" `./d2l kernel-remove --kernel {name}` removes it."
    )


def _remove(target: Path) -> str:
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
