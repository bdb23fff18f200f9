"""What an audit says, and that nobody is told "nothing found" where nobody was asked."""

import json

import pytest

from d2ltools.places import LIB, ROOT
from d2ltools.setup import audit, java_libraries

THIRD_PARTY = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
WELL = {"name": "a", "version": "1", "vulns": []}
FAULT = {"id": "PYSEC-1", "fix_versions": ["2"], "aliases": []}
SILENT = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


def read(*dependencies):
    return audit.read(json.dumps({"dependencies": dependencies, "fixes": []}))


@pytest.mark.parametrize(
    ("dependencies", "code"),
    [
        ([WELL], 0),
        ([WELL, {"name": "b", "version": "1", "vulns": [FAULT]}, SILENT], audit.FOUND),
        ([WELL, SILENT], audit.NOT_ASKED),
        ([SILENT], audit.NOT_ASKED),
        ([], audit.NOT_ASKED),
    ],
)
def test_what_was_found_and_what_was_not_asked_end_differently(dependencies, code):
    assert read(*dependencies).exit_code == code


def test_a_fault_is_named_with_the_version_that_mends_it():
    answer = read({"name": "b", "version": "1", "vulns": [FAULT]})
    assert answer.faults == ["b 1: PYSEC-1; mended in: 2"]


def test_a_service_that_cannot_be_reached_is_not_asked():
    answer = audit.read("", "Traceback\nConnectionError: nobody there\n")
    assert answer.exit_code == audit.NOT_ASKED
    assert answer.trouble == "ConnectionError: nobody there"


def test_every_java_library_is_named_with_its_licence():
    libraries = list(java_libraries.found(LIB, THIRD_PARTY))
    assert len(libraries) > 20
    assert [str(library) for library in libraries if not library.licence] == []


def test_a_library_that_nobody_named_has_no_licence(tmp_path):
    for name in ("new-thing-1.2.jar", "jna-5.jar", "d2l-java-1.jar", "api-1-sources.jar"):
        (tmp_path / name).touch()
    jna, new = sorted(java_libraries.found(tmp_path, THIRD_PARTY), key=str)
    assert jna.licence.startswith("LGPL-2.1-or-later, or Apache-2.0")
    assert str(new) == "new-thing 1.2: no licence named"
