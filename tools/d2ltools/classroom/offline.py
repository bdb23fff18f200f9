"""Packs one archive with all that a machine without a network needs: `make offline`."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import tarfile
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from d2ltools import files, release
from d2ltools.classroom import bundle, offline_content, wheels
from d2ltools.places import BUILD, ROOT, relative
from d2ltools.problem import Problem
from d2ltools.terminal import Terminal


def main(arguments: Namespace) -> int:
    """Packs the archive."""
    terminal = Terminal()
    try:
        pack(arguments.to or BUILD / "offline", wheels.asked(), terminal)
    finally:
        terminal.clear()
    return 0


def pack(folder: Path, pythons: list[str], terminal: Terminal) -> Path:
    """Makes the archive in the folder, as a whole or not at all, and returns where it is."""
    commit = committed(terminal)
    archive = folder / archive_name(release.of_pom(ROOT), pythons)
    BUILD.mkdir(exist_ok=True)
    with _replacing(archive) as temporary, tempfile.TemporaryDirectory(dir=BUILD) as work:
        content = Path(work) / bundle.NAME
        offline_content.collect(content, pythons, terminal)
        with _tracked(commit) as tracked:
            about = {"version": release.of_pom(ROOT), "commit": commit, "python": pythons}
            offline_content.describe(content, about, tracked, terminal)
            try:
                _write(temporary, tracked, content, terminal)
            except OSError as e:
                why = e.strerror or e
                raise Problem(f"{archive} cannot be written: {why}. TO=… names a folder.") from e
    files.write(Path(f"{archive}.sha256"), f"{bundle.sha256(archive)}  {archive.name}\n")
    terminal.say(f"Wrote {relative(archive)} ({_megabytes(archive)} MB), and its .sha256")
    return archive


def committed(terminal: Terminal) -> str:
    """Returns the commit that is packed; raises Problem if the files here are others."""
    commit = _git("rev-parse", "HEAD").strip()
    changed, unknown = [], []
    for line in _git("status", "--porcelain", "--untracked-files=all").splitlines():
        in_jar = line[3:].startswith(bundle.SOURCES)
        (unknown if line.startswith("??") and not in_jar else changed).append(line[3:])
    if changed:
        raise Problem(
            f"{_some(changed)}: not as in the last commit, which is what is packed. Commit, or put"
            " it away by `git stash -u`."
        )
    if unknown:
        terminal.say(f"Not packed, since git does not know it: {_some(unknown)}")
    return commit


def archive_name(number: str, pythons: list[str]) -> str:
    """Returns a name that tells which machines and Pythons the archive fits."""
    range_of_pythons = "-".join(dict.fromkeys([pythons[0], pythons[-1]]))
    return f"d2l-java-{number}-{bundle.machine()}-py{range_of_pythons}.tar.gz"


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as e:
        why = e.strerror or e
        raise Problem(f"{target.parent} cannot be written: {why}. TO=… names a folder.") from e
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o644)
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _tracked(commit: str) -> Iterator[tarfile.TarFile]:
    archive = _git("archive", "--format=tar", commit, text=False)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        yield tar


def _write(archive: Path, tracked: tarfile.TarFile, content: Path, terminal: Terminal) -> None:
    """What git has comes first, then the manifest, so that a lack of the rest is noticed."""
    top = f"d2l-java-{release.of_pom(ROOT)}"
    manifest = content / bundle.MANIFEST.name
    paths = list(dict.fromkeys([manifest, *offline_content.files_in(content)]))
    total, done = sum(path.stat().st_size for path in paths), 0
    # what takes most of the room is compressed already
    with tarfile.open(archive, "w:gz", compresslevel=1, dereference=True) as tar:
        for member in tracked.getmembers():
            file = tracked.extractfile(member) if member.isfile() else None
            member.name = f"{top}/{member.name}"
            tar.addfile(_plain(member), file)
        for path in paths:
            name = f"{top}/{bundle.NAME}/{path.relative_to(content).as_posix()}"
            tar.add(path, name, filter=_plain)
            done += path.stat().st_size
            terminal.status(f"Packing: {done / 1e6:.0f} of {total / 1e6:.0f} MB")
    terminal.clear()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever unpacks it owns it; a clock that is behind must not see files of the future."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    member.mtime = min(int(member.mtime), int(time.time()) - 24 * 3600)
    return member


def _git(*words: str, text: bool = True) -> str | bytes:
    try:
        command = ["git", "-C", str(ROOT), "-c", "core.quotePath=false", *words]
        encoding = "utf-8" if text else None
        return subprocess.run(command, capture_output=True, check=True, encoding=encoding).stdout
    except (OSError, subprocess.CalledProcessError) as e:
        raise Problem(f"{ROOT} is no git clone, which is what can be packed: {_said(e)}") from e


def _said(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return text.strip().splitlines()[0]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.0f}"
