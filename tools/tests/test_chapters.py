import chapters
import pytest

LENET = "06-convolutional-neural-networks/06-lenet.ipynb"


@pytest.mark.parametrize("name", ["", "06-lenet", "lenet", "LeNet", "06-lenet.ipynb", f"x/{LENET}"])
def test_finds_a_chapter_by_any_of_its_names(name):
    assert chapters.find(name) == chapters.NOTEBOOKS / LENET


def test_finds_a_notebook_by_its_path(tmp_path):
    mine = tmp_path / "mine.ipynb"
    mine.write_text("{}")
    assert chapters.find(str(mine)) == mine


def test_lists_the_chapters_to_whoever_asks_for_another():
    with pytest.raises(chapters.UnknownChapter, match="no chapter 'resnet'.*06-lenet"):
        chapters.find("resnet")
