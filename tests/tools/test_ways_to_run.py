"""What is said of the ways to run: the tests and targets that it names are there."""

import re

import pytest

from d2ltools.places import MODULE, ROOT

README = (ROOT / "README.md").read_text("utf-8").partition("## What works where")[2]
PAGE = (ROOT / "docs" / "ways-to-run.md").read_text("utf-8")


@pytest.mark.parametrize("text", [README.partition("\n## ")[0], PAGE])
def test_what_is_named_as_a_test_is_one(text):
    names = set(re.findall(r"`(test_\w+\.py|\w+Test)`", text))
    files = [*(ROOT / "tests").rglob("test_*.py"), *(MODULE / "src/test").rglob("*.java")]
    assert len(names) >= 4
    assert names - {file.name.removesuffix(".java") for file in files} == set()


@pytest.mark.parametrize("text", [README.partition("\n## ")[0], PAGE])
def test_what_is_named_as_a_target_is_one(text):
    targets = set(re.findall(r"`make ([a-z-]+)", text))
    described = re.findall(r"(?m)^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"))
    assert "check-binder" in targets
    assert targets - set(described) == set()
