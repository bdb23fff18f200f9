"""The newest archive of `make offline` on a machine without network, home, or caches.

Takes minutes, and is run by `./d2l test -m offline` alone.
"""

import os
import shutil
import subprocess
import sys

import pytest

from d2ltools.places import BUILD, ROOT

pytestmark = pytest.mark.offline

# what hangs is ended with all that it has started, whose pipes one would wait for otherwise
NO_ROUTE = ["timeout", "900", "unshare", "-rn", "sh", "-c"]
NO_ROUTE += ['ip link set lo up && exec "$@"', "sh"]
REACH = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
# within the network of its own
ASK_LAB = f"""
import os, sys, urllib.request
sys.path[:0] = {[str(ROOT / "tools"), str(ROOT / "tests")]!r}
from serving import listening
with listening(["make", "lab"], dict(os.environ)) as (_, address):
    url = f"http://127.0.0.1:{{address[2]}}/{{{{}}}}?token={{address[4]}}"
    status = urllib.request.urlopen(url.format("api/status"), timeout=60)
    print("Lab answers", status.status, address[3])
    page = urllib.request.urlopen(url.format("lab/tree/" + address[3]), timeout=60)
    print("Page", len(page.read()))
"""


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    archive = max((BUILD / "offline").glob("*.tar.gz"), key=os.path.getmtime)
    place = tmp_path_factory.mktemp("Klasse 7b äö")
    (place / "home").mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", place], check=True)
    (clone,) = place.glob("d2l-java-*")
    yield clone
    shutil.rmtree(place)  # it is half a gigabyte


def at(clone, *command):
    home = clone.parent / "home"
    environ = {name: os.environ[name] for name in ("PATH", "JAVA_HOME") if name in os.environ}
    environ |= {"HOME": str(home), "LC_ALL": "C.UTF-8", "BROWSER": "true"}
    # Java asks the system for the home, and not the environment
    environ["JAVA_TOOL_OPTIONS"] = f"'-Duser.home={home}'"
    ran = subprocess.run(
        [*NO_ROUTE, *command], cwd=clone, env=environ, capture_output=True, text=True
    )
    print(ran.stdout, ran.stderr, file=sys.stderr)
    return ran


def test_no_network_is_there(laptop):
    assert "Network is unreachable" in at(laptop, sys.executable, "-c", REACH).stderr


def test_lenet_trains_on_the_whole_data(laptop):
    ran = at(laptop, "make", "run", "EPOCHS=1")
    assert ran.returncode == 0, ran.stderr
    assert "60,000 training and 10,000 test images" in ran.stdout
    assert f"from the folder {laptop}/offline/data" in ran.stdout
    assert "SAMPLE" not in ran.stdout
    assert not (laptop.parent / "home" / ".m2").exists()
    assert (laptop / "build" / "06-lenet.html").is_file()


def test_lab_answers(laptop):
    ran = at(laptop, sys.executable, "-c", ASK_LAB)
    assert "Lab answers 200 notebooks/06-convolutional-neural-networks/06-lenet.ipynb" in ran.stdout


def test_a_chapter_is_given_back(laptop):
    chapter = laptop / "notebooks" / "06-convolutional-neural-networks" / "06-lenet.ipynb"
    stored = chapter.read_bytes()
    chapter.write_text("mine")
    ran = at(laptop, "make", "reset", "CHAPTER=06-lenet")
    assert ran.returncode == 0, ran.stderr
    assert chapter.read_bytes() == stored
