"""Writes a chapter that needs nothing of the module, as notebook and Java file.

export.py [CHAPTER [NAME=VALUE …]]
"""

from __future__ import annotations

import base64
import mimetypes
import platform
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import nbformat
from nbformat import NotebookNode

from d2ltools import files
from d2ltools.chapters import find, java_reader, links, quotes, tidy
from d2ltools.kernel import execution, parameters
from d2ltools.places import BUILD, ENGINE, LIB, MODULE, ROOT, relative
from d2ltools.setup import java_home

FOLDER = BUILD / "export"
MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}
# What the prepared kernel has on its class path and a standalone chapter must do without.
OURS = ("d2l-java-*.jar", "jjava.jar")
MODULE_ONLY = "module-only"  # the tag of what says nothing to whoever has no module
NATIVE = {"Windows": "win", "Darwin": "osx"}
HEADER = """\
///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//RUNTIME_OPTIONS -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
{deps}

// {title}: the chapter {path}
// with what it uses of d2l-java inlined, so that it needs the libraries above and nothing else.
// Run it by `jbang {name}.java`, or with their jars in a folder by
// `java -cp "folder/*" {name}.java`.
// The native library is that of {native}; on another machine its classifier is another one.
"""
INTRODUCTION = """\
*This is [{title}]({url}) with what it uses of d2l-java inlined. It needs a JJava kernel as its own
installer leaves it, and the libraries that the next cell fetches. The data is read from the folder
that `D2L_DATA` names, or from `fashion-mnist` beside this notebook, and downloaded if it is not
there. The native library is that of {native}; on another machine its classifier is another one.*"""
HELPERS = """\
## What this chapter uses of d2l-java

The helpers, from the module's [source]({url}), where they are documented. Run the cell; there is no
need to read it now."""


class NotStandalone(Exception):
    """A chapter that cannot do without the module; the message names the cell."""


def main(words: list[str]) -> int:
    """Exports one chapter; returns 1 if it cannot stand alone."""
    try:
        chapter = find.find(words[0] if words else "")
        for path in export(chapter, parameters.parse(words[1:])):
            print(f"Wrote {relative(path)}")
        return 0
    except (
        find.UnknownChapter,
        execution.NotebookUnreadable,
        parameters.BadParameter,
        java_reader.ReaderFailed,
        java_home.NoJava,
        NotStandalone,
        OSError,
    ) as e:
        print(e, file=sys.stderr)
        return 1


def export(chapter: Path, values: Mapping[str, str], folder: Path = FOLDER) -> list[Path]:
    """Writes the Java file and the notebook, with these parameters; returns where they are."""
    notebook = execution.read(chapter)
    parameters.apply(notebook, values)
    name = class_name(chapter)
    alone = _standalone(chapter, notebook, name)
    title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
    words = {"title": title, "name": name, "native": native()}
    words |= {"path": relative(chapter), "url": links.url(chapter, folder)}
    deps = "\n".join(f"//DEPS {dependency}" for dependency in dependencies())
    program, standalone = folder / f"{name}.java", folder / f"{chapter.stem}-standalone.ipynb"
    files.write(program, HEADER.format(deps=deps, **words) + "\n" + alone["program"])
    made = _notebook(chapter, notebook, alone, words, folder)
    files.write(standalone, nbformat.writes(made) + "\n")
    return [program, standalone]


def class_name(chapter: Path) -> str:
    """Returns the name of the Java class of a chapter: Lenet for 06-lenet."""
    words = re.sub(r"^\d+-", "", chapter.stem).split("-")
    return "".join(re.sub(r"\W", "", word).capitalize() for word in words)


def dependencies() -> list[str]:
    """Returns what a standalone chapter needs, with the versions of pom.xml."""
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
        f"net.java.dev.jna:jna:{version['jna.version']}",
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
    """Returns the jars that a standalone chapter may use."""
    ours = {jar for pattern in OURS for jar in LIB.glob(pattern)}
    return [jar for jar in sorted(LIB.glob("*.jar")) if jar not in ours]


def _standalone(chapter: Path, notebook: NotebookNode, name: str) -> dict:
    cells, titles, title = {}, {}, None
    for cell in notebook.cells:
        heading = re.search(r"(?m)^##+ +(.+)$", cell.source)
        if cell.cell_type == "markdown":
            title = heading[1] if heading else title
        elif cell.cell_type == "code":
            cells[cell.id] = cell.source
            if title:
                titles[cell.id], title = title, None
    answer = java_reader.standalone(name, cells, titles, map(str, jars()))
    if "error" in answer:
        where = relative(chapter)
        raise NotStandalone(f"{where} cannot stand alone: {answer['error']}. Mend: define it there")
    return answer["standalone"]


def _notebook(
    chapter: Path, notebook: NotebookNode, alone: dict, words: dict, folder: Path
) -> NotebookNode:
    source = links.url(MODULE / "src" / "main" / "java" / "ai" / "d2l", folder)
    maven = "\n".join(f"%maven {_for_jjava(dependency)}" for dependency in dependencies())
    helpers = "\n\n".join(alone["helpers"].values())
    cells = [
        nbformat.v4.new_code_cell(maven),
        nbformat.v4.new_markdown_cell(HELPERS.format(url=source)),
        nbformat.v4.new_code_cell("\n".join(alone["imports"])),
        nbformat.v4.new_code_cell(helpers),
    ]
    introduction = nbformat.v4.new_markdown_cell(INTRODUCTION.format(**words))
    made = [_text(chapter, notebook.cells[0], folder), introduction, *cells]
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            if MODULE_ONLY not in cell.metadata.get("tags", []):
                made.append(_text(chapter, cell, folder))
        elif re.fullmatch(r"\w+", quotes.quoted(cell)):
            # it is among the helpers; a kernel that defines a type anew forgets variables
            shown = f"```java\n{cell.source}\n```"
            made.append(nbformat.v4.new_markdown_cell(shown, id=cell.id))
        elif alone["cells"].get(cell.id):
            tags = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
            source = alone["cells"][cell.id]
            made.append(nbformat.v4.new_code_cell(source, id=cell.id, metadata=tags))
    result = nbformat.v4.new_notebook(cells=made)
    result.metadata["kernelspec"] = tidy.KERNELSPEC
    return result


def _for_jjava(dependency: str) -> str:
    """JJava writes a classifier before the version, after a type."""
    group, artifact, version, *classifier = dependency.split(":")
    middle = f":jar:{classifier[0]}" if classifier else ""
    return f"{group}:{artifact}{middle}:{version}"


def _text(chapter: Path, cell: NotebookNode, folder: Path) -> NotebookNode:
    """Returns a cell of text whose pictures are in it and whose links lead to this clone."""
    made = nbformat.v4.new_markdown_cell(cell.source, id=cell.id)

    def replaced(match: re.Match) -> str:
        url, hash_, anchor = match["url"].partition("#")
        target = chapter.parent / unquote(url)
        if not url or re.match(r"[a-z]+:", url) or not target.is_file():
            return match[0]
        if not match["picture"]:
            return f"]({links.url(target.resolve(), folder)}{hash_}{anchor})"
        kind = mimetypes.guess_type(target.name)[0]
        content = target.read_bytes()
        text = content.decode() if kind == "image/svg+xml" else base64.b64encode(content).decode()
        made.setdefault("attachments", NotebookNode())[target.name] = {kind: text}
        return f"{match['picture']}(attachment:{target.name})"

    pattern = r"(?:(?P<picture>!\[[^\]]*\])|\])\((?P<url>[^)\s]+)\)"
    made.source = re.sub(pattern, replaced, cell.source)
    return made
