"""A place in build/ for what programs keep in the user's home, where that cannot be written."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

from d2ltools.places import BUILD

STAND_IN = BUILD / "home"
KEPT = {
    "JUPYTER_CONFIG_DIR": "jupyter/config",
    "JUPYTER_DATA_DIR": "jupyter/data",
    "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
    "IPYTHONDIR": "ipython",
    "D2L_CACHE": "cache",
    "MAVEN_USER_HOME": "m2",
    "UV_CACHE_DIR": "uv",
}


def is_writable() -> bool:
    """Tells whether files can be made in the home."""
    return os.access(Path.home(), os.W_OK | os.X_OK)


def stand_in(environ: MutableMapping[str, str] = os.environ) -> None:
    """Makes the places in build/ and names them; what the user has named stays."""
    if not is_writable():
        for name, folder in KEPT.items():
            (STAND_IN / folder).mkdir(parents=True, exist_ok=True)
            environ.setdefault(name, str(STAND_IN / folder))
