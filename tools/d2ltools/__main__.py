"""The command line: what each command takes and needs, and the one place that tells a Problem."""

from __future__ import annotations

import argparse
import os
import sys
from argparse import Namespace
from importlib import import_module
from typing import NamedTuple

from d2ltools import arguments as given
from d2ltools import problem


class Command(NamedTuple):
    """What a command is for, the module that does it, its options, and what set-up makes before."""

    help: str
    module: str
    options: str = ""
    needs: str = ""


KERNEL = "packages libraries data"
JAVA = "packages libraries reader"
CHECK = "packages check reader"
BUILD = "engine gpu"
LIMITS = "dir timeout memory check csv"
MEASURES = "rounds only epochs resume store"
COMMANDS = {
    "lab": Command("open JupyterLab on a chapter", "kernel.lab", f"chapter {BUILD}", KERNEL),
    "run": Command("run a chapter here", "kernel.run", f"chapter epochs {BUILD}", KERNEL),
    "kernel": Command(
        "show our kernel to VS Code and others", "kernel.user_kernel", f"kernel {BUILD}", KERNEL
    ),
    "kernel-remove": Command("remove that kernel", "kernel.user_kernel", "kernel"),
    "check": Command("look for what is not clean", "chapters.check", "chapters", CHECK),
    "fix": Command("mend what a program can", "chapters.fix", "chapters", "packages reader"),
    "render": Command(
        "run chapters in full, store their outputs", "chapters.render", f"chapters {BUILD}", KERNEL
    ),
    "export": Command(
        "write a chapter as a program", "chapters.export", f"chapter epochs {BUILD}", JAVA
    ),
    "reset": Command("give a chapter back as it is stored", "chapters.reset", "reset"),
    "test": Command("run all tests, or what pytest finds", "test_all", BUILD, f"{JAVA} test"),
    "bench": Command("measure this beside Python and DJL", "bench", MEASURES, "packages test"),
    "offline": Command(
        "pack an archive for no network", "classroom.offline", f"to pythons {BUILD}", KERNEL
    ),
    "check-class": Command(
        "run a class's notebooks, locked up", "classroom.exercises", f"{LIMITS} {BUILD}", KERNEL
    ),
    "release-check": Command("say whether the last commit can be released", "release", "version"),
    "doctor": Command("say what of this machine fits", "setup.doctor", BUILD),
    "set-up": Command("make ready what a kernel needs, and no more", "setup.set_up", BUILD),
    "clean": Command("remove what set-up, build and run have made", "setup.clean"),
}


def main() -> None:
    """Runs the command that the words name; ends with 0, or tells why not and ends with that."""
    problem.end_quietly()  # what is imported now takes a while
    given.take_settings(sys.argv)
    try:
        sys.exit(_run(_parsed()))
    except problem.Stopped as e:
        print("Stopped.", file=sys.stderr)
        sys.exit(e.exit_code)
    except problem.Problem as e:
        print(e, file=sys.stderr)
    except OSError as e:
        way_out = ": make it yours, or clone into a folder of your own"
        print(f"{e}{way_out if isinstance(e, PermissionError) else ''}", file=sys.stderr)
    sys.exit(1)


def _parsed() -> Namespace:
    parser = argparse.ArgumentParser("d2l", description="Deep learning taught in Java.")
    parser.epilog = "As with make: ./d2l run CHAPTER=vgg EPOCHS=3, or in the environment"
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        given.declare(commands.add_parser(name, help=command.help), command.options.split())
    arguments, others = parser.parse_known_args()
    if others and arguments.command not in ("lab", "test"):
        commands.choices[arguments.command].error(f"unknown: {' '.join(others)}")
    arguments.others = others
    return arguments


def _run(arguments: Namespace) -> int | None:
    command = COMMANDS[arguments.command]
    given.read(arguments, command.options.split())
    from d2ltools.kernel import kernelspec
    from d2ltools.places import ROOT, VENV

    if command.needs == KERNEL:
        kernelspec.heap()  # which is refused before anything is fetched
    # the environment's own Python takes what is there
    if command.needs and os.path.realpath(sys.prefix) != os.path.realpath(VENV):
        from d2ltools.setup import environment, set_up

        problem.listen()
        set_up.ensure(command.needs.split())
        return problem.become([str(environment.PYTHON), str(ROOT / "tools"), *sys.argv[1:]])
    module = import_module(f"d2ltools.{command.module}")
    problem.listen()
    return module.main(arguments)


if __name__ == "__main__":
    main()
