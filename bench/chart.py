"""A chart of the results as SVG: a bar for each row, a line for its range."""

from __future__ import annotations

from html import escape

from figures import Figure, Figures
from rows import Row, all_rows

WIDTH, LABEL, BAR, GAP = 740, 230, 18, 8
TOP, BETWEEN = 30, 26
OURS, OTHERS = "#1f6fb2", "#a8a8a8"
PANELS = (
    ("loops", "examples_per_s", "Plain loops, examples per second (longer is better)", "{:,.0f}"),
    ("chapters", "wall_s", "Whole chapters, seconds (shorter is better)", "{:.0f}"),
)


def svg(figures: Figures) -> str:
    """Returns the chart; what was not measured has no bar."""
    parts: list[str] = []
    y = 0
    for group, name, title, form in PANELS:
        bars = [(r, figures.of(r.name, name)) for r in all_rows() if r.group == group]
        bars = [(row, figure) for row, figure in bars if figure]
        if bars:
            parts += _panel(y, title, form, bars)
            y += TOP + len(bars) * (BAR + GAP) + BETWEEN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {max(y, 1)}"'
    style = ' font-family="sans-serif" font-size="13">'
    ground = f'<rect width="{WIDTH}" height="{max(y, 1)}" fill="white"/>'
    return "\n".join([head + style, ground, *parts, "</svg>"]) + "\n"


def _panel(y: int, title: str, form: str, bars: list[tuple[Row, Figure]]) -> list[str]:
    parts = [f'<text x="8" y="{y + 20}" font-weight="bold">{escape(title)}</text>']
    scale = (WIDTH - LABEL - 80) / max(figure.high for _, figure in bars)
    for i, (row, figure) in enumerate(bars):
        parts += _bar(y + TOP + i * (BAR + GAP), row, figure, form, scale)
    return parts


def _bar(y: int, row: Row, figure: Figure, form: str, scale: float) -> list[str]:
    base, middle = y + BAR - 5, y + BAR / 2
    colour = OURS if row.program in ("ours", "chapter") else OTHERS
    low, high = LABEL + figure.low * scale, LABEL + figure.high * scale
    title = row.title if row.network == "lenet" else f"{row.network}, {row.title}"
    return [
        f'<text x="{LABEL - 8}" y="{base}" text-anchor="end">{escape(title)}</text>',
        f'<rect x="{LABEL}" y="{y}" width="{figure.median * scale:.1f}" height="{BAR}"'
        f' fill="{colour}"/>',
        f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="black"/>',
        f'<text x="{high + 8:.1f}" y="{base}">{form.format(figure.median)}</text>',
    ]
