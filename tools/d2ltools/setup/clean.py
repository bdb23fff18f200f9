"""Removes what set-up, the build and `make run` have made, and nothing of anybody else."""

from __future__ import annotations

import shutil
from argparse import Namespace

from d2ltools.places import BUILD, MODULE, ROOT

MADE = [ROOT / ".venv", BUILD, ROOT / "target", MODULE / "target", ROOT / "tools/java/target"]


def main(arguments: Namespace) -> int:
    """Removes the folders; a link's own content stays."""
    for folder in MADE:
        if folder.is_symlink():
            folder.unlink()
        elif folder.exists():
            shutil.rmtree(folder)
    return 0
