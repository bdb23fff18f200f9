"""The prepared kernel for the user's other Jupyters: user_kernel.py install|remove [NAME].

Needs nothing but Python, so that it can be removed when the environment is gone.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
from pathlib import Path

from d2ltools import files
from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT
from d2ltools.setup import java_home

NAME = "d2l-java"  # and not java, which other Java kernels have
MARK = "d2l-java"  # among the metadata of the specs that are ours


class Refused(Exception):
    """A kernel that is not ours to touch, or a name that is none."""


def main(words: list[str]) -> int:
    """Installs or removes the kernel; returns 1 with the reason if that cannot be."""
    java_home.speak_utf8()
    step, name = words[0], (words[1:] or [""])[0] or NAME
    try:
        print({"install": install, "remove": remove}[step](spec_file(name)))
    except (Refused, java_home.NoJava, kernelspec.BadHeap) as e:
        print(e, file=sys.stderr)
        return 1
    except OSError as e:
        print(f"{e} JUPYTER_DATA_DIR names another place, to the front end too.", file=sys.stderr)
        return 1
    return 0


def spec_file(name: str) -> Path:
    """Returns where the spec of that name belongs."""
    if not re.fullmatch(r"[\w.-]*\w[\w.-]*", name, re.ASCII):
        raise Refused(f"KERNEL is {name!r}: a kernel's name has letters, digits, '.', '_' and '-'.")
    return kernelspec.user_data() / "kernels" / name / "kernel.json"


def install(target: Path) -> str:
    """Writes the spec, and says where; a kernel that is not ours stays as it is."""
    require_ours(target)
    before = clone_of(target)
    java, _ = java_home.find()
    name = NAME if target.parent.name == "java" else target.parent.name
    content = kernelspec.spec(java, LIB)
    content |= {"display_name": f"Java ({name})", "metadata": {MARK: {"clone": str(ROOT)}}}
    files.write(target, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    instead = f" It was that of the clone in {before}." if before and before != ROOT else ""
    return (
        f"The kernel '{content['display_name']}' is in {target.parent}, for every Jupyter front end"
        f" of yours.{instead} `make kernel-remove{_named(target)}` removes it."
    )


def require_ours(target: Path) -> None:
    """Raises Refused if a kernel that is not ours has that name."""
    _refuse_another(target, "`make kernel KERNEL=…` takes another name")


def remove(target: Path) -> str:
    """Removes the spec, and says so; a kernel that is not ours stays as it is."""
    _refuse_another(target, f"`jupyter kernelspec remove {target.parent.name}` removes it")
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


def mend(spec: Path) -> str:
    """Returns the command that makes a spec of ours start this clone's kernel."""
    return f"make kernel{_named(spec)}"


def finding(spec: Path) -> str:
    """Says what keeps a spec of ours from starting a kernel; empty if nothing does."""
    argv = json.loads(spec.read_text(encoding="utf-8"))["argv"]
    lib = Path(argv[argv.index("-cp") + 1]).parent
    missing = [path for path in (Path(argv[0]), lib) if not path.exists()]
    return f"{missing[0]} is not there" if missing else ""


def _named(spec: Path) -> str:
    name = spec.parent.name
    return "" if name == NAME else f" KERNEL={name}"


def _refuse_another(target: Path, way_out: str) -> None:
    if target.exists() and not clone_of(target):
        raise Refused(f"{target} is another kernel's and stays as it is; {way_out}.")
