"""Programs that some tests need and Debian has; CI gets them where it may install them."""

from __future__ import annotations

import os
import shutil
import subprocess


def install(package: str) -> None:
    """Installs a package of Debian in CI; does nothing elsewhere, or without the right to."""
    if not os.environ.get("CI") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300"]
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run([*quiet, "update"], check=True, env=environment)
    command = [*quiet, "install", "--no-install-recommends", package]
    subprocess.run(command, check=True, env=environment)
