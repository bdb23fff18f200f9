"""The soak in short, and what it makes of figures."""

import pytest

from d2ltools import soak
from d2ltools.terminal import Terminal


def series(kib, arrays=(17,), java=0):
    java = [java * i for i in range(len(kib))]
    return soak.Series("work", 1, list(kib), java, list(arrays) * (len(kib) // len(arrays)))


def test_a_warm_up_is_no_growth():
    warm = series([100, 150, 180, 190, 195, 199, 200, 200, 200, 201, 200, 200])
    assert warm.is_flat()
    assert warm.row().endswith("flat")


def test_memory_that_grows_by_more_than_two_per_cent_is_told():
    grown = series(range(1000, 1240, 20))
    assert not grown.is_flat()
    assert grown.row().endswith("GROWS")


def test_what_jshell_keeps_of_a_cell_is_told_apart():
    kept = series([100_000] * 12, java=30)
    assert kept.kept_by_java() == 30
    assert kept.growth() == 0
    assert kept.is_flat()


def test_java_that_holds_more_than_its_cells_is_told():
    assert not series([100_000] * 12, java=129).is_flat()


def test_one_array_more_is_told():
    assert not series([100] * 4, arrays=[17, 17, 17, 18]).is_flat()


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "text"
    with pytest.MonkeyPatch.context() as patch, path.open("w") as out:
        patch.setenv("D2L_DATA", "sample")
        patch.setenv("JDK_JAVA_OPTIONS", "")  # soak sets it, for its own process
        return soak.soak(2, Terminal(out), short_rounds=2)


def test_running_the_cells_again_holds_no_more_arrays(short):
    assert [each.what for each in short] == ["chapter", "steps", "nets"]
    assert [len(each.kib) for each in short] == [2, 2, 2]
    assert all(len(set(each.arrays)) == 1 for each in short), short
    assert all(kib > 100_000 for each in short for kib in each.kib)
    assert all(java > 10_000 for each in short for java in each.java)
