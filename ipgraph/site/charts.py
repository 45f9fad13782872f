"""Charts of answers: readable from the last row, in print, by screen readers and without JavaScript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from textwrap import shorten, wrap
from typing import Any

from markupsafe import Markup

from ipgraph.model import Text
from ipgraph.site.plots import Bars, Frame, Words, plot_bars, plot_matrix
from ipgraph.table import Table, Value, human

PAGE = Frame(width=900, label_width=300, characters=34, most=14, columns=14)
CARD = Frame(width=560, label_width=220, characters=24, most=8, columns=6)

_HEADING = 20
"""How many letters of a column of a matrix fit into one line."""

_GAPS: Text = {"de": "schraffiert: nichts", "en": "hatched: nothing"}
_EMPTY: Text = {"de": "nichts bei", "en": "nothing at"}
_CUT: Text = {"de": "hier {shown} von {all}, alle stehen in der Tabelle", "en": "{shown} of {all}, the table has all"}


@dataclass(frozen=True)
class Series:
    """One row of figures of a bar chart; None where nothing is known, which is not zero."""

    title: str
    values: tuple[float | None, ...]


def chart(table: Table, spec: Mapping[str, Any] | None, lang: str, frame: Frame = PAGE) -> Markup | None:
    """Draw what the header of a query asks for.

    Args:
        table: the result.
        spec: ``{kind: bar, label: column, values: [columns], where: {column: value}}`` for the figures of the rows
            (``label`` may be a list of columns), ``{kind: count, by: column}`` for how often each value of a column
            occurs, or ``{kind: matrix, rows: column, columns: column, value: column}`` for a heat table with its
            gaps; None for no chart.
        lang: language of titles.
        frame: the room that the chart has; the table below it has all rows, and a note says what does not fit here.

    Returns:
        The SVG, or None where there is nothing to draw.
    """
    if not spec or not table.rows:
        return None
    title = table.title.get(lang, "")
    if spec["kind"] == "matrix":
        return matrix_chart(_cells(table, spec, lang), title, lang, frame)
    titles = {column.name: column.title[lang] for column in table.columns}
    if spec["kind"] == "count":
        counted = Counter(human(value, lang) for value in table.values(spec["by"]) if value not in (None, ""))
        labels = [label for label, _ in counted.most_common()]
        series = [Series(titles[spec["by"]], tuple(float(counted[label]) for label in labels))]
    else:
        wanted: Mapping[str, Value] = spec.get("where", {})
        rows = [row for row in table.dicts() if all(row[name] == value for name, value in wanted.items())]
        parts = [spec["label"]] if isinstance(spec["label"], str) else spec["label"]
        labels = ["\n".join(human(row[part], lang) for part in parts) for row in rows]
        series = [Series(titles[name], tuple(_known(row[name]) for row in rows)) for name in spec["values"]]
    return bar_chart(labels, series, title, lang, frame)


def bar_chart(
    labels: Sequence[str], series: Sequence[Series], title: str, lang: str, frame: Frame = PAGE
) -> Markup | None:
    """Horizontal bars, one group a label.

    Args:
        labels: what each group is called; a line break stands between two names.
        series: figures, one for each label; one without any figure is left out.
        title: read out by screen readers.
        lang: language for figures.
        frame: the room that the chart has.

    Returns:
        An ``<svg>`` element that scales with its container; None where there is nothing but zero.
    """
    shown = labels[: frame.most]
    known = [replace(one, values=one.values[: frame.most]) for one in series]
    bars = [
        Bars(one.title, [value or 0.0 for value in one.values], [_written(value, lang) for value in one.values])
        for one in known
        if any(value is not None for value in one.values)
    ]
    if not any(value for one in bars for value in one.values):
        return None
    told = [", ".join(f"{one.title} {one.written[i]}" for one in bars if one.written[i]) for i in range(len(shown))]
    names = [label.replace("\n", " – ") for label in shown]
    spoken = "; ".join(f"{name}: {figures}" for name, figures in zip(names, told, strict=True))
    note = _cut([(len(shown), len(labels))], lang)
    return plot_bars([_lines(label, frame.characters) for label in shown], bars, Words(title, spoken, note), frame)


Cells = dict[tuple[str, str], Value]
"""What stands in each cell of a matrix, by the words of its row and its column."""


def matrix_chart(cells: Cells, title: str, lang: str, frame: Frame = PAGE) -> Markup | None:
    """A heat table with the figure in each cell and gaps that are seen.

    Args:
        cells: values by row and column, both in the order in which they first occur. Zero and nothing are gaps.
        title: read out by screen readers.
        lang: language for figures.
        frame: the room that the chart has.

    Returns:
        An ``<svg>`` element that scales with its container; None where there are only gaps.
    """
    all_rows, all_columns = (list(dict.fromkeys(key[place] for key in cells)) for place in (0, 1))
    rows, columns = all_rows[: frame.most + 6], all_columns[: frame.columns]
    figures = [[_figure(cells.get((row, column))) for column in columns] for row in rows]
    if not any(value for line in figures for value in line):
        return None
    written = [[(value, _written(value, lang)) if value else None for value in line] for line in figures]
    gaps = any(cell is None for line in written for cell in line)
    cut = _cut([(len(rows), len(all_rows)), (len(columns), len(all_columns))], lang)
    note = "; ".join(filter(None, (_GAPS[lang] if gaps else "", cut)))
    spoken = "; ".join(_spoken(row, columns, line, lang) for row, line in zip(rows, written, strict=True))
    return plot_matrix(
        [_lines(row, frame.characters) for row in rows], [_lines(column, _HEADING) for column in columns], written,
        Words(title, spoken, note), frame,
    )  # fmt: skip


def _cells(table: Table, spec: Mapping[str, Any], lang: str) -> Cells:
    """The cells of a matrix; where there are several plans, each has rows of its own."""
    plan = next((column.name for column in table.shown if column.role == "plan"), None)
    cells: Cells = {}
    for row in table.dicts():
        label = human(row[spec["rows"]], lang) + (f"\n{human(row[plan], lang)}" if plan else "")
        cells.setdefault((label, human(row[spec["columns"]], lang)), row[spec["value"]])
    return cells


def _spoken(row: str, columns: Sequence[str], line: Iterable[tuple[float, str] | None], lang: str) -> str:
    """A row of a matrix in words: its figures, then its gaps."""
    cells = list(zip(columns, line, strict=True))
    parts = [f"{column} {cell[1]}" for column, cell in cells if cell]
    gaps = [column for column, cell in cells if cell is None]
    return f"{row}: " + ", ".join(parts + ([f"{_EMPTY[lang]} {', '.join(gaps)}"] if gaps else []))


def _cut(sizes: Sequence[tuple[int, int]], lang: str) -> str:
    """What of how much is drawn; nothing where all is."""
    if all(shown == every for shown, every in sizes):
        return ""
    shown, every = ("×".join(str(size[place]) for size in sizes) for place in (0, 1))
    return _CUT[lang].format(shown=shown, all=every)


def _lines(label: str, characters: int) -> str:
    """A label in one line or two, never cut off by the edge."""
    if "\n" in label:  # two names, one a line
        return "\n".join(shorten(part, characters, placeholder=" …") for part in label.split("\n"))
    return "\n".join(wrap(shorten(label, 2 * characters - 4, placeholder=" …"), characters)[:2])


def _known(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float | Decimal) else None


def _figure(value: Value) -> float:
    return _known(value) or 0.0


def _written(value: float | None, lang: str) -> str:
    return "" if value is None else human(Decimal(str(value)), lang)
