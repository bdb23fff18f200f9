import pytest

from d2ltools.chapters import find
from d2ltools.problem import Problem

LENET = "06-convolutional-neural-networks/06-lenet.ipynb"


@pytest.mark.parametrize(
    ("names", "stem"),
    [
        (["", "06-lenet", "lenet", "LeNet", "06-lenet.ipynb", f"x/{LENET}"], "06-lenet"),
        (["6.7", "06-07", "06.07"], "07-lenet5-as-published"),  # and not its solutions
    ],
)
def test_finds_a_chapter_by_any_of_its_names_and_numbers(names, stem):
    assert {find.find(name).stem for name in names} == {stem}


def test_lists_those_that_a_number_or_a_name_may_mean(tmp_path, monkeypatch):
    monkeypatch.setattr(find, "NOTEBOOKS", tmp_path)
    y = ("03-b/02-y.ipynb", "03-b/02-y-solutions.ipynb")
    for path in ("02-a/01-x.ipynb", "03-b/01-x.ipynb", *y):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    assert find.find("3.1") == tmp_path / "03-b/01-x.ipynb"
    assert find.find("2") == find.find("02") == tmp_path / "03-b/02-y.ipynb"
    for name in ("1", "x", "01-x"):
        with pytest.raises(Problem, match=f"{name} may .*02-a/01-x.*03-b/01-x"):
            find.find(name)
