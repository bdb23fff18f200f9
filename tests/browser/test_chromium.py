"""Where there is no Chromium: skipped here, never in CI."""

import os
import stat

import chromium
import pytest


@pytest.fixture
def no_chromium(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(chromium, "MAC", tmp_path / "none")
    return tmp_path


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_says_how_to_get_one(no_chromium):
    with pytest.raises(chromium.NoChromium, match="apt install chromium"):
        chromium.find()


def test_finds_it_under_its_other_name(no_chromium):
    program(no_chromium, "chromium-browser", "true")
    assert chromium.find() == str(no_chromium / "chromium-browser")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs packages")
def test_in_ci_it_is_installed(no_chromium, monkeypatch):
    monkeypatch.setenv("CI", "true")
    asked = no_chromium / "asked"
    browser = no_chromium / "chromium"
    install = f'echo "$@" >> {asked}; echo > {browser}; /bin/chmod +x {browser}'
    program(no_chromium, "apt-get", install)
    assert chromium.find() == str(browser)
    assert "install --no-install-recommends chromium" in asked.read_text()
