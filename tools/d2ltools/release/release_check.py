"""Says whether a release can be made of the last commit: release_check.py [VERSION]."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from d2ltools import stopping
from d2ltools.places import BUILD, ROOT
from d2ltools.release import central, reproducible, signing, versions
from d2ltools.setup import growth, home, java_home
from d2ltools.terminal import Terminal

HEADING = re.compile(r"(?m)^## (\S+) \(([^)]*)\)$")
VERSION = r"\d+\.\d+\.\d+"
JARS = ["jar", "sources.jar", "javadoc.jar"]
SHOWN = 5


class Check:
    """What has been found, in one line for each check, with the way out where it is bad."""

    def __init__(self, terminal: Terminal):
        self.failed = 0
        self._terminal = terminal

    def say(self, name: str, faults: Iterable[str], well: str) -> bool:
        """Prints the line of a check; several faults are told in as many lines."""
        found = list(faults)
        lines = found[:SHOWN] + [f"and {len(found) - SHOWN} more"] * (len(found) > SHOWN)
        for line in lines or [well]:
            self._terminal.say(f"{'FAIL' if found else 'ok':5} {name:12} {line}")
        self.failed += bool(found)
        return not found


def main(words: list[str], root: Path = ROOT) -> int:
    """Prints a line for each check; returns 1 if a release cannot be made yet."""
    wanted = "".join(words[:1]).strip()
    stopping.listen()
    java_home.speak_utf8()
    home.stand_in()
    terminal = Terminal()
    check = Check(terminal)
    try:
        version = versions.of_pom(root)
        check.say("version", version_faults(root, wanted), f"{version}, in pom.xml and elsewhere")
        check.say("changelog", changelog_faults(root, version), f"has {version} with its date")
        check.say("clean", clean_faults(root), "everything is committed")
        check.say("tag", tag_faults(root, version), f"v{version} is free, or at this commit")
        check.say("poms", central.of_poms(root), "have what Maven Central asks for")
        _of_builds(root, version, check, terminal)
    except (versions.NoVersion, growth.CommandFailed, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as e:
        print(f"{' '.join(e.cmd)}: {e.stderr}".strip(), file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code
    count = f"{check.failed} check{'s' if check.failed != 1 else ''} failed"
    words = count if check.failed else "ready; RELEASING.md says what comes next"
    print(f"Release of {version}: {words}")
    return 1 if check.failed else 0


def version_faults(root: Path, wanted: str) -> list[str]:
    """Returns the places that say another version than pom.xml, or than the one wanted."""
    version = versions.of_pom(root)
    try:
        places = versions.places(root)
    except versions.NoVersion as e:
        return [str(e)]
    faults = [f"{place}: write {version}" for place in places if place.version != version]
    if wanted and wanted != version:
        faults.append(f"pom.xml says {version}, and not {wanted}: write {wanted} everywhere")
    if not re.fullmatch(VERSION, version):
        faults.append(f"{version} is no version of a release: write one such as 1.2.3")
    return faults


def changelog_faults(root: Path, version: str) -> list[str]:
    """Returns what the newest entry in CHANGELOG.md lacks."""
    found = HEADING.search((root / "CHANGELOG.md").read_text("utf-8"))
    if not found or found[1] != version:
        newest = found[1] if found else "none"
        return [f"its first entry is {newest}: write `## {version} (date)` above it"]
    try:
        datetime.date.fromisoformat(found[2])
    except ValueError:
        return [f"{version} is ({found[2]}): write its date, `## {version} (2026-01-31)`"]
    return []


def clean_faults(root: Path) -> list[str]:
    """Returns what is not committed."""
    lines = _git(root, "status", "--porcelain").splitlines()
    return [f"{line[3:]} is not committed: commit or remove it" for line in lines]


def tag_faults(root: Path, version: str) -> list[str]:
    """Returns a tag of this version that is at another commit."""
    tagged = _git(root, "tag", "--list", f"v{version}", "--format=%(objectname) %(*objectname)")
    head = _git(root, "rev-parse", "HEAD")
    if tagged and head not in tagged.split():
        return [f"v{version} is at {tagged[:9]}, and this is {head[:9]}: take the next version"]
    return []


def _of_builds(root: Path, version: str, check: Check, terminal: Terminal) -> None:
    """Builds the last commit twice: as it would be sent to Central, and elsewhere."""
    base = BUILD / "release"
    one = reproducible.check_out(root, reproducible.HERE, base)
    bundle = one / "target" / "central-publishing" / "central-bundle.zip"
    deploy = ["-P", "release", "-DskipUpload=true", "deploy"]
    names = [name for artifact in central.PUBLISHED for name in central.files(artifact, version)]
    if signing.is_possible():
        with signing.throw_away_key() as environ:
            reproducible.build(one, reproducible.HERE, deploy, terminal, environ)
            keys = f"work, with a throw-away key; secret keys of your own: {signing.own_keys()}"
            check.say("signatures", signing.of_bundle(bundle, names, environ), keys)
    else:
        reproducible.build(one, reproducible.HERE, ["-Dgpg.skip", *deploy], terminal)
        check.say("signatures", [signing.MISSING], "")
    well = f"{len(names)} files with checksums, for {', '.join(central.PUBLISHED)}"
    check.say("bundle", central.of_bundle(bundle, version), well)
    other = reproducible.check_out(root, reproducible.ELSEWHERE, base)
    words = ["-pl", "d2l-java", "artifact:check-buildplan", "package"]
    reproducible.build(other, reproducible.ELSEWHERE, words, terminal)
    jars = [f"d2l-java-{version}{'.' if kind == 'jar' else '-'}{kind}" for kind in JARS]
    pairs = [[folder / "d2l-java" / "target" / jar for folder in (one, other)] for jar in jars]
    differences = [line for pair in pairs for line in reproducible.differences(*pair)]
    check.say("reproducible", differences, "two builds elsewhere have the same bytes")


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip("\n")
