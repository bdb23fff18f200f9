"""Starts the tool that a command names."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module

from d2ltools import stopping

COMMANDS = {
    "arguments": "arguments",
    "audit": "setup.audit",
    "check": "chapters.check",
    "check-exercises": "classroom.check_exercises",
    "doctor": "setup.doctor",
    "export": "chapters.export",
    "kernel": "kernel.user_kernel",
    "kernelspec": "kernel.kernelspec",
    "lab": "kernel.lab",
    "lab-server": "kernel.lab_server",
    "moved": "setup.moved",
    "offline": "classroom.offline",
    "release-check": "release.release_check",
    "render": "chapters.render",
    "reset": "chapters.reset",
    "run": "kernel.run",
    "set-up": "setup.set_up",
    "sync": "chapters.sync",
    "test": "test_all",
    "tidy": "chapters.tidy",
    "worker": "classroom.worker",
}


def main() -> None:
    """Runs the command that the first word names with the other words."""
    stopping.end_quietly()  # what is imported now takes a while
    command, *words = sys.argv[1:]
    tool = import_module(f"d2ltools.{COMMANDS[command]}").main
    sys.exit(tool(words) if inspect.signature(tool).parameters else tool())


if __name__ == "__main__":
    main()
