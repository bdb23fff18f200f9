"""JupyterLab's server, which ends when the program that started it is gone."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from jupyterlab import labapp

SECONDS_BETWEEN_LOOKS = 1.0


def end_with(parent: int) -> None:
    """Ends this server, with all its kernels, as soon as it has another parent."""
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)


def main(words: list[str]) -> int:
    """Runs the server until it is ended."""
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    sys.argv = ["jupyter-lab", *words]
    return labapp.main()
