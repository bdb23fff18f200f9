"""Opens a chapter in JupyterLab: lab.py [CHAPTER]."""

from __future__ import annotations

import os
import sys

import chapters
import kernelspec
from places import NOTEBOOKS

# Nothing is asked of the web, and nobody outside of this machine can reach the server.
OPTIONS = [
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]


def main(words: list[str]) -> int:
    """Becomes JupyterLab, or returns 1 if there is no such chapter."""
    try:
        chapter = chapters.find(words[0] if words else "")
    except chapters.UnknownChapter as e:
        print(e, file=sys.stderr)
        return 1
    kernelspec.prepare()
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    if os.geteuid() == 0:
        command.append("--allow-root")
    command += [f"--ServerApp.root_dir={NOTEBOOKS}", str(chapter), *words[1:]]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
