import ast

import pytest

import bench.__main__ as run
from bench import measuring, peers, results, rows, store, tables
from d2ltools.chapters import find
from d2ltools.kernel import execution
from d2ltools.problem import Problem
from d2ltools.terminal import Terminal


def test_takes_the_rows_that_fit_any_of_the_patterns_with_no_more_epochs():
    names = [row.name for row in rows.ROWS]
    assert len(set(names)) == len(names) == len(rows.chosen(""))
    picked = rows.chosen("memory-*, ours-mxnet", 10)
    assert [(row.name, row.epochs) for row in picked] == [
        ("ours-mxnet", 4),
        ("memory-mxnet", 10),
        ("memory-pytorch", 10),
    ]
    with pytest.raises(Problem, match="No row fits 'theirs'. There are: ours-mxnet, "):
        rows.chosen("ours-*,theirs")


def test_each_row_has_a_program_that_knows_its_network_and_a_place_in_the_tables():
    java = (peers.HERE / "java" / "Networks.java").read_text(encoding="utf-8")
    for row in rows.ROWS:
        assert row.group in [group for _, group, _ in tables.SECTIONS]
        script = peers.HERE / "programs" / row.program
        if row.notebook:
            assert script.exists() and row.network == "lenet"
        else:
            known = script.read_text(encoding="utf-8") if row.peer else java
            assert f'"{row.network}"' in known


def test_the_cells_that_the_curve_is_measured_with_are_in_the_chapter():
    source = (peers.HERE / "programs" / "our_kernel.py").read_text(encoding="utf-8")
    assigned = [node for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    kept = next(ast.literal_eval(n.value) for n in assigned if n.targets[0].id == "KEPT")
    assert set(kept) <= {cell.id for cell in execution.read(find.find("06-lenet")).cells}


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A place for results, into which each row is measured at once."""
    for name in ("ONLY", "EPOCHS", "RESUME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(store, "WHOLE", tmp_path / "whole.csv")
    monkeypatch.setattr(peers, "HOME", tmp_path)
    figures = {"examples_per_s": 1.0, "wall_s": 2.0, "epochs": 4}
    monkeypatch.setattr(measuring, "measure", lambda row, n, tell: line(row.name, n, **figures))
    return tmp_path


def line(row, number=1, **figures):
    return {"row": row, "round": number, **figures}


def test_goes_on_with_what_is_missing(home, monkeypatch):
    kept = [line("ours-mxnet", wall_s=0.125, machine="x, y"), line("kernel", 7)]
    results.write(store.WHOLE, kept)
    monkeypatch.setenv("RESUME", "1")
    turns = run.planned(rows.chosen("ours-mxnet,python-mxnet"), 2, Terminal())
    assert run.run(turns, Terminal()) == 0
    made = results.read(store.WHOLE)
    assert made[:2] == kept
    found = [(r["round"], r["row"]) for r in made[2:]]
    assert found == [(1, "python-mxnet"), (2, "ours-mxnet"), (2, "python-mxnet")]
    assert store.main().startswith(f"{store.WHOLE} lacks djl-mxnet, ")


def test_a_look_at_some_rows_leaves_a_whole_run_as_it_is(home, monkeypatch):
    results.write(store.WHOLE, [line("kernel")])
    monkeypatch.setenv("ONLY", "ours-mxnet")
    run.run([(1, rows.ROWS[0])], Terminal())
    assert results.read(store.WHOLE) == [line("kernel")]
    assert [r["row"] for r in results.read(home / "some.csv")] == ["ours-mxnet"]


def test_a_line_has_median_range_and_the_ratio_to_the_peer_with_the_same_minibatch():
    speeds = [("ours-mxnet", 14_000.0), ("ours-mxnet", 15_000.0), ("python-mxnet", 10_000.0)]
    speeds += [("batch32-ours-mxnet", 6_000.0), ("batch32-python-mxnet", 3_000.0)]
    text = tables.markdown([line(row, epochs=4, examples_per_s=speed) for row, speed in speeds])
    lines = [[word.strip() for word in line.split("|")[1:4]] for line in text.splitlines()]
    assert ["d2l-java, MXNet", "14,500 (14,000–15,000)", "1.45"] in lines
    assert ["d2l-java, MXNet, minibatch 32", "6,000", "2.00"] in lines
    assert "peak MiB" not in text and "One core" not in text


def test_every_number_of_the_docs_comes_from_the_stored_results():
    stored = results.read(store.STORED)
    assert store.page(stored) == store.PAGE.read_text(encoding="utf-8")
