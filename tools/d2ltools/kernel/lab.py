"""Opens a chapter in JupyterLab: lab.py [CHAPTER]."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from d2ltools import files, stopping
from d2ltools.chapters import find
from d2ltools.kernel import kernelspec
from d2ltools.places import ROOT, VENV, relative
from d2ltools.setup import java_home

# Nothing is asked of the web, and nobody outside of this machine can reach the server.
OPTIONS = [
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--KernelManager.shutdown_wait_time={kernelspec.SECONDS_TO_END}",
    "--AsyncIOLoopKernelManager.restarter_class=d2ltools.kernel.death.TellingRestarter",
    "--ContentsManager.checkpoints_class=d2ltools.kernel.checkpoints.OutOfTheModule",
    "--Application.log_level=WARN",
]
PAGE_CONFIG = VENV / "etc" / "jupyter" / "labconfig" / "page_config.json"
NO_NEWS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}


def main(words: list[str]) -> int:
    """Runs JupyterLab until it is ended; returns 1 if there is no such chapter."""
    try:
        chapter = find.find(words[0] if words else "")
        kernelspec.prepare()
    except (find.UnknownChapter, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    if not PAGE_CONFIG.exists():
        files.write(PAGE_CONFIG, json.dumps(NO_NEWS) + "\n")
    print(f"JupyterLab opens {relative(chapter)}; Ctrl-C ends it", flush=True)
    server = [str(ROOT / "tools"), "lab-server"]
    command = [sys.executable, *server, *OPTIONS, *_places(chapter), *words[1:]]
    if os.geteuid() == 0:
        command.append("--allow-root")
    return _serve(command)


def _serve(command: list[str]) -> int:
    """Runs the server until it ends or a signal ends it, with all its kernels.

    In a session of its own, since a second Ctrl-C would end it before it has ended the kernels.
    """
    stopping.listen()
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return server.wait()
    except stopping.Stopped:
        server.terminate()
        return max(0, server.wait(timeout=60))  # it may not yet listen to what ends it


def _places(chapter: Path) -> list[str]:
    """Returns what the server serves, and the page that its address leads to."""
    root = ROOT if chapter.is_relative_to(ROOT) else chapter.parent  # text links to the module
    page = quote(chapter.relative_to(root).as_posix())
    return [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{page}"]
