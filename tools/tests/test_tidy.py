import nbformat
import tidy
from notebooks import notebook
from places import ROOT


def executed(*outputs):
    made = notebook("1 + 1")
    made.cells[0].execution_count = 1
    made.cells[0].outputs = list(outputs)
    return made


def stream(text):
    return nbformat.v4.new_output("stream", text=text)


def test_finds_no_fault_in_a_run_from_top_to_bottom():
    assert tidy.faults(executed(stream("2")), 1000) == []


def test_finds_cells_that_ran_in_another_order():
    made = executed(stream("2"))
    made.cells[0].execution_count = 3
    assert "did not run once each" in tidy.faults(made, 1000)[0]


def test_finds_a_path_of_this_machine():
    assert "path of this machine" in tidy.faults(executed(stream(f"{ROOT}/x")), 1000)[0]


def test_finds_a_script_and_other_types():
    data = {"text/html": "<script>1</script>", "application/javascript": "1"}
    found = tidy.faults(executed(nbformat.v4.new_output("display_data", data=data)), 1000)
    assert len(found) == 2


def test_finds_what_is_too_large():
    assert "300" in tidy.faults(executed(stream("2")), 300_001)[0]


def test_keeps_tags_alone():
    made = executed(stream("2"))
    made.cells[0].metadata = nbformat.from_dict({"tags": ["a"], "execution": {"iopub": 1}})
    tidy.tidy(made)
    assert made.cells[0].metadata == {"tags": ["a"]}
