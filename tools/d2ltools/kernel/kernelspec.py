"""The prepared kernel: our class path and the JVM's flags, in the environment's own spec."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

from d2ltools import files
from d2ltools.classroom import bundle
from d2ltools.places import BUILD, ENGINE, GPU, LIB, VENV, variant
from d2ltools.problem import Problem
from d2ltools.setup import home, machine

# The usual one is where an editor that takes the environment looks for it; another has a place of
# its own, so that two may run at once.
_HEAP = os.environ.get("D2L_HEAP", "")
_CHOICE = variant(ENGINE, GPU) + (f"-{_HEAP}" if _HEAP else "")
JUPYTER = BUILD / f"jupyter{_CHOICE}" if _CHOICE else VENV / "share" / "jupyter"
FOLDER = JUPYTER / "kernels" / "java"
JJAVA = "org.dflib.jjava.distro.JJava"
HEAP = "1g"
LEAST_HEAP = 64  # MiB; with less a kernel collects garbage for minutes before it fails
UNITS = {"k": 10, "m": 20, "g": 30}
# The arrays are outside of Java's heap; this collector leaves more of the memory to them.
OPTIONS = [
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
    f"-XX:ErrorFile={BUILD}/hs_err_%p.log",  # and not beside the chapter
]
# JJava closes its sockets when asked to end, but its JVM stays until SIGTERM, which Jupyter sends
# after half of this time.
SECONDS_TO_END = 1.5


def heap() -> str:
    """Returns the size of the kernel's heap, which D2L_HEAP names, as Java writes it."""
    size = os.environ.get("D2L_HEAP") or HEAP
    if not re.fullmatch(r"[1-9]\d*[kmgKMG]", size):
        raise Problem(f"D2L_HEAP is {size!r}: it takes a size such as 512m or 2g")
    if int(size[:-1]) << UNITS[size[-1].lower()] < LEAST_HEAP << 20:
        raise Problem(f"D2L_HEAP is {size!r}, and a kernel needs {LEAST_HEAP}m or more")
    return size


def options() -> list[str]:
    """Returns the JVM's options."""
    return [f"-Xmx{heap()}", *OPTIONS]


def spec(java: Path, lib: Path) -> dict:
    """Returns the content of kernel.json."""
    return {
        "argv": [str(java), *options(), "-cp", str(lib / "*"), JJAVA, "{connection_file}"],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": environment(),
        "metadata": {},
    }


def environment() -> dict[str, str]:
    """Returns what tells a Java of ours which engine and which data it takes."""
    return bundle.environment() | ({"D2L_ENGINE": ENGINE} if ENGINE else {})


def prepare() -> None:
    """Writes the spec if it is not as it should be: pip, a moved clone or another Java spoil it.

    Jupyter in this process and its children finds it first.
    """
    machine.speak_utf8()
    home.use_fallback()
    java = machine.java()
    content = json.dumps(spec(java, LIB), indent=1, ensure_ascii=False) + "\n"
    target = FOLDER / "kernel.json"
    if not target.exists() or target.read_text(encoding="utf-8") != content:
        files.write(target, content)
    named = os.environ.get("JUPYTER_PATH", "").split(os.pathsep)
    first = [str(JUPYTER), *(folder for folder in named if folder and folder != str(JUPYTER))]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(first)


def user_data() -> Path:
    """Returns the folder where every Jupyter of this user looks, whatever its environment."""
    if os.environ.get("JUPYTER_DATA_DIR"):
        return Path(os.environ["JUPYTER_DATA_DIR"])
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Jupyter"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jupyter"
