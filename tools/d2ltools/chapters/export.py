"""Writes a chapter as one Java program that needs nothing of the module.

In the place of the module's types it has the small ones of tools/export. Cells that quote a method
of the module are left out: a stand-in does what they show.
"""

from __future__ import annotations

import platform
import re
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from d2ltools import files
from d2ltools.chapters import java_reader, java_source, quotes
from d2ltools.kernel import execution, parameters
from d2ltools.places import BUILD, ENGINE, LIB, ROOT, relative
from d2ltools.problem import Problem

FOLDER = BUILD / "export"
STAND_INS = {path.stem: path for path in (ROOT / "tools" / "export").glob("*.java")}
IS_ARM = platform.machine().lower() in ("aarch64", "arm64")
SYSTEM = {"Windows": "win", "Darwin": "osx"}.get(platform.system(), "linux")
NATIVE = f"{SYSTEM}-{'aarch64' if IS_ARM else 'x86_64'}"
MXNET = """\
//DEPS ai.djl.mxnet:mxnet-engine:${djl.version}
//DEPS ai.djl.mxnet:mxnet-native-mkl:${mxnet.native.version}:{native}
"""
PYTORCH = """\
//DEPS ai.djl.pytorch:pytorch-engine:${djl.version}
//DEPS ai.djl.pytorch:pytorch-jni:${pytorch.native.version}-${djl.version}
//DEPS ai.djl.pytorch:pytorch-native-cpu:${pytorch.native.version}:{native}
"""
DFLIB = "//DEPS org.dflib:dflib-csv:${dflib.version}\n"
HEADER = """\
///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
//DEPS ai.djl:api:${djl.version}
{engine}//DEPS tech.tablesaw:tablesaw-core:${tablesaw.version}
//DEPS org.knowm.xchart:xchart:${xchart.version}
//DEPS org.slf4j:slf4j-simple:${slf4j.version}
{others}
// {title}: the code of {path}.
// Below it stand small helpers, in the place of what d2l-java does faster and says better.
// Run it by `jbang {name}.java`, or with these jars and what they need in a folder by
// `java -cp "folder/*" {name}.java`; on another machine than {native} name its native library.
// The data is read from the folder that D2L_DATA names, or else fashion-mnist.

"""


def main(arguments: Namespace) -> int:
    """Exports one chapter; raises Problem if it cannot do without the module."""
    print(f"Wrote {relative(export(arguments.chapter, arguments.parameters))}")
    return 0


def export(chapter: Path, values: Mapping[str, str], folder: Path = FOLDER) -> Path:
    """Writes the program, with these parameters; returns where it is."""
    notebook = execution.read(chapter)
    if not notebook.cells:
        raise Problem(f"{relative(chapter)} has no cells: there is nothing to export")
    parameters.apply(notebook, values)
    name = class_name(chapter)
    cells = _cells(notebook)
    used = _stand_ins(chapter, [cell["source"] for cell in cells])
    program = java_reader.program(
        {
            "name": name,
            "base": "Training" if "Training" in used else None,
            "header": _header(chapter, notebook, name),
            "cells": cells,
            "others": [STAND_INS[stand_in].read_text("utf-8") for stand_in in used],
            "classPath": [str(jar) for jar in jars()],
        }
    )
    if program.error:
        raise _needs_module(chapter, program.error)
    files.write(folder / f"{name}.java", program.text)
    return folder / f"{name}.java"


def class_name(chapter: Path) -> str:
    """Returns the name of the Java class of a chapter: Lenet for 06-lenet."""
    words = re.sub(r"^\d+-", "", chapter.stem).split("-")
    name = "".join(re.sub(r"\W", "", word).capitalize() for word in words)
    return f"{name}Chapter" if name in STAND_INS else name


def _header(chapter: Path, notebook: NotebookNode, name: str) -> str:
    """Returns what stands above a program; its versions are those of pom.xml."""
    words = {
        "engine": PYTORCH if ENGINE.lower() == "pytorch" or IS_ARM else MXNET,
        "others": DFLIB if any("org.dflib" in c.source for c in notebook.cells) else "",
        "title": notebook.cells[0].source.partition("\n")[0].lstrip("# "),
        "path": relative(chapter),
        "name": name,
        "native": NATIVE,
    }
    pom = (ROOT / "pom.xml").read_text("utf-8")
    words |= dict(re.findall(r"<([\w.]+\.version)>(.*?)<", pom))
    header = HEADER
    for word, value in words.items():
        header = re.sub(rf"\$?{{{re.escape(word)}}}", value.replace("\\", r"\\"), header)
    return header


def jars() -> list[Path]:
    """Returns the jars that an exported chapter may use."""
    ours = {"jjava.jar", *(jar.name for jar in LIB.glob("d2l-java-*.jar"))}
    return [jar for jar in sorted(LIB.glob("*.jar")) if jar.name not in ours]


def _cells(notebook: NotebookNode) -> list[dict]:
    """Returns the code without quoted methods, each with the heading that stands above it."""
    cells, title = [], None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = re.search(r"(?m)^##+ +(.+)$", cell.source)
            title = heading[1] if heading else title
        elif cell.cell_type == "code" and "#" not in quotes.quoted(cell):
            cells.append({"id": cell.id, "title": title, "source": cell.source})
            title = None
    return cells


def _stand_ins(chapter: Path, cells: list[str]) -> list[str]:
    """Returns the stand-ins for what cells use of the module, and for what those use in turn."""
    names = [java_source.names(cell) for cell in cells]
    own = {name for n in names for name in n.defines}
    calls = {name for n in names for name in n.calls} - own
    methods = java_source.statics(name for n in names for name in n.imports)
    called = {name for name, known in methods.items() if calls & known}
    types = {name for n in names for name in n.types} - own
    needed = called | (types & java_source.files().keys())
    lacking = sorted(needed - STAND_INS.keys())
    if lacking:
        raise _needs_module(chapter, f"there is no stand-in for {', '.join(lacking)}")
    used = sorted(needed)
    for name in used:  # which grows
        words = set(re.findall(r"\w+", STAND_INS[name].read_text("utf-8")))
        used += sorted((words & STAND_INS.keys()) - set(used))
    return used


def _needs_module(chapter: Path, why: str) -> Problem:
    needs = "It needs the module: //DEPS ai.d2l:d2l-java, once that is on Maven Central"
    return Problem(f"{relative(chapter)} cannot be exported: {why}. {needs}")
