import pytest

from d2ltools.chapters import find

LENET = "06-convolutional-neural-networks/06-lenet.ipynb"


@pytest.mark.parametrize("name", ["", "06-lenet", "lenet", "LeNet", "06-lenet.ipynb", f"x/{LENET}"])
def test_finds_a_chapter_by_any_of_its_names(name):
    assert find.find(name) == find.NOTEBOOKS / LENET


def test_finds_a_notebook_by_its_path(tmp_path):
    mine = tmp_path / "mine.ipynb"
    mine.write_text("{}")
    assert find.find(str(mine)) == mine


@pytest.mark.parametrize("name", ["07", "7", "6.7", "06-07", "06.07"])
def test_finds_a_chapter_by_its_number_and_not_its_solutions(name):
    assert find.find(name).stem == "07-lenet5-as-published"


def test_lists_those_that_a_number_or_a_name_may_mean(tmp_path, monkeypatch):
    monkeypatch.setattr(find, "NOTEBOOKS", tmp_path)
    for path in ("02-a/01-x.ipynb", "03-b/01-x.ipynb", "03-b/02-y.ipynb"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    assert find.find("3.1") == tmp_path / "03-b/01-x.ipynb"
    for name in ("1", "x", "01-x"):
        with pytest.raises(find.UnknownChapter, match=f"{name} may .*02-a/01-x.*03-b/01-x"):
            find.find(name)


def test_lists_the_chapters_to_whoever_asks_for_another():
    with pytest.raises(find.UnknownChapter, match="no chapter 'resnet'.*06-lenet"):
        find.find("resnet")
