"""A place in build/ for what programs keep in the user's home, where that cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

from d2ltools.places import BUILD

FALLBACK = BUILD / "home"
KEPT = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
KEPT += ("D2L_CACHE", "MAVEN_USER_HOME", "UV_CACHE_DIR")


def is_writable() -> bool:
    """Tells whether files can be made in the home."""
    return os.access(Path.home(), os.W_OK | os.X_OK)


def use_fallback() -> None:
    """Makes the places in build/ and names them; what the user has named stays."""
    for name in () if is_writable() else KEPT:
        (FALLBACK / name).mkdir(parents=True, exist_ok=True)
        os.environ.setdefault(name, str(FALLBACK / name))
