"""Which Java runs the kernel: that of JAVA_HOME if it is set, else the one on the PATH."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


class NoJava(Exception):
    """There is no Java where it should be."""


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
