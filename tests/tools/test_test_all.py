"""The suites of `make test`: one that fails keeps no other from its turn."""

import re
import subprocess

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
    suites = {"One": ["false"], "Two": ["echo", "two was run"]}
    monkeypatch.setattr(test_all, "SUITES", suites)
    monkeypatch.setattr(test_all.stopping, "listen", lambda: None)
    assert test_all.main() == 1
    said = capfd.readouterr()
    assert "two was run\n" in said.out
    assert said.err == "Failed: One\n"
