"""The options of the commands: how they are written, and what they may be.

Each may come from the environment too, in capitals, as make hands it on. A value is looked at in
the system's own Python, before anything is fetched or built.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from d2ltools.problem import Problem


def chapter(value: str) -> Path:
    """Returns the chapter of that path, name or number, or LeNet."""
    from d2ltools.chapters import find

    return find.find(value)


def chapters(value: str) -> list[Path]:
    """Returns that chapter, or all."""
    from d2ltools.chapters import find

    return find.chosen(value)


def one_chapter(value: str) -> Path:
    """Returns the chapter that has to be named."""
    if not value:
        raise Problem("Which one? make reset CHAPTER=06-lenet")
    return chapter(value)


def epochs(value: str) -> str:
    """Returns a number of epochs, if there is one."""
    if value and not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise Problem(f"EPOCHS is {value!r}: it takes a whole number from 1, such as 3")
    return value


def engine(value: str) -> str:
    """Returns the name of an engine, if there is one."""
    if value.lower() not in ("", "mxnet", "pytorch"):
        raise Problem(f"ENGINE is '{value}': it takes MXNet or PyTorch.")
    return value


def gpu(value: str) -> str:
    """Returns 1 where there is a card and it was asked for."""
    from d2ltools.setup import machine

    if value not in ("", "1"):
        raise Problem(f"GPU is {value!r}: it takes 1, for NVIDIA's cards, or nothing.")
    if value and not machine.has_card():
        raise Problem(
            "GPU=1 computes on an NVIDIA card, and there is none here, or no driver for it"
            " (nvidia-smi finds none). Without GPU=1 it runs on the CPU."
        )
    return value


def folder(value: str) -> Path | None:
    """Returns a folder that can be written, and is made if need be."""
    if not value:
        return None
    place = Path(value).expanduser().absolute()
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
    except OSError as e:
        why = e.strerror or e
        raise Problem(f"TO is {value!r}: {why}. It takes a folder that can be written") from e
    return place


def version(value: str) -> str:
    """Returns the version of a release, if there is one."""
    if value and not re.fullmatch(r"\d+\.\d+\.\d+", value):
        raise Problem(f"VERSION is {value!r}: it takes the version of a release, such as 1.2.3")
    return value


def kernel(value: str) -> Path:
    """Returns the spec of that name, unless it is somebody else's kernel."""
    from d2ltools.kernel import user_kernel

    return user_kernel.require_ours(user_kernel.spec_file(value or user_kernel.NAME))


def flag(name: str, value: str) -> str:
    """Returns 1 for yes, and nothing for no."""
    if value not in ("", "0", "1"):
        raise Problem(f"{name} is {value!r}: it takes 1, or nothing")
    return value if value == "1" else ""


def rounds(value: str) -> str:
    """Returns a number of rounds, if there is one."""
    if value and not re.fullmatch(r"[1-9][0-9]{0,3}", value):
        raise Problem(f"ROUNDS is {value!r}: it takes a whole number from 1")
    return value


@dataclass(frozen=True)
class Option:
    """How a value is written on the command line, what it is for, and what it may be."""

    words: str
    help: str
    look: Callable[[str], object] = str
    how: dict = field(default_factory=lambda: {"metavar": "…"})


POSITIONAL = {"nargs": "?"}
OPTIONS = {
    "chapter": Option("chapter", "by its path, name or number; LeNet unless named", chapter, POSITIONAL),
    "chapters": Option("chapter", "by its path, name or number; all unless named", chapters, POSITIONAL),
    "reset": Option("chapter", "by its path, name or number", one_chapter, POSITIONAL),
    "parameters": Option("parameters", "what the parameters cell shall assign", list, {"nargs": "*", "metavar": "NAME=VALUE"}),
    "epochs": Option("--epochs", "how many", epochs),
    "engine": Option("--engine", "MXNet or PyTorch", engine),
    "gpu": Option("--gpu", "compute on an NVIDIA card", gpu, {"action": "store_const", "const": "1"}),
    "kernel": Option("--kernel", "another name than d2l-java", kernel),
    "to": Option("--to", "the folder for the archive, build/offline unless named", folder),
    "pythons": Option("--pythons", 'for which, such as "3.11 3.12"'),
    "dir": Option("dir", "the folder of the notebooks", str, POSITIONAL),
    "timeout": Option("--timeout", "seconds for each notebook"),
    "memory": Option("--memory", "MiB for each notebook"),
    "check": Option("--check", "a file of Java that is the last cell of each"),
    "csv": Option("--csv", "the table, build/exercises.csv unless named"),
    "version": Option("version", "that of the release", version, POSITIONAL),
    "rounds": Option("--rounds", "how often, 3 unless named", rounds),
    "only": Option("--only", "which rows, such as 'ours-*,python-*'"),
    "resume": Option("--resume", "keep what an earlier run has measured", partial(flag, "RESUME"), {"action": "store_const", "const": "1"}),
    "store": Option("--store", "put the last whole run into the docs", partial(flag, "STORE"), {"action": "store_const", "const": "1"}),
    "number": Option("number", "an open file", str, {}),
}  # fmt: skip


def declare(parser: argparse.ArgumentParser, names: list[str]) -> None:
    """Lets a command take these options; what is not said comes from the environment."""
    for name in names:
        option = OPTIONS[name]
        variable = option.words.lstrip("-").upper()
        usual = [] if name == "parameters" else os.environ.get(variable, "").strip()
        parser.add_argument(option.words, help=option.help, default=usual, **option.how)


def look(arguments: argparse.Namespace, names: list[str]) -> None:
    """Puts in the place of each value what it means, and into the environment what was said.

    Raises Problem at the first that cannot be.
    """
    for name in names:  # before a module reads them
        word = OPTIONS[name].words.lstrip("-")
        if word != "parameters" and getattr(arguments, word):
            os.environ[word.upper()] = getattr(arguments, word)
    for name in names:
        word = OPTIONS[name].words.lstrip("-")
        setattr(arguments, word, OPTIONS[name].look(getattr(arguments, word)))
    if "parameters" in names:
        arguments.parameters = _parameters(arguments)


def _parameters(arguments: argparse.Namespace) -> dict[str, str]:
    """Returns what the parameters cell shall assign, which the chapter has and which fits."""
    from d2ltools.kernel import parameters

    values = parameters.parse(arguments.parameters)
    if arguments.epochs:
        values["numEpochs"] = arguments.epochs
    try:
        notebook = json.loads(arguments.chapter.read_text(encoding="utf-8"))
        known = parameters.known(notebook)
        if arguments.epochs and "numEpochs" not in known:
            raise Problem(
                f"EPOCHS is {arguments.epochs!r}, and this chapter has no numEpochs: leave it away"
            )
        parameters.apply(notebook, values)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # no notebook, which whoever runs it says better
    return values
