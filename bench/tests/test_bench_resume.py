from rows import all_rows, chosen

import bench

TURNS = [(n, row) for n in (1, 2) for row in chosen("ours-mxnet,python-mxnet", 0, all_rows())]
KEPT = [{"round": 1, "row": "ours-mxnet"}, {"round": 1, "row": "kernel"}]


def names(turns):
    return [(number, row.name) for number, row in turns]


def test_a_new_run_measures_all():
    assert bench.resumed([], TURNS, anew=False) == ([], TURNS)


def test_goes_on_with_what_is_missing():
    kept, turns = bench.resumed(KEPT, TURNS, anew=False)
    assert kept == KEPT
    assert names(turns) == [(1, "python-mxnet"), (2, "ours-mxnet"), (2, "python-mxnet")]


def test_measures_the_named_rows_anew_and_keeps_the_others():
    kept, turns = bench.resumed(KEPT, TURNS, anew=True)
    assert kept == [{"round": 1, "row": "kernel"}]
    assert turns == TURNS
