"""The results as tables, in Markdown, which reads well in a terminal too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from figures import GOALS, Figure, Figures
from rows import Row, all_rows

Cell = Callable[[Figures, Row], str]


def markdown(figures: Figures) -> str:
    """Returns all tables of what was measured, with the goals last."""
    made = [_section(figures, *section) for section in SECTIONS]
    parts = [*_where(figures), *made, _goals(figures), _versions(figures)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _where(figures: Figures) -> list[str]:
    machines = sorted({str(r["machine"]) for r in figures.results if "machine" in r})
    dates = sorted({str(r["date"]) for r in figures.results if "date" in r})
    rounds = max((int(r["round"]) for r in figures.results), default=0)
    if not machines:
        return []
    days = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    return [f"{'; '.join(machines)}. {days}. At most {rounds} rounds; medians, ranges in brackets."]


def _section(figures: Figures, title: str, groups: str, columns: dict[str, Cell]) -> str:
    rows = [r for r in all_rows() if r.group in groups.split() and figures.of(r.name, "epochs")]
    if not rows:
        return ""
    lines = [[_title(row), *(cell(figures, row) for cell in columns.values())] for row in rows]
    used = [0, *(i for i in range(1, len(columns) + 1) if any(line[i] for line in lines))]
    head = ["", *columns]
    return f"### {title}\n\n" + table([[line[i] for i in used] for line in [head, *lines]])


def table(lines: Sequence[Sequence[str]]) -> str:
    """Returns a table whose columns are as wide as they must be; the first line is its head."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| " + " | ".join(_padded(line, widths)) + " |" for line in [lines[0], rule, *lines[1:]]
    )


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [text.rjust(n) if i else text.ljust(n) for i, (text, n) in enumerate(zip(line, widths))]


def _title(row: Row) -> str:
    words = [row.title]
    if row.group == "sizes":
        words.append(f"minibatch {row.batch}")
    if row.cores:
        words.append(f"{row.cores} core")
    if row.network != "lenet":
        words.insert(0, row.network)
    return ", ".join(words)


def _plain(name: str, form: str = "{:,.0f}") -> Cell:
    def cell(figures: Figures, row: Row) -> str:
        figure = figures.of(row.name, name)
        return form.format(figure.median) if figure else ""

    return cell


def _range(name: str, form: str = "{:,.0f}") -> Cell:
    def cell(figures: Figures, row: Row) -> str:
        figure = figures.of(row.name, name)
        return _spread(figure, form) if figure else ""

    return cell


def _spread(figure: Figure, form: str) -> str:
    middle = form.format(figure.median)
    if figure.low == figure.high:
        return middle
    return f"{middle} ({form.format(figure.low)}–{form.format(figure.high)})"


def _to(peer: str, name: str) -> Cell:
    """A ratio to the peer's row of the same network, minibatch and cores."""

    def cell(figures: Figures, row: Row) -> str:
        prefix = row.name[: row.name.rfind(next(w for w in _OWN if w in row.name))]
        ratio = figures.ratio(row.name, prefix + peer, name)
        return f"{ratio:.2f}" if ratio else ""

    return cell


_OWN = ("chapter-ours", "chapter-book", "ours-", "python-", "djl-", "")

LOOP: dict[str, Cell] = {
    "examples/s": _range("examples_per_s"),
    "to Python MXNet": _to("python-mxnet", "examples_per_s"),
    "to Python PyTorch": _to("python-pytorch", "examples_per_s"),
    "epochs": _plain("epochs"),
    "loss": _plain("loss", "{:.3f}"),
    "test acc": _plain("test_acc", "{:.3f}"),
    "1st to 3rd epoch": _plain("first_to_third", "{:.2f}"),
    "cores busy": _plain("cores_busy", "{:.2f}"),
    "peak MiB": _plain("peak_mib"),
}
CHAPTER: dict[str, Cell] = {
    "from start to end, s": _range("wall_s", "{:.1f}"),
    "to the book's, MXNet": _to("chapter-book-mxnet", "wall_s"),
    "to the book's, PyTorch": _to("chapter-book-pytorch", "wall_s"),
    "first point, s": _plain("first_point_s", "{:.1f}"),
    "examples/s, as it says": _plain("said_examples_per_s"),
    "epochs": _plain("epochs"),
    "loss": _plain("loss", "{:.3f}"),
    "test acc": _plain("test_acc", "{:.3f}"),
    "cores busy": _plain("cores_busy", "{:.2f}"),
    "peak MiB": _plain("peak_mib"),
}
ALONE: dict[str, Cell] = {
    "examples/s": _plain("examples_per_s"),
    "epochs": _plain("epochs"),
    "test acc": _plain("test_acc", "{:.3f}"),
    "peak MiB": _plain("peak_mib"),
    "growth, epoch 10 to last": _plain("growth", "{:+.1%}"),
    "share of training": _plain("curve_share", "{:.2%}"),
    "ready, s": _plain("kernel_ready_s", "{:.1f}"),
    "first cell done, s": _plain("first_cell_s", "{:.1f}"),
}
SECTIONS = (
    ("Plain loops", "loops", LOOP),
    ("Whole chapters, in a notebook", "chapters", CHAPTER),
    ("Other minibatches", "sizes", LOOP),
    ("One core", "cores", LOOP),
    ("Memory, curve, kernel, shards", "memory unsplit curve kernel", ALONE),
)


def _goals(figures: Figures) -> str:
    lines = [["", "measured", "must", "aim", "reached"]]
    for goal in GOALS:
        value = goal.value(figures)
        if value is not None:
            side = "≤ " if goal.at_most else "≥ "
            texts = [f"{value:.4g}", f"{side}{goal.must:g}", f"{side}{goal.aim:g}"]
            lines.append([goal.title, *texts, goal.verdict(value)])
    return "### Goals\n\n" + table(lines) if len(lines) > 1 else ""


def _versions(figures: Figures) -> str:
    found = sorted({str(r["versions"]) for r in figures.results if "versions" in r})
    return "Versions: " + "; ".join(found) + "." if found else ""
