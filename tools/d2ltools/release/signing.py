"""A key that lives as long as a check, to see that what we build can be signed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

NAME = "d2l-java release-check, throw-away <nobody@localhost>"
MISSING = "there is no gpg on the PATH: apt install gnupg"


def is_possible() -> bool:
    """Tells whether gpg is there."""
    return shutil.which("gpg") is not None


@contextlib.contextmanager
def throw_away_key() -> Iterator[dict[str, str]]:
    """Yields the environment in which gpg has one new key and none of the user's."""
    # not in build/: a socket's path has at most 108 characters
    with tempfile.TemporaryDirectory(prefix="d2l-gpg-") as home:
        environ = {**os.environ, "GNUPGHOME": home}
        make = ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key", NAME]
        try:
            _gpg([*make, "ed25519", "sign", "1d"], environ)
            yield environ
        finally:
            agent = ["gpgconf", "--kill", "all"]
            subprocess.run(agent, env=environ, capture_output=True, check=False)


def of_bundle(bundle: Path, names: list[str], environ: dict[str, str]) -> Iterator[str]:
    """Yields the files in a bundle that have no signature, or a wrong one."""
    with zipfile.ZipFile(bundle) as content, tempfile.TemporaryDirectory() as folder:
        there = set(content.namelist())
        for name in names:
            if name not in there or f"{name}.asc" not in there:
                yield f"{name}.asc is missing: is maven-gpg-plugin in the profile release?"
                continue
            file, signature = content.extract(name, folder), content.extract(f"{name}.asc", folder)
            try:
                _gpg(["gpg", "--batch", "--quiet", "--verify", signature, file], environ)
            except OSError as e:
                yield f"{name}.asc is not this file's: {e}"


def own_keys() -> int:
    """Returns how many secret keys the user has, with which a release could be signed."""
    command = ["gpg", "--batch", "--with-colons", "--list-secret-keys"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return sum(line.startswith("sec:") for line in listed.splitlines())


def _gpg(command: list[str], environ: dict[str, str]) -> None:
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"{command[0]} ended with {done.returncode}"]
        raise OSError(said[-1])
