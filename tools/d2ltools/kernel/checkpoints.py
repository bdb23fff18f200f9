"""Where JupyterLab keeps its copies of the module's sources: beside them, Maven would compile them."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints

from d2ltools.places import BUILD, MODULE, ROOT


class OutOfTheModule(AsyncFileCheckpoints):
    """Leaves every other file's copy where it would be."""

    def checkpoint_path(self, checkpoint_id: str, path: str) -> str:
        """Returns the file of a copy, in a folder that exists."""
        source = Path(self._get_os_path(path))
        if not source.is_relative_to(MODULE):
            return super().checkpoint_path(checkpoint_id, path)
        copy = BUILD / "checkpoints" / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        return str(copy.with_name(f"{source.stem}-{checkpoint_id}{source.suffix}"))
