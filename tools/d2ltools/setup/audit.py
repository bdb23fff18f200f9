"""Asks PyPI for known faults of our Python packages, and lists our Java libraries.

Exits with 0 if all was asked and nothing found, with 1 if something was found, with 2 if the
service did not answer for all.
"""

from __future__ import annotations

import json
import subprocess
from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path

from d2ltools.places import BUILD, LIB, ROOT, relative
from d2ltools.problem import Problem
from d2ltools.setup import java_libraries, own_environment
from d2ltools.terminal import Terminal

AUDIT_LOCK = ROOT / "requirements-audit.txt"
LOCKS = ("requirements.txt", AUDIT_LOCK.name, "requirements-binder.txt")
ENVIRONMENT = BUILD / "audit"
SECONDS = "15"
FOUND, NOT_ASKED = 1, 2
NOBODY = (
    "nobody was asked about them: OWASP dependency-check and osv-scanner, which could tell their"
    " faults, fetch what they know from servers of their own"
)


@dataclass
class Answer:
    """What the service says about one lock."""

    asked: int = 0
    faults: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    trouble: str = ""

    @property
    def exit_code(self) -> int:
        """What was found counts more than what was not asked."""
        if self.faults:
            return FOUND
        return NOT_ASKED if self.silent or self.trouble or not self.asked else 0


def main(arguments: Namespace) -> int:
    """Asks about each lock, lists the jars, and returns the exit code."""
    terminal = Terminal()
    try:
        own_environment.prepare(ENVIRONMENT, AUDIT_LOCK, "pip-audit", "about 65 MB", terminal)
        answers = {lock: ask(ROOT / lock, terminal) for lock in LOCKS}
    except Problem as e:
        e.exit_code = NOT_ASKED
        raise
    for lock, answer in answers.items():
        _tell(lock, answer, terminal)
    _tell_of_java(terminal)
    codes = {answer.exit_code for answer in answers.values()}
    return FOUND if FOUND in codes else max(codes)


def ask(lock: Path, terminal: Terminal) -> Answer:
    """Returns what PyPI's vulnerability service knows about the packages of a lock."""
    program = ENVIRONMENT / "bin" / "pip-audit"
    words = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    command = [str(program), *words, "--timeout", SECONDS, "-r", str(lock)]
    terminal.status(f"Asking about {lock.name}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    terminal.clear()
    return read(done.stdout, done.stderr)


def read(said: str, complained: str = "") -> Answer:
    """Returns what pip-audit's JSON means: it exits with 0 also if it was told nothing at all."""
    try:
        dependencies = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = (complained.strip() or "pip-audit said nothing").splitlines()[-1]
        return Answer(trouble=last[:200])
    answer = Answer()
    for entry in dependencies:
        if "skip_reason" in entry:
            answer.silent.append(entry["name"])
            continue
        answer.asked += 1
        for fault in entry["vulns"]:
            mend = ", ".join(fault["fix_versions"]) or "none yet"
            named = f"{entry['name']} {entry['version']}: {fault['id']}"
            answer.faults.append(f"{named}; mended in: {mend}")
    return answer


def _tell(lock: str, answer: Answer, terminal: Terminal) -> None:
    for fault in answer.faults:
        terminal.say(f"FOUND {lock}: {fault}")
    if answer.trouble:
        terminal.say(f"NOT ASKED {lock}: PyPI cannot be reached: {answer.trouble}")
    elif not answer.asked:
        why = "a mirror of PyPI has no list of faults; ask from a machine that reaches pypi.org"
        count = len(answer.silent)
        terminal.say(f"NOT ASKED {lock}: no answer about any of {count} packages: {why}")
    elif answer.silent:
        terminal.say(f"NOT ASKED {lock}: PyPI says nothing about {', '.join(answer.silent)}")
    elif not answer.faults:
        terminal.say(f"ok {lock}: no known faults in {answer.asked} packages")


def _tell_of_java(terminal: Terminal) -> None:
    text = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    libraries = list(java_libraries.found(LIB, text))
    for library in libraries:
        terminal.say(f"java {library}")
    terminal.say(f"{len(libraries)} Java libraries in {relative(LIB)}; {NOBODY}")
