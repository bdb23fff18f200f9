"""Links inside the repository."""

import pytest

from d2ltools.chapters import links
from d2ltools.chapters.links import Link
from d2ltools.places import MODULE, NOTEBOOKS, ROOT
from notebooks import code, store, text


def findings(path, url):
    return [c.what for c in links.findings([Link(path, "", url)])]


def test_documents_are_read_too():
    sources = {link.source for link in links.everywhere({})}
    assert {ROOT / "README.md", ROOT / "docs" / "decisions" / "README.md"} <= sources


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("CONTRIBUTING.md", True),
        ("#hack", True),
        ("docs/decisions/README.md#decisions", True),
        ("NOWHERE.md", False),
        ("#nowhere", False),
        ("CONTRIBUTING.md#nowhere", False),
    ],
)
def test_a_link_leads_to_a_file_and_a_place_in_it(url, leads):
    assert bool(findings(ROOT / "README.md", url)) != leads


def test_a_link_to_a_helper_that_has_moved_is_noticed():
    good = links.url(MODULE / "src/main/java/ai/d2l/Timer.java", NOTEBOOKS / "06-a")
    assert good == "../../d2l-java/src/main/java/ai/d2l/Timer.java"
    assert findings(NOTEBOOKS / "06-a" / "a.ipynb", good) == []
    assert "not there" in findings(NOTEBOOKS / "06-a" / "a.ipynb", good.replace("Ti", "Ta"))[0]


def test_an_anchor_in_a_torn_chapter_is_no_finding_of_the_link(tmp_path):
    (tmp_path / "torn.ipynb").write_text("<<<<<<< HEAD\n")  # the chapter's own finding
    assert findings(tmp_path / "a.md", "torn.ipynb#Torn") == []


def test_headings_have_the_anchors_of_github_or_jupyter(tmp_path):
    path = tmp_path / "a.md"
    path.write_text('# A *new* `title`, here\n\n## Twice\n\n## Twice\n\n<a id="own"></a>\n')
    assert links.anchors(path) == {"a-new-title-here", "twice", "twice-1", "own"}
    path = store(tmp_path / "a.ipynb", text("# A new title"), code("1"))
    assert links.anchors(path) == {"A-new-title"}
