import pytest
import rows
from networks import NETWORKS
from peers import HERE


def names(only="", epochs=0):
    return [row.name for row in rows.chosen(only, epochs, rows.all_rows())]


def test_all_rows_have_names_of_their_own():
    assert len(set(names())) == len(names()) > 20


def test_takes_the_rows_that_fit_any_of_the_patterns():
    assert names("ours-*, python-mxnet") == ["ours-mxnet", "python-mxnet", "ours-pytorch"]


def test_tells_which_rows_there_are_when_none_fits():
    with pytest.raises(rows.NoSuchRow, match="No row fits 'theirs'. There are: ours-mxnet, "):
        names("ours-*,theirs")


def test_limits_the_epochs_and_never_adds_to_them():
    picked = rows.chosen("memory-mxnet,ours-mxnet", 10, rows.all_rows())
    assert {row.name: row.epochs for row in picked} == {"memory-mxnet": 10, "ours-mxnet": 4}


def test_needs_a_peers_environment_for_python_alone():
    needed = {row.name: row.python_peer for row in rows.all_rows()}
    assert needed["ours-pytorch"] == needed["chapter-ours-mxnet"] == needed["djl-mxnet"] == ""
    assert needed["python-pytorch"] == needed["chapter-book-pytorch"] == "pytorch"


@pytest.mark.parametrize("name", NETWORKS)
def test_each_network_is_written_in_all_of_its_peers(name):
    assert f'case "{name}"' in (HERE / "java" / "Networks.java").read_text()
    for peer in ("mxnet", "pytorch"):
        known = (HERE / "programs" / f"{peer}_networks.py").read_text()
        assert (f'"{name}"' in known) == NETWORKS[name].in_python
