"""What has to be there before a command: looks what is due, and lets one process at a time do it."""

from __future__ import annotations

import contextlib
import os
from argparse import Namespace
from collections.abc import Iterator, Sequence

from d2ltools.classroom import bundle
from d2ltools.kernel import kernelspec
from d2ltools.places import BUILD, ROOT, VENV
from d2ltools.setup import data, environment, home, libraries, machine, running
from d2ltools.terminal import Terminal

try:
    import fcntl
except ImportError:  # Windows: there two at once may disturb each other
    fcntl = None

PLAN = f"""\
Set-up in {ROOT}, once. It fetches what is not yet in the caches of uv, Maven and d2l-java:
  1 Python packages: uv, JupyterLab, the Java kernel   71 MB (212 MB in .venv)
  2 Java libraries: Maven, DJL, MXNet, charts         163 MB (106 MB in build/lib)
  3 data: Fashion-MNIST                                30 MB
`make clean` removes .venv and build; Ctrl-C stops, and the next call goes on."""
PACKED_PLAN = """\
Set-up in {root}, once. Everything is in offline/, and no network is needed:
  1 Python packages: JupyterLab and the Java kernel    (212 MB in .venv)
  2 Java libraries: DJL, {engines}, charts             (106 MB in build/lib)
  3 data: Fashion-MNIST
`make clean` removes .venv and build; Ctrl-C stops, and the next call goes on."""


def main(arguments: Namespace) -> int:
    """Leaves everything ready for a kernel; where its Python is given, as at Binder, all but that."""
    own = [] if os.environ.get("D2L_ENVIRONMENT") else ["packages"]
    ensure([*own, "libraries", "data"])
    kernelspec.prepare()
    return 0


def ensure(needs: Sequence[str]) -> None:
    """Makes what is not there, or older than its source: packages, libraries, reader, data."""
    machine.require_jdk()
    machine.speak_utf8()
    home.use_fallback()
    terminal = Terminal()
    groups = [need for need in needs if need in ("check", "test")]
    with _alone(terminal):
        if "packages" in needs and not environment.is_ready(groups):
            if not VENV.exists() or not libraries.STAMP.exists():
                plan(terminal)
            terminal.say(" to ".join(["Python packages", *groups]))
            environment.make(groups)
        if "libraries" in needs and not libraries.are_ready():
            terminal.say("Java libraries")
            libraries.make(terminal)
        if "reader" in needs and not libraries.reader_is_ready():
            terminal.say("The tool that reads Java")
            libraries.make_reader()
        if "data" in needs and not data.is_ready():
            terminal.say("Data")
            data.make(terminal)


def plan(terminal: Terminal) -> None:
    """Says what set-up will fetch, and how much it is; looks whether what was packed is whole."""
    if not bundle.is_there():
        terminal.say(PLAN)
        return
    bundle.check()
    engines = " and ".join(bundle.manifest()["engines"])
    terminal.say(PACKED_PLAN.format(root=ROOT, engines=engines))


@contextlib.contextmanager
def _alone(terminal: Terminal) -> Iterator[None]:
    """Waits until no other process sets this clone up; the system frees the lock at our end."""
    for folder in (ROOT, BUILD, VENV):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(f"{folder} cannot be written by you")
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "set-up.lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                terminal.say(f"Waiting for another set-up in {ROOT}")
                fcntl.flock(lock, fcntl.LOCK_EX)
        running.held.append(lock.fileno())  # what we start keeps it when we are killed
        try:
            yield
        finally:
            running.held.remove(lock.fileno())
