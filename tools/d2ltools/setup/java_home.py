"""Which Java runs the kernel: that of JAVA_HOME if it is set, else the one on the PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


class NoJava(Exception):
    """There is no Java where it should be."""


def speak_utf8() -> None:
    """Lets the Javas that this process starts read and print more than ASCII.

    Python does it for a missing locale, but leaves LC_ALL alone, and Java takes it at its word.
    """
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"


def find(environ: Mapping[str, str] = os.environ) -> tuple[Path, str]:
    """Returns the absolute path of the java launcher, and why it is that one."""
    home = environ.get("JAVA_HOME")
    if home:
        java = Path(home).absolute() / "bin" / "java"
        if not java.is_file():
            raise NoJava(f"JAVA_HOME is {home}, which has no bin/java.")
        return java, "JAVA_HOME names it"
    found = shutil.which("java", path=environ.get("PATH"))
    if not found:
        raise NoJava("There is no java on the PATH, and JAVA_HOME is not set.")
    return Path(found).absolute(), "the first on the PATH; JAVA_HOME is not set"
