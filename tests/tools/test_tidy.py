import nbformat
import pytest

from d2ltools.chapters import hygiene, tidy
from d2ltools.places import ROOT
from notebooks import notebook


def executed(*outputs):
    made = notebook("1 + 1")
    made.cells[0].execution_count = 1
    made.cells[0].outputs = list(outputs)
    return made


def stream(text):
    return nbformat.v4.new_output("stream", text=text)


def shown(**data):
    named = {kind.replace("_", "/"): content for kind, content in data.items()}
    return nbformat.v4.new_output("display_data", data=named)


def faults(made, size=1000):
    return [c.what for c in hygiene.of_outputs(ROOT / "a.ipynb", made, size)]


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (stream(f"{ROOT}/x"), "path of this machine"),
        (shown(text_html="<script>1</script>"), "script"),
        (shown(text_html='<p onclick="go()">'), "script"),
        (shown(text_html='<img src="https://example.org/x.png">'), "from elsewhere"),
        (shown(application_javascript="1"), "application/javascript"),
        (shown(image_png="iVBORw0KGgo="), "without a text"),
    ],
)
def test_finds_what_is_not_to_be_stored(output, what):
    assert what in faults(executed(output))[0]


def test_finds_another_order_and_what_is_too_large():
    made = executed(stream("2"))
    assert "500" in faults(made, 500_001)[0]
    made.cells[0].execution_count = 3
    assert "did not run once each" in faults(made)[0]


def test_keeps_tags_and_bindings_alone():
    made, kept = executed(stream("2")), {"tags": ["a"], "d2l": {"numbers": []}}
    made.cells[0].metadata = nbformat.from_dict(kept | {"execution": {"iopub": 1}})
    tidy.tidy(made)
    assert made.cells[0].metadata == kept


def test_a_picture_keeps_its_text_for_those_who_cannot_see_it():
    made = executed(shown(image_png="iVBORw0K"))
    made.cells[0].outputs[0].metadata = {"image/png": {"alt": "a bag", "width": 3}, "more": 1}
    tidy.tidy(made)
    assert made.cells[0].outputs[0].metadata == {"image/png": {"alt": "a bag"}}
