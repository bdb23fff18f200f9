"""The files from which others build containers; no container is built here."""

import json
import re

from d2ltools.__main__ import COMMANDS
from d2ltools.places import ROOT


def test_the_dev_container_calls_a_target_that_make_has():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = re.search(r"&& make ([\w-]+)$", container["postCreateCommand"])[1]
    assert re.search(rf"^{target}:.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_binder_calls_a_command_that_the_tools_have():
    script = (ROOT / "postBuild").read_text()
    assert {"set-up"} == set(re.findall(r"tools ([\w-]+)", script)) <= COMMANDS.keys()
    assert (ROOT / "postBuild").stat().st_mode & 0o111
