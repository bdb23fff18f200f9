import ast

from d2ltools.chapters import find
from d2ltools.kernel import execution
from d2ltools.places import ROOT

PROGRAM = ROOT / "bench" / "programs" / "curve_share.py"


def test_the_cells_that_it_trains_with_are_in_the_chapter():
    constants = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(PROGRAM.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
    }
    cells = {cell.id for cell in execution.read(find.find("06-lenet")).cells}
    assert set(constants["KEPT"]) <= cells
