"""The options of the commands: how each is written, and what it may be.

What the command line does not say comes from the environment, in capitals, as make hands it on. All
is read in the system's own Python, before anything is fetched or built.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from d2ltools.problem import Problem


def _chapter(value: str) -> Path:
    from d2ltools.chapters import find

    if "=" in value and not Path(value).is_file():
        raise Problem(f"{value} is no chapter: name one before it, ./d2l run lenet {value}")
    return find.find(value)


def _one_chapter(value: str) -> Path:
    if not value:
        raise Problem("Which one? make reset CHAPTER=06-lenet")
    return _chapter(value)


def _gpu(value: str) -> str:
    from d2ltools.setup import machine

    if value and not machine.has_card():
        raise Problem(
            "GPU=1 computes on an NVIDIA card, and there is none here, or no driver for it"
            " (nvidia-smi finds none). Without GPU=1 it runs on the CPU."
        )
    return value


def _writable(value: str) -> Path | None:
    """Makes the folder, if need be."""
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


def _notebooks(value: str) -> Path:
    if not value or not Path(value).is_dir():
        raise Problem(f"DIR is {value!r}, which is no folder: make check-class DIR=folder")
    if not any(Path(value).rglob("*.ipynb")):
        raise Problem(f"DIR is {value!r}, and there is no .ipynb in it")
    return Path(value)


def _java_file(value: str) -> Path | None:
    try:
        return Path(value) if value and Path(value).read_text(encoding="utf-8") else None
    except (OSError, UnicodeDecodeError) as e:
        why = getattr(e, "strerror", None) or "it is no text in UTF-8"
        raise Problem(f"CHECK is {value!r}: {why}. It takes a file of Java.") from e


class Option(NamedTuple):
    """How a value is written, the form that it has in words, what it is for, what is made of it."""

    words: str
    takes: str
    form: str = r"[\s\S]*"
    help: str = ""
    read: Callable[[str], object] | str = str
    usual: str = ""

    @property
    def name(self) -> str:
        """What argparse calls it; the variable has that name in capitals."""
        return self.words.lstrip("-")

    def declare(self, parser: argparse.ArgumentParser) -> None:
        """Lets a command take it; if it does not, the environment is asked."""
        how = {"metavar": "…"} if self.words.startswith("-") else {"nargs": "?"}
        if self.form == "1":
            how = {"action": "store_const", "const": "1"}
        how["default"] = os.environ.get(self.name.upper(), "").strip() or self.usual
        parser.add_argument(self.words, help=self.help or self.takes, **how)

    def value(self, said: str) -> object:
        """Returns what was said as what it means; raises Problem if that cannot be."""
        if said and not re.fullmatch(self.form, said, re.ASCII):
            raise Problem(f"{self.name.upper()} is {said!r}: it takes {self.takes}")
        if isinstance(self.read, str):  # of a module that is imported where it is needed
            module, function = self.read.split(":")
            return getattr(import_module(f"d2ltools.{module}"), function)(said)
        return self.read(said)


WHOLE = r"[1-9]\d{0,6}"
TRIPLE = r"\d+\.\d+\.\d+"
BY = "by its path, name or number"
OPTIONS = {
    "chapter": Option("chapter", f"{BY}; LeNet unless named", read=_chapter),
    "chapters": Option("chapter", f"{BY}; all unless named", read="chapters.find:chosen"),
    "reset": Option("chapter", BY, read=_one_chapter),
    "epochs": Option("--epochs", "a whole number from 1, such as 3", WHOLE),
    "engine": Option("--engine", "MXNet or PyTorch", "(?i:mxnet|pytorch)"),
    "gpu": Option("--gpu", "1, or nothing", "1", "compute on an NVIDIA card", _gpu),
    "kernel": Option("--kernel", "another name than d2l-java", read="kernel.user_kernel:spec_file"),
    "to": Option("--to", "the folder for the archive, build/offline unless named", read=_writable),
    "pythons": Option(
        "--pythons", 'for which, such as "3.11 3.12"', read="classroom.offline:asked"
    ),
    "dir": Option("dir", "the folder of the notebooks", read=_notebooks),
    "timeout": Option("--timeout", "seconds for each notebook, such as 300", WHOLE, "", int, "300"),
    "memory": Option("--memory", "MiB for each notebook, such as 2000", WHOLE, "", int, "2000"),
    "check": Option("--check", "a file of Java that is the last cell of each", read=_java_file),
    "csv": Option("--csv", "the table, build/exercises.csv unless named"),
    "version": Option("version", "the version of a release, such as 1.2.3", TRIPLE),
    "rounds": Option("--rounds", "a whole number from 1, 3 unless named", WHOLE),
    "only": Option("--only", "which rows, such as 'ours-*,python-*'", read="bench:require_rows"),
    "resume": Option("--resume", "1, or nothing", "1", "keep what was measured before"),
    "store": Option("--store", "1, or nothing", "1", "put the last whole run into the docs"),
}


def take_settings(words: list[str]) -> None:
    """Moves words such as CHAPTER=lenet into the environment, as make does."""
    settings = [word for word in words if re.match("[A-Z][A-Z0-9_]*=", word)]
    os.environ |= dict(word.split("=", 1) for word in settings)
    words[:] = [word for word in words if word not in settings]


def declare(parser: argparse.ArgumentParser, names: list[str]) -> None:
    """Lets a command take these options; what is not said comes from the environment."""
    for name in names:
        OPTIONS[name].declare(parser)
    if "epochs" in names and "chapter" in names:
        what = "what the parameters cell shall assign"
        parser.add_argument("parameters", nargs="*", metavar="NAME=VALUE", help=what)


def read(arguments: argparse.Namespace, names: list[str]) -> None:
    """Puts in the place of each value what it means; raises Problem at the first that cannot be."""
    for name in {"engine", "gpu"} & set(names):  # before places.py reads which jars are meant
        os.environ[name.upper()] = getattr(arguments, name)
    for option in map(OPTIONS.get, names):
        said = getattr(arguments, option.name)
        try:
            setattr(arguments, option.name, option.value(said))
        except Problem as e:
            before = sys.argv[sys.argv.index(said) - 1] if said in sys.argv else ""
            if before in arguments.others:  # `lab --port 8888` is no chapter of that number
                raise Problem(f"{before} takes its value like this: {before}={said}") from e
            raise
    if "parameters" in arguments:
        arguments.parameters = _parameters(arguments)


def _parameters(arguments: argparse.Namespace) -> dict[str, str]:
    """Returns what the parameters cell shall assign, which the chapter has and which fits."""
    from d2ltools.kernel import parameters

    values = parameters.parse(arguments.parameters)
    if arguments.epochs:
        values["numEpochs"] = arguments.epochs
    try:
        parameters.apply(json.loads(arguments.chapter.read_text(encoding="utf-8")), values)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass  # no notebook, which whoever runs it says better
    return values
