"""The module's source and the names in a cell."""

import pytest

from d2ltools.chapters import java_source

SUM = """\
package p;

import java.util.List;

/** Sums. */
public final class Sum {

    /** What it came to. */
    private int sum = of(1);

    /**
     * Adds.
     *
     * @param x what
     */
    @Deprecated
    public static int add(int x, List<List<String>> y)
            throws Exception {
        // a comment stays
        if (x > 0) {
            add(x, y);
        }
        return x;
    }

    int add() {
        return 1;
    }
}
"""


@pytest.fixture(autouse=True)
def module(tmp_path, monkeypatch):
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "Sum.java").write_text(SUM)
    monkeypatch.setattr(java_source, "SOURCE", tmp_path)


def test_quotes_a_type_without_package_imports_and_documentation():
    quote = java_source.quote("Sum")
    assert quote.startswith("public final class Sum {\n\n    private int sum = of(1);\n\n    @Dep")
    assert quote.endswith("        return 1;\n    }\n}")
    assert "// a comment stays" in quote and "*" not in quote


def test_quotes_one_method_at_the_margin_or_all_of_its_name():
    one, other = (java_source.quote(f"Sum#add({types})") for types in ("int, List", ""))
    assert one.startswith("@Deprecated\npublic static int add(") and one.endswith("return x;\n}")
    assert other == "int add() {\n    return 1;\n}"
    assert java_source.quote("Sum#add") == f"{one}\n\n{other}"


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("Product", "the module has no type Product"),
        ("Sum#mul", "the module's Sum has no method mul"),
        ("Sum#of", "the module's Sum has no method of"),
        ("Sum#add(long)", "Sum has no method add(long), but add(int, List) or add()"),
        ("Sum.add", "'Sum.add' names nothing: write Type, Type#method or Type#method(int)"),
    ],
)
def test_says_what_there_is_where_a_quote_is_wrong(what, message):
    with pytest.raises(LookupError) as wrong:
        java_source.quote(what)
    assert str(wrong.value).endswith(message)


def test_finds_static_methods_that_are_imported():
    assert java_source.statics(["static ai.d2l.Sum.*", "a.B", "ai.d2l.*"]) == {"Sum": {"add"}}


def test_finds_what_a_cell_imports_names_calls_and_defines():
    cell = """\
import static a.B.*;
import c.D;

// of Z, z()
List<A> a = new ArrayList<>();
B.run("Y y()", x);
var c = (C) a;
record E(int x) {}
static void f(int x) throws Exception {
    if (x > 0) this.i(h(g()));
}
D::new"""
    names = java_source.names(cell)
    assert names.imports == ["static a.B.*", "c.D"]
    assert names.types == {"A", "ArrayList", "B", "C", "D", "E", "Exception", "List"}
    assert names.calls == {"f", "g", "h"}
    assert names.defines == {"E", "f"}
