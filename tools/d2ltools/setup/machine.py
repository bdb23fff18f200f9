"""What this machine has: a JDK, a Python, memory, perhaps an NVIDIA card; needs nothing but Python."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from d2ltools.problem import Problem

OLDEST_JAVA = 17
JDK = (
    "Install a JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk;"
    " macOS: brew install openjdk@17) or set JAVA_HOME to one."
)
NVIDIA = ["nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader"]
NEWEST_FOR_MXNET = 8.0  # compute capability; its build is for CUDA 11.2
# Of the control groups, version 2 and version 1.
LIMITS = {"": "memory.max", "memory": "memory.limit_in_bytes"}


def speak_utf8() -> None:
    """Lets the Javas that this process starts read and print more than ASCII.

    Python does it for a missing locale, but leaves LC_ALL alone, and Java takes it at its word.
    """
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"


def java() -> Path:
    """Returns the launcher of the Java that runs the kernel: of JAVA_HOME, or on the PATH."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if home and not found:
        raise Problem(
            f"JAVA_HOME is {home}, which has no bin/java. Set it to the folder of a JDK 17 or"
            " newer, or unset it to use the java on the PATH."
        )
    if not found:
        raise Problem(f"There is no java on the PATH. {JDK}")
    return Path(found).absolute()


def require_jdk() -> None:
    """Raises Problem unless that Java runs, has a compiler and is new enough."""
    launcher = java()
    named = f"{launcher} (from {'JAVA_HOME' if os.environ.get('JAVA_HOME') else 'the PATH'})"
    command = [str(launcher), "-XshowSettings:properties", "-version"]
    asked = subprocess.run(command, capture_output=True, text=True, errors="replace")
    lines = (asked.stderr + asked.stdout).splitlines()
    if asked.returncode:
        reason = " ".join([line for line in lines if not line.startswith("Picked up ")][:2])
        no_memory = "initialization of VM" in reason
        way_out = "Give it more memory: ulimit -v says whether it is limited." if no_memory else JDK
        raise Problem(f"{named} does not start: {reason}. {way_out}")
    settings = dict(re.findall(r"(?m)^ *(java\.\S+) = (.*\S)", "\n".join(lines)))
    version = settings.get("java.specification.version", "unknown").removeprefix("1.")
    if not version.isdecimal() or int(version) < OLDEST_JAVA:
        raise Problem(f"{named} is Java {version}, which is too old. {JDK}")
    compiler = Path(settings["java.home"], "bin", "javac")
    if not shutil.which(compiler):
        raise Problem(f"{named} is a Java without compiler: there is no {compiler}. {JDK}")


def require_python() -> None:
    """Raises Problem unless this Python can make an environment."""
    if not all(map(importlib.util.find_spec, ("ensurepip", "venv"))):
        raise Problem(
            f"{sys.executable} has no venv. Install it (Debian, Ubuntu: apt install python3-venv),"
            " or name another Python: make PYTHON=python3.12 …"
        )


def has_card() -> bool:
    """Tells whether there is an NVIDIA card, and a driver for it."""
    try:
        return subprocess.run(NVIDIA[0], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def advice_for_card() -> str:
    """Says which card there is and what makes the chapters compute on it; not tested on a GPU."""
    try:
        found = subprocess.run(NVIDIA, capture_output=True, text=True, check=True, timeout=20)
        name, capability = found.stdout.splitlines()[0].rsplit(",", 1)
        engine = "MXNet" if float(capability) <= NEWEST_FOR_MXNET else "PyTorch"
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return "no NVIDIA card, or no driver for one: everything runs on the CPU"
    return (
        f"{name}, compute capability {float(capability)}: `make lab ENGINE={engine} GPU=1` computes"
        " on it (not tested)"
    )


def memory() -> str:
    """Says how much memory there is; empty where the system does not tell it as Linux does."""
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return ""
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    total, free = kib["MemTotal"] << 10, kib["MemAvailable"] << 10
    words = f"This machine has {_gib(total)}, of which {_gib(free)} are free now."
    limit = min(_limits(), default=total)
    return words + (f" This container may use {_gib(limit)}." if limit < total else "")


def described() -> str:
    """Says processor, cores, memory and system in a few words."""
    import psutil  # of a package; all else here needs none

    memory = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    information = Path("/proc/cpuinfo")
    text = information.read_text() if information.exists() else ""
    model = re.search(r"(?m)^model name\s*: *(.+)", text)
    processor = model[1] if model else platform.processor() or platform.machine()
    return f"{processor}, {cores} cores, {memory:.0f} GiB, {platform.system()}"


def _limits() -> list[int]:
    """Returns what this process's control groups allow; a container may see its own as the root."""
    groups = Path("/proc/self/cgroup")
    found = []
    for line in groups.read_text().splitlines() if groups.exists() else []:
        _, controllers, group = line.split(":", 2)
        for controller in LIMITS.keys() & set(controllers.split(",")):
            root = Path("/sys/fs/cgroup", controller)
            files = [folder / LIMITS[controller] for folder in (root / group.lstrip("/"), root)]
            found += [file.read_text().strip() for file in files if file.is_file()]
    return [int(limit) for limit in found if limit.isdigit()]


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"
