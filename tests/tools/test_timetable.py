"""The page for teachers and the README tell the times that renders have left in the chapters."""

import nbformat

from d2ltools.chapters import timetable
from d2ltools.places import NOTEBOOKS
from d2ltools.setup import machine


def rendered(seconds):
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["d2l"] = timetable.noted(seconds)
    return notebook


def page_of(tmp_path, monkeypatch, table=timetable._table):
    page = tmp_path / "teaching.md"
    page.write_text("Before\n<!-- made by make render -->\nold\n<!-- end -->\nAfter\n")
    monkeypatch.setattr(timetable, "PAGES", {page: table})
    return page


def test_each_chapter_has_its_minutes_and_its_machine(tmp_path, monkeypatch):
    page = page_of(tmp_path, monkeypatch)
    notebooks = {NOTEBOOKS / "07-a.ipynb": rendered(93.4), tmp_path / "b.ipynb": rendered(6)}
    finding = next(timetable.findings(notebooks))
    assert finding.file == page and finding.mend == "make sync"
    page.write_text(timetable.text(page, notebooks))
    assert f"| [07-a](../notebooks/07-a.ipynb) | 1.6 | {machine.described()} |" in page.read_text()
    assert "b.ipynb" not in page.read_text()
    assert not list(timetable.findings(notebooks))


def test_the_readme_tells_how_long_lenet_takes(tmp_path, monkeypatch):
    page = page_of(tmp_path, monkeypatch, timetable._sentence)
    notebooks = {NOTEBOOKS / "06-lenet.ipynb": rendered(93.4)}
    assert "took 1.6 minutes here" in timetable.text(page, notebooks)
    assert len(list(timetable.findings(notebooks))) == 1


def test_writes_the_stored_chapters_and_is_content_then(tmp_path, monkeypatch):
    page = page_of(tmp_path, monkeypatch)
    assert timetable.write() == [page]
    assert "old" not in page.read_text()
    assert page.read_text().endswith("<!-- end -->\nAfter\n")
    assert not timetable.write()


def test_the_machine_is_told_with_its_cores_and_memory():
    assert " cores, " in machine.described() and " GiB, " in machine.described()


def test_a_page_without_its_marks_is_one_finding(tmp_path, monkeypatch):
    page_of(tmp_path, monkeypatch).write_text("Before\nAfter\n")
    (finding,) = timetable.findings({})
    assert "are gone from teaching.md" in str(finding)
    assert timetable.write() == []
