"""The files from which others build containers; no container is built here."""

import json
import re

from d2ltools.places import ROOT


def test_the_dev_container_calls_a_target_that_make_has():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = re.search(r"&& make ([\w-]+)$", container["postCreateCommand"])[1]
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_binder_runs_steps_that_set_up_has():
    script = (ROOT / "postBuild").read_text()
    steps = re.findall(r"set-up (\w+)", script)
    code = (ROOT / "tools/d2ltools/setup/set_up.py").read_text()
    assert steps == ["libraries", "data"]
    assert all(f'"{step}": {step},' in code for step in steps)
    assert (ROOT / "postBuild").stat().st_mode & 0o111
