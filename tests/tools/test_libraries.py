"""The jars: what is laid where, and when it is due."""

import os
import time
import zipfile

from d2ltools.setup import libraries


def jar(path, content="1"):
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a/A.class", content)
    return path


def test_a_running_kernel_keeps_the_jar_that_it_has_open_and_no_other_is_laid_again(tmp_path):
    lib, same = tmp_path / "lib", jar(tmp_path / "same.jar")
    libraries.lay_jars([jar(tmp_path / "a.jar", "old"), jar(tmp_path / "gone.jar"), same], lib)
    before = (lib / "same.jar").stat().st_ino
    with zipfile.ZipFile(lib / "a.jar") as opened:
        libraries.lay_jars([jar(tmp_path / "a.jar", "new"), same], lib)
        assert opened.read("a/A.class") == b"old"
    assert zipfile.ZipFile(lib / "a.jar").read("a/A.class") == b"new"
    assert {path.name for path in lib.iterdir()} == {"a.jar", "same.jar"}
    assert (lib / "same.jar").stat().st_ino == before


def test_what_is_newer_or_gone_makes_a_build_due(tmp_path):
    stamp, source = tmp_path / "stamp", tmp_path / "source" / "ai"
    source.mkdir(parents=True)
    (source / "A.java").touch()
    assert not libraries._is_newer(stamp, [source])
    stamp.touch()
    for path, later, newer in [(stamp, 9, True), (source / "A.java", 19, False), (stamp, 29, True)]:
        os.utime(path, (time.time() + later,) * 2)
        assert libraries._is_newer(stamp, [source]) == newer
    (source / "A.java").unlink()
    os.utime(source, (time.time() + 39,) * 2)  # as if it had been later
    assert not libraries._is_newer(stamp, [source])
