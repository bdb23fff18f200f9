"""What a machine may lack, with stand-ins for the programs that it has."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from d2ltools.places import ROOT

SCRIPT = ROOT / "tools" / "preflight.sh"
JAVA = """#!/bin/sh
echo "    java.home = {home}" >&2
echo "    java.specification.version = {version}" >&2
"""


class Machine:
    """A folder of programs that is all there is on the PATH."""

    def __init__(self, folder: Path):
        self.bin = folder / "bin"
        self.jdk = folder / "jdk"
        self.bin.mkdir()
        for tool in ("sh", "sed", "head", "tr"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.java("17")
        self.program(self.bin / "python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')

    def program(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def java(self, version: str, compiler: bool = True) -> None:
        shutil.rmtree(self.jdk, ignore_errors=True)
        self.program(self.jdk / "bin" / "java", JAVA.format(home=self.jdk, version=version))
        if compiler:
            self.program(self.jdk / "bin" / "javac", "#!/bin/sh\n")
        shutil.copy(self.jdk / "bin" / "java", self.bin / "java")

    def preflight(self, **environ: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.bin / "sh", SCRIPT],
            cwd=self.bin,
            env={"PATH": str(self.bin), **environ},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path):
    (tmp_path / "a folder äö").mkdir()
    return Machine(tmp_path / "a folder äö")


def refused(result: subprocess.CompletedProcess) -> str:
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    return result.stderr


def test_a_machine_with_a_jdk_and_python_passes_in_silence(machine):
    result = machine.preflight()
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize("version", ["1.8", "11", "16"])
def test_an_old_java_is_named_with_the_way_out(machine, version):
    machine.java(version)
    message = refused(machine.preflight())
    assert f"is Java {version}, which is too old" in message
    assert "apt install openjdk-17-jdk" in message


def test_a_newer_java_passes(machine):
    machine.java("25")
    assert machine.preflight().returncode == 0


def test_a_java_without_compiler_is_refused(machine):
    machine.java("21", compiler=False)
    assert f"there is no {machine.jdk}/bin/javac" in refused(machine.preflight())


def test_an_unknown_engine_is_named(machine):
    assert "ENGINE is 'torch'" in refused(machine.preflight(ENGINE="torch"))


def test_a_gpu_is_asked_for_by_1(machine):
    assert machine.preflight(GPU="1").returncode == 0
    assert "GPU is 'yes'" in refused(machine.preflight(GPU="yes"))


def test_no_java_at_all_is_refused(machine):
    (machine.bin / "java").unlink()
    assert "no java on the PATH" in refused(machine.preflight())


def test_a_java_that_does_not_run_says_why(machine):
    machine.program(machine.bin / "java", "#!/bin/sh\necho no runtime here >&2\nexit 1\n")
    assert "does not run: no runtime here" in refused(machine.preflight())


def test_a_java_that_has_no_memory_to_start_tells_its_own_reason(machine):
    said = "echo Error occurred during initialization of VM; echo Could not reserve enough space"
    machine.program(machine.bin / "java", f"#!/bin/sh\n{said}\nexit 1\n")
    message = refused(machine.preflight())
    assert "initialization of VM Could not reserve enough space. Give it more memory" in message
    assert "Install" not in message


def test_java_home_is_before_the_path(machine):
    machine.program(machine.bin / "java", "#!/bin/sh\nexit 1\n")
    assert machine.preflight(JAVA_HOME=str(machine.jdk)).returncode == 0


def test_a_java_home_without_java_is_named(machine):
    message = refused(machine.preflight(JAVA_HOME="/nowhere"))
    assert "JAVA_HOME is /nowhere, which has no bin/java" in message


def test_an_old_python_is_named(machine):
    machine.program(machine.bin / "python3", "#!/bin/sh\necho 3.9\nexit 1\n")
    assert "python3 is Python 3.9, which is too old" in refused(machine.preflight())


def test_a_python_without_venv_is_named(machine):
    machine.program(machine.bin / "python3", '#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n')
    assert "apt install python3-venv" in refused(machine.preflight())


def test_the_python_that_the_user_names_is_asked(machine):
    assert "There is no python9 on the PATH" in refused(machine.preflight(PYTHON="python9"))
