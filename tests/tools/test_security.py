"""SECURITY.md: each claim names a test, and there is such a test."""

import re

from d2ltools.places import MODULE, ROOT

CLAIMS = (ROOT / "SECURITY.md").read_text("utf-8")


def _every_test():
    files = [*(ROOT / "tests").rglob("test_*.py"), *(MODULE / "src/test").rglob("*.java")]
    texts = [file.read_text("utf-8") for file in files]
    return {name for text in texts for name in re.findall(r"(?:def|@Test\s+void) (\w+)\(", text)}


def test_each_claim_names__every_test():
    rows = [line.split("|") for line in CLAIMS.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 7
    named = [set(re.findall(r"`(\w+)`", row[3])) for row in rows]
    assert all(named)
    assert set().union(*named) - _every_test() == set()
