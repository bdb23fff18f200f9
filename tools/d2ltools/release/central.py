"""What Maven Central asks of poms, and of the bundle of files that is sent there."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

PUBLISHED = {"d2l-parent": ["pom"], "d2l-java": ["pom", "jar", "sources.jar", "javadoc.jar"]}
POMS = {"d2l-parent": Path("pom.xml"), "d2l-java": Path("d2l-java/pom.xml")}
OWN = ["name", "description"]
OWN_OR_PARENTS = [
    "url",
    "licenses/license/name",
    "licenses/license/url",
    "developers/developer/name",
    "scm/connection",
    "scm/developerConnection",
    "scm/url",
]
UNFIT = ["repositories", "pluginRepositories", "distributionManagement", ".//systemPath"]
PINNED = ["maven-gpg-plugin", "central-publishing-maven-plugin"]
CHECKSUMS = ("md5", "sha1")  # what Central demands; the plugin adds longer ones
INSIDE = {
    "jar": "ai/d2l/Training.class",
    "sources.jar": "ai/d2l/Training.java",
    "javadoc.jar": "index.html",
}


def of_poms(root: Path) -> Iterator[str]:
    """Yields what Central would refuse in the poms, and what our release needs of them."""
    parent = _read(root / POMS["d2l-parent"])
    for artifact, file in POMS.items():
        pom = _read(root / file)
        yield from (f"{file}: write a <{name}>" for name in OWN if not _text(pom, name))
        for path in OWN_OR_PARENTS:
            if not _text(pom, path) and not _text(parent, path):
                yield f"{file}: write {path} into it or into pom.xml"
        yield from _of_versions(file, pom)
        for path in UNFIT:
            if pom.find(path) is not None:
                yield f"{file}: remove <{path.rpartition('/')[2]}>, Central takes nothing from it"
        if _text(pom, "properties/maven.deploy.skip") == "true":
            yield f"{file}: remove maven.deploy.skip, {artifact} has to be published"
    yield from _of_release(parent)


def _of_versions(file: Path, pom: ElementTree.Element) -> Iterator[str]:
    for path in ("version", "parent/version"):
        if "${" in _text(pom, path):
            yield f"{file}: {_text(pom, path)} reaches Central as it stands: write the number"
    versions = [element for element in pom.iter() if element.tag.lower().endswith("version")]
    for text in (element.text or "" for element in versions):
        if re.search(r"SNAPSHOT|^\s*(LATEST|RELEASE|[\[(].*,.*)\s*$", text):
            allowed = _text(pom, ".//requireJavaVersion/version")
            if text.strip() != allowed:
                yield f"{file}: {text.strip()} is no fixed version: take a released one"


def _of_release(parent: ElementTree.Element) -> Iterator[str]:
    stamp = _text(parent, "properties/project.build.outputTimestamp")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp):
        yield f"pom.xml: project.build.outputTimestamp is {stamp!r}: write 2026-01-31T00:00:00Z"
    address = _text(parent, "properties/repository.address")
    if (urlsplit(address).hostname or "invalid").endswith("invalid"):
        yield f"pom.xml: repository.address is the placeholder {address}: write the repository's"
    profiles = parent.findall("profiles/profile")
    release = next((profile for profile in profiles if _text(profile, "id") == "release"), None)
    plugins = [] if release is None else release.findall("build/plugins/plugin")
    pins = {_text(plugin, "artifactId"): _text(plugin, "version") for plugin in plugins}
    for name in PINNED:
        version = pins.get(name, "")
        named = re.fullmatch(r"\$\{(.+)\}", version)
        if not (_text(parent, f"properties/{named[1]}") if named else version):
            yield f"pom.xml: the profile release needs {name} with a version"


def of_bundle(bundle: Path, version: str) -> Iterator[str]:
    """Yields what Central would refuse in the bundle, but for signatures, which gpg checks."""
    with zipfile.ZipFile(bundle) as content:
        names = set(content.namelist())
        wanted = {name for artifact in PUBLISHED for name in files(artifact, version)}
        for name in sorted(wanted - names):
            yield f"{name} is missing: is it still made by `mvnw package`?"
        for name in sorted(wanted & names):
            yield from _of_file(content, name, names)
        ours = {other for name in wanted for other in names if other.startswith(name)}
        for name in sorted(names - ours):
            yield f"{name} is not to be published: exclude it in the profile release"


def files(artifact: str, version: str) -> list[str]:
    """Returns the files of an artifact in a bundle, without their checksums and signatures."""
    stem = f"ai/d2l/{artifact}/{version}/{artifact}-{version}"
    kinds = PUBLISHED[artifact]
    return [f"{stem}{'.' if kind in ('pom', 'jar') else '-'}{kind}" for kind in kinds]


def _of_file(content: zipfile.ZipFile, name: str, names: set[str]) -> Iterator[str]:
    data = content.read(name)
    for kind in CHECKSUMS:
        found = content.read(f"{name}.{kind}").decode() if f"{name}.{kind}" in names else "none"
        if found.strip() != hashlib.new(kind, data).hexdigest():
            yield f"{name}.{kind} is {found}: it is not the file's, build again"
    # the longer endings first
    kind = next((kind for kind in reversed(INSIDE) if name.endswith(kind)), None)
    if kind:
        with content.open(name) as stream, zipfile.ZipFile(stream) as jar:
            if INSIDE[kind] not in jar.namelist():
                yield f"{name} has no {INSIDE[kind]}: is it still made by `mvnw package`?"


def _read(file: Path) -> ElementTree.Element:
    root = ElementTree.parse(file).getroot()
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    return root


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
