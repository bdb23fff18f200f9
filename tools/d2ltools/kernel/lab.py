"""Opens a chapter in JupyterLab, which takes the place of this program."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from urllib.parse import quote

from d2ltools import files, problem
from d2ltools.kernel import kernelspec
from d2ltools.places import ROOT, VENV, relative

# Nothing is asked of the web, and nobody outside of this machine can reach the server.
OPTIONS = [
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.answer_yes=True",  # Ctrl-C ends it, with its kernels, and does not ask
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


def main(arguments: Namespace) -> int:
    """Becomes JupyterLab; what is no option of ours is one of its own."""
    chapter = arguments.chapter
    kernelspec.prepare()
    if not PAGE_CONFIG.exists():
        files.write(PAGE_CONFIG, json.dumps(NO_NEWS) + "\n")
    print(f"JupyterLab opens {relative(chapter)}; Ctrl-C ends it", flush=True)
    words = [*OPTIONS, *_places(chapter), *arguments.others]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")
    tools = str(ROOT / "tools")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [tools, os.environ.get("PYTHONPATH")]))
    return problem.become([sys.executable, "-m", "jupyterlab", *words])


def _places(chapter: Path) -> list[str]:
    """Returns what the server serves, and the page that its address leads to."""
    root = ROOT if chapter.is_relative_to(ROOT) else chapter.parent  # text links to the module
    page = quote(chapter.relative_to(root).as_posix())
    return [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{page}"]
