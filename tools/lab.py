"""Opens a chapter in JupyterLab: lab.py [CHAPTER]."""

from __future__ import annotations

import os
import sys
from urllib.parse import quote

import chapters
import java_home
import kernelspec
from places import NOTEBOOKS

# Nothing is asked of the web, and nobody outside of this machine can reach the server.
OPTIONS = [
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--KernelManager.shutdown_wait_time={kernelspec.SECONDS_TO_END}",
    "--Application.log_level=WARN",
    "--ServerApp.answer_yes=True",  # one Ctrl-C ends it; chapters are saved as they are edited
]


def main(words: list[str]) -> int:
    """Becomes JupyterLab, or returns 1 if there is no such chapter."""
    try:
        chapter = chapters.find(words[0] if words else "")
        kernelspec.prepare()
    except (chapters.UnknownChapter, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS]
    if os.geteuid() == 0:
        command.append("--allow-root")
    root = NOTEBOOKS if chapter.is_relative_to(NOTEBOOKS) else chapter.parent
    path = quote(chapter.relative_to(root).as_posix())
    command += [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{path}"]
    print("JupyterLab starts, and prints its address. Ctrl-C ends it.", flush=True)
    os.execv(sys.executable, command + words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
