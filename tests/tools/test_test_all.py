"""The suites of `make test`: one that fails keeps no other from its turn."""

import re
import signal
import subprocess
import sys
import time
from argparse import Namespace

from d2ltools import test_all
from d2ltools.places import ROOT

PARENT = """<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>a</groupId><artifactId>parent</artifactId><version>1</version>
  <packaging>pom</packaging>
  <modules><module>first</module><module>second</module></modules>
</project>"""
MODULE = """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent><groupId>a</groupId><artifactId>parent</artifactId><version>1</version></parent>
  <artifactId>{name}</artifactId>
  <packaging>pom</packaging>
  <build><plugins><plugin>
    <artifactId>maven-enforcer-plugin</artifactId>
    <version>{version}</version>
    <executions><execution>
      <goals><goal>enforce</goal></goals>
      <configuration><rules>{rule}</rules></configuration>
    </execution></executions>
  </plugin></plugins></build>
</project>"""
RULES = {
    "first": "<requireJavaVersion><version>[999,)</version></requireJavaVersion>",
    "second": "<requireJavaVersion><version>[17,)</version></requireJavaVersion>",
}


def test_a_java_module_that_fails_keeps_no_other_from_its_tests(tmp_path):
    version = re.search(r"<maven-enforcer-plugin.version>([\d.]+)<", (ROOT / "pom.xml").read_text())
    (tmp_path / "pom.xml").write_text(PARENT)
    for name, rule in RULES.items():
        (tmp_path / name).mkdir()
        pom = MODULE.format(name=name, version=version[1], rule=rule)
        (tmp_path / name / "pom.xml").write_text(pom)
    command = [*test_all.SUITES["Java"], "--offline", "-f", str(tmp_path / "pom.xml")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 1
    assert re.search(r"first \.+ FAILURE", ran.stdout), ran.stdout
    assert re.search(r"second \.+ SUCCESS", ran.stdout), ran.stdout


def test_a_suite_that_fails_keeps_no_other_from_its_turn(monkeypatch, capfd):
    suites = {"One": ["false"], "Two": ["sh", "-c", "echo two was run; false"]}
    suites["Three"] = ["echo", "three was run"]
    monkeypatch.setattr(test_all, "SUITES", suites)
    monkeypatch.setattr(test_all, "BESIDE", "Two")
    assert test_all.main(Namespace(others=[])) == 1
    said = capfd.readouterr()
    assert said.out.endswith("two was run\n")  # what Java says does not mix with the rest
    assert "three was run\n" in said.out
    assert said.err == "Failed: One, Two\n"


STOPPED = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r})
from argparse import Namespace
from d2ltools import problem, test_all
problem.listen()
beside = ["sh", "-c", "trap 'rm $0; exit' INT; touch $0; while :; do sleep 0.1; done", sys.argv[1]]
test_all.SUITES = {{"Java": beside, "Other": ["sleep", "600"]}}
try:
    test_all.main(Namespace(others=[]))
except problem.Stopped as e:
    sys.exit(e.exit_code)
"""


def test_a_stop_ends_all_that_run_and_waits_for_them(tmp_path):
    runs = tmp_path / "runs"
    command = [sys.executable, "-c", STOPPED, str(runs)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not runs.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert not runs.exists()
