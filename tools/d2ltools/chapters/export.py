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
from xml.etree import ElementTree

from nbformat import NotebookNode

from d2ltools import files
from d2ltools.chapters import java_reader, quotes
from d2ltools.kernel import execution, parameters
from d2ltools.places import BUILD, ENGINE, LIB, ROOT, relative
from d2ltools.problem import Problem

FOLDER = BUILD / "export"
STAND_INS = {path.stem: path for path in (ROOT / "tools" / "export").glob("*.java")}
MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}
NATIVE = {"Windows": "win", "Darwin": "osx"}
HEADER = """\
///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
{deps}

// {title}: the code of {path}.
// Below it stand small helpers, in the place of what d2l-java does faster and says better.
// Run it by `jbang {name}.java`, or with these jars and what they need in a folder by
// `java -cp "folder/*" {name}.java`; on another machine than {native} name its native library.
// The data is read from the folder that D2L_DATA names, or downloaded into fashion-mnist.

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
    header = HEADER.format(
        deps="\n".join(f"//DEPS {dependency}" for dependency in dependencies()),
        title=notebook.cells[0].source.partition("\n")[0].lstrip("# "),
        path=relative(chapter),
        name=name,
        native=native(),
    )
    program, error = java_reader.program(
        {
            "name": name,
            "base": "Training" if "Training" in used else None,
            "header": header,
            "cells": cells,
            "others": [STAND_INS[stand_in].read_text("utf-8") for stand_in in used],
            "classPath": [str(jar) for jar in jars()],
        }
    )
    if error:
        raise _needs_module(chapter, error)
    files.write(folder / f"{name}.java", program)
    return folder / f"{name}.java"


def class_name(chapter: Path) -> str:
    """Returns the name of the Java class of a chapter: Lenet for 06-lenet."""
    words = re.sub(r"^\d+-", "", chapter.stem).split("-")
    return "".join(re.sub(r"\W", "", word).capitalize() for word in words)


def dependencies() -> list[str]:
    """Returns what an exported chapter needs, with the versions of pom.xml."""
    parent = ElementTree.parse(ROOT / "pom.xml").getroot()
    version = {p.tag.partition("}")[2]: p.text for p in parent.find("m:properties", MAVEN)}
    djl, torch = version["djl.version"], version["pytorch.native.version"]
    mxnet = [
        f"ai.djl.mxnet:mxnet-engine:{djl}",
        f"ai.djl.mxnet:mxnet-native-mkl:{version['mxnet.native.version']}:{native()}",
    ]
    pytorch = [
        f"ai.djl.pytorch:pytorch-engine:{djl}",
        f"ai.djl.pytorch:pytorch-jni:{torch}-{djl}",
        f"ai.djl.pytorch:pytorch-native-cpu:{torch}:{native()}",
    ]
    return [
        f"ai.djl:api:{djl}",
        *(pytorch if ENGINE.lower() == "pytorch" or _is_arm() else mxnet),
        f"tech.tablesaw:tablesaw-core:{version['tablesaw.version']}",
        f"org.knowm.xchart:xchart:{version['xchart.version']}",
        f"org.slf4j:slf4j-simple:{version['slf4j.version']}",
    ]


def native() -> str:
    """Returns the classifier of the native library for this machine."""
    system = NATIVE.get(platform.system(), "linux")
    return f"{system}-{'aarch64' if _is_arm() else 'x86_64'}"


def _is_arm() -> bool:
    return platform.machine().lower() in ("aarch64", "arm64")


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
    module = java_reader.read(cells)
    names = [module[cell].names for cell in cells]
    own = {name for n in names for name in n.defines}
    calls = {name for n in names for name in n.calls} - own
    called = {name for name, methods in module.statics.items() if calls & set(methods)}
    needed = (called | {name for n in names for name in n.types} - own) & module.files.keys()
    lacking = sorted(needed - STAND_INS.keys())
    if lacking:
        raise _needs_module(chapter, f"there is no stand-in for {', '.join(lacking)}")
    used: list[str] = []
    waiting = sorted(needed & STAND_INS.keys())
    while waiting:
        name = waiting.pop(0)
        used.append(name)
        words = set(re.findall(r"\w+", STAND_INS[name].read_text("utf-8")))
        waiting += sorted((words & STAND_INS.keys()) - {*used, *waiting})
    return used


def _needs_module(chapter: Path, why: str) -> Problem:
    needs = "It needs the module: //DEPS ai.d2l:d2l-java, once that is on Maven Central"
    return Problem(f"{relative(chapter)} cannot be exported: {why}. {needs}")
