"""Files that are there as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class CannotWrite(OSError):
    """A file that cannot be written; the message has the path, the reason and the size."""


def write(path: Path, content: str | bytes) -> None:
    """Puts the content in the place of the file, which keeps its old content until that is done.

    Raises CannotWrite if the folder or the disk does not take it; the old file is whole then.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        _replace(path, data)
    except OSError as e:
        raise CannotWrite(
            f"{path} cannot be written: {e.strerror or e}. It takes {len(data) / 1000:,.0f} kB."
            " What was there before is as it was."
        ) from e


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
