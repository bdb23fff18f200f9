"""The prepared kernel: our class path and the JVM's flags, in the environment's own spec."""

from __future__ import annotations

import json
import os
from pathlib import Path

import files
import java_home
from places import ENGINE, LIB, VENV

FOLDER = VENV / "share" / "jupyter" / "kernels" / "java"
# The arrays are outside of Java's heap; this collector leaves more of the memory to them.
OPTIONS = [
    "-Xmx1g",
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
]
# JJava closes its sockets when asked to end, but its JVM stays until SIGTERM, which Jupyter sends
# after half of this time.
SECONDS_TO_END = 1.5


def spec(java: Path, lib: Path) -> dict:
    """Returns the content of kernel.json."""
    return {
        "argv": [
            str(java),
            *OPTIONS,
            "-cp",
            str(lib / "*"),
            "org.dflib.jjava.distro.JJava",
            "{connection_file}",
        ],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"D2L_ENGINE": ENGINE} if ENGINE else {},
        "metadata": {},
    }


def prepare() -> None:
    """Writes the spec if it is not as it should be: pip, a moved clone or another Java spoil it.

    Jupyter in this process and its children finds it first.
    """
    java_home.speak_utf8()
    java, _ = java_home.find()
    content = json.dumps(spec(java, LIB), indent=1) + "\n"
    target = FOLDER / "kernel.json"
    if not target.exists() or target.read_text(encoding="utf-8") != content:
        files.write(target, content)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # before a spec of the same name in the home
    named = os.environ.get("JUPYTER_PATH")
    if named:  # which is before the environment's
        os.environ["JUPYTER_PATH"] = os.pathsep.join([str(VENV / "share" / "jupyter"), named])
