"""Looks at what a call of make has named, before anything is fetched or built.

arguments.py TARGET…; needs nothing but Python.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from d2ltools.chapters import find
from d2ltools.classroom import check_exercises
from d2ltools.kernel import kernelspec, parameters, user_kernel
from d2ltools.places import GPU
from d2ltools.release import release_check
from d2ltools.setup import gpu, java_home


class BadArgument(Exception):
    """A value that cannot be; the message names it and the way out."""


def main(targets: list[str]) -> int:
    """Returns 0, or 1 with one line that names what is wrong."""
    try:
        for look in dict.fromkeys(look for name in targets for look in LOOKS.get(name, [])):
            look()
    except (
        BadArgument,
        find.UnknownChapter,
        check_exercises.BadSetting,
        java_home.NoJava,
        parameters.BadParameter,
        user_kernel.Refused,
        OSError,
    ) as e:
        print(e, file=sys.stderr)
        return 1
    return 0


def chapter() -> None:
    """CHAPTER is one that there is."""
    find.find(_value("CHAPTER"))


def epochs() -> None:
    """EPOCHS is a number from 1, and the chapter has such a parameter."""
    value = _value("EPOCHS")
    if not value:
        return
    if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise BadArgument(f"EPOCHS is {value!r}: it takes a whole number from 1, such as 3")
    try:
        content = find.find(_value("CHAPTER")).read_text(encoding="utf-8")
        cells = json.loads(content)["cells"]
        tagged = [c for c in cells if parameters.TAG in c["metadata"].get("tags", [])]
        known = [name for c in tagged for name in parameters.names("".join(c["source"]))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # no notebook, which whoever runs it says better
    if "numEpochs" not in known:
        raise BadArgument(f"EPOCHS is {value!r}, and this chapter has no numEpochs: leave it away")


def card() -> None:
    """GPU=1 is asked for where there is one."""
    if GPU and not gpu.is_there():
        raise BadArgument(
            "GPU=1 computes on an NVIDIA card, and there is none here, or no driver for it"
            " (nvidia-smi finds none). Without GPU=1 it runs on the CPU."
        )


def kernel() -> None:
    """KERNEL is a name, and not that of somebody else's kernel."""
    user_kernel.require_ours(user_kernel.spec_file(_value("KERNEL") or user_kernel.NAME))


def version() -> None:
    """VERSION is one of a release."""
    value = _value("VERSION")
    if value and not re.fullmatch(release_check.VERSION, value):
        raise BadArgument(f"VERSION is {value!r}: it takes the version of a release, such as 1.2.3")


def folder() -> None:
    """TO is a folder that can be written, or made."""
    value = _value("TO")
    place = Path(value).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
    except OSError as e:
        why = e.strerror or e
        raise BadArgument(f"TO is {value!r}: {why}. It takes a folder that can be written") from e


def _value(name: str) -> str:
    return os.environ.get(name, "").strip()


LOOKS: dict[str, list[Callable]] = {
    "lab": [chapter, kernelspec.heap, card],
    "run": [chapter, epochs, kernelspec.heap, card],
    "render": [chapter, kernelspec.heap, card],
    "export": [chapter, epochs],
    "check": [chapter],
    "sync": [chapter],
    "tidy": [chapter],
    "kernel": [kernel, kernelspec.heap, card],
    "check-exercises": [check_exercises.look, kernelspec.heap, card],
    "offline": [folder],
    "check-offline": [folder],
    "release-check": [version],
}
