import chart
import pytest
import results
import store
from figures import Figures
from rows import all_rows


def measured(epochs):
    rows = all_rows()
    return Figures({"row": r.name, "round": 1, "epochs": min(epochs, r.epochs)} for r in rows)


def test_a_whole_run_lacks_nothing_and_a_short_one_its_long_rows():
    assert store.missing(measured(30)) == []
    assert store.missing(measured(10)) == ["memory-mxnet", "memory-pytorch"]


def test_the_tables_take_the_place_of_older_ones(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made by make bench-store -->\nold\n<!-- end -->\nafter\n")
    made = store.with_tables(page, measured(30))
    assert "old" not in made and "| d2l-java, MXNet " in made
    assert made.startswith("before\n") and made.endswith("\n<!-- end -->\nafter\n")
    page.write_text(made)
    assert store.with_tables(page, measured(30)) == made


@pytest.mark.skipif(not store.STORED.exists(), reason="no results are stored yet")
def test_every_number_of_the_docs_comes_from_the_stored_results():
    figures = Figures(results.read(store.STORED))
    page = store.PAGE.read_text(encoding="utf-8")
    assert store.with_tables(store.PAGE, figures) == page
    assert store.PICTURE.read_text(encoding="utf-8") == chart.svg(figures)
