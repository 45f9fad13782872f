"""Charts as plain SVG: readable in print, by screen readers and without JavaScript. Same table, same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten, wrap
from typing import Any

from markupsafe import Markup, escape

from ipgraph.table import Table, Value, human

COLOURS = ("#0b5394", "#c27c0e", "#3d7a57")
"""Dark enough for 3:1 against white (WCAG 2.2, 1.4.11); series also differ by their place and a legend."""

_BAR, _GAP, _VALUE_WIDTH = 18, 12, 60


@dataclass(frozen=True)
class Frame:
    """The room that a chart has, in units of which 15 are the height of its letters.

    Args:
        width: of the whole chart.
        label_width: of the labels at the left.
        characters: how many of a label fit into one line.
        most: how many bars at most.
    """

    width: int
    label_width: int
    characters: int
    most: int


PAGE = Frame(width=900, label_width=300, characters=34, most=14)
CARD = Frame(width=560, label_width=220, characters=24, most=8)


@dataclass(frozen=True)
class Series:
    """One row of figures of a bar chart."""

    title: str
    values: tuple[float, ...]


def chart(table: Table, spec: Mapping[str, Any] | None, lang: str, frame: Frame = PAGE) -> Markup | None:
    """Draw what the header of a query asks for.

    Args:
        table: the result.
        spec: ``{kind: bar, label: column, values: [columns], where: {column: value}}`` for the figures of the rows
            (``label`` may be a list of columns), or ``{kind: count, by: column}`` for how often each value of a
            column occurs; None for no chart.
        lang: language of titles.
        frame: the room that the chart has; the table below it has all rows, whatever fits here.

    Returns:
        The SVG, or None where there is nothing to draw.
    """
    if not spec or not table.rows:
        return None
    titles = {column.name: column.title[lang] for column in table.columns}
    if spec["kind"] == "count":
        counted = Counter(human(value, lang) for value in table.values(spec["by"]) if value not in (None, ""))
        labels = [label for label, _ in counted.most_common(frame.most)]
        series = [Series(titles[spec["by"]], tuple(float(counted[label]) for label in labels))]
    else:
        wanted: Mapping[str, Value] = spec.get("where", {})
        rows = [row for row in table.dicts() if all(row[name] == value for name, value in wanted.items())][: frame.most]
        parts = [spec["label"]] if isinstance(spec["label"], str) else spec["label"]
        labels = ["\n".join(human(row[part], lang) for part in parts) for row in rows]
        series = [Series(titles[name], tuple(_figure(row[name]) for row in rows)) for name in spec["values"]]
    if not labels or not any(value for one in series for value in one.values):
        return None
    return bar_chart(labels, series, table.title.get(lang, ""), lang, frame)


def bar_chart(labels: Sequence[str], series: Sequence[Series], title: str, lang: str, frame: Frame = PAGE) -> Markup:
    """Horizontal bars, one group a label.

    Args:
        labels: what each group is called.
        series: figures, one for each label.
        title: read out by screen readers.
        lang: language for figures.
        frame: the room that the chart has.

    Returns:
        An ``<svg>`` element that scales with its container.
    """
    two_lines = any("\n" in label or len(label) > frame.characters for label in labels)
    group = max(len(series) * _BAR, 2 * 16 if two_lines else 0) + _GAP
    legend = 30 if len(series) > 1 else 6
    height = legend + group * len(labels)
    largest = max((value for one in series for value in one.values), default=0) or 1
    room = frame.width - frame.label_width - _VALUE_WIDTH
    parts = [_legend(series, frame)] if len(series) > 1 else []
    for index, label in enumerate(labels):
        top = legend + index * group
        middle = top + len(series) * _BAR / 2 + 5
        parts += _label(label, middle, frame)
        for number, one in enumerate(series):
            value, y = one.values[index], top + number * _BAR
            width = max(room * value / largest, 1 if value else 0)
            end = frame.label_width + width + 6
            parts.append(
                f'<rect x="{frame.label_width}" y="{y}" width="{width:.1f}" height="{_BAR - 3}" '
                f'fill="{COLOURS[number % len(COLOURS)]}"/>'
                f'<text x="{end:.1f}" y="{y + 13}" class="figure">{_written(value, lang)}</text>'
            )
    figures = [", ".join(f"{one.title} {_written(one.values[i], lang)}" for one in series) for i in range(len(labels))]
    names = [label.replace("\n", " – ") for label in labels]
    spoken = "; ".join(f"{name}: {told}" for name, told in zip(names, figures, strict=True))
    return Markup(
        f'<svg class="chart" viewBox="0 0 {frame.width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(spoken)}</desc>{''.join(parts)}</svg>"
    )


def _label(label: str, middle: float, frame: Frame) -> list[str]:
    """A label in one line or two, never cut off by the edge."""
    if "\n" in label:  # two names, one a line
        lines = [shorten(part, frame.characters, placeholder=" …") for part in label.split("\n")]
    else:
        lines = wrap(shorten(label, 2 * frame.characters - 4, placeholder=" …"), frame.characters)[:2]
    top = middle - (len(lines) - 1) * 8
    return [
        f'<text x="{frame.label_width - 10}" y="{top + 16 * number:g}" text-anchor="end">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]


def _legend(series: Sequence[Series], frame: Frame) -> str:
    parts, x = [], frame.label_width
    for number, one in enumerate(series):
        parts.append(
            f'<rect x="{x}" y="4" width="14" height="14" fill="{COLOURS[number % len(COLOURS)]}"/>'
            f'<text x="{x + 20}" y="16">{escape(one.title)}</text>'
        )
        x += 40 + 9 * len(one.title)
    return "".join(parts)


def _figure(value: Value) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else 0.0


def _written(value: float, lang: str) -> str:
    return human(Decimal(str(value)), lang)
