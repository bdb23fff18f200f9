"""THIRD-PARTY.md: each library that a kernel has on its class path stands there with its licence."""

import re

from d2ltools.places import LIB, ROOT

LICENCE = "Apache-2.0|MIT|Unicode"


def test_every_java_library_is_named_with_its_licence():
    lines = (ROOT / "THIRD-PARTY.md").read_text("utf-8").splitlines()
    names = {re.match(r"[A-Za-z]\w*(?:-[a-z]\w*)*", jar.name)[0] for jar in LIB.glob("*.jar")}
    assert len(names) > 20

    def is_named(name):
        said = (re.search(rf"[`:]{name}`(.*)", line) for line in lines)
        return any(found and re.search(LICENCE, found[1]) for found in said)

    ours = {"d2l-java", "jjava"}  # whose licence the table of Python packages names
    assert [name for name in sorted(names - ours) if not is_named(name)] == []
