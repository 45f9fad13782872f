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

_BAR, _GAP, _LABEL_WIDTH, _WIDTH, _VALUE_WIDTH = 18, 12, 300, 900, 60


@dataclass(frozen=True)
class Series:
    """One row of figures of a bar chart."""

    title: str
    values: tuple[float, ...]


def chart(table: Table, spec: Mapping[str, Any] | None, lang: str, most: int = 14) -> Markup | None:
    """Draw what the header of a query asks for.

    Args:
        table: the result.
        spec: ``{kind: bar, label: column, values: [columns], where: {column: value}}`` for the figures of the rows
            (``label`` may be a list of columns), or ``{kind: count, by: column}`` for how often each value of a
            column occurs; None for no chart.
        lang: language of titles.
        most: how many bars at most; the table below the chart has all rows.

    Returns:
        The SVG, or None where there is nothing to draw.
    """
    if not spec or not table.rows:
        return None
    titles = {column.name: column.title[lang] for column in table.columns}
    if spec["kind"] == "count":
        counted = Counter(human(value, lang) for value in table.values(spec["by"]) if value not in (None, ""))
        labels = [label for label, _ in counted.most_common(most)]
        series = [Series(titles[spec["by"]], tuple(float(counted[label]) for label in labels))]
    else:
        wanted: Mapping[str, Value] = spec.get("where", {})
        rows = [row for row in table.dicts() if all(row[name] == value for name, value in wanted.items())][:most]
        parts = [spec["label"]] if isinstance(spec["label"], str) else spec["label"]
        labels = [" – ".join(human(row[part], lang) for part in parts) for row in rows]
        series = [Series(titles[name], tuple(_figure(row[name]) for row in rows)) for name in spec["values"]]
    if not labels or not any(value for one in series for value in one.values):
        return None
    return bar_chart(labels, series, table.title.get(lang, ""), lang)


def bar_chart(labels: Sequence[str], series: Sequence[Series], title: str, lang: str) -> Markup:
    """Horizontal bars, one group a label.

    Args:
        labels: what each group is called.
        series: figures, one for each label.
        title: read out by screen readers.
        lang: language for figures.

    Returns:
        An ``<svg>`` element that scales with its container.
    """
    two_lines = any(len(label) > 34 for label in labels)
    group = max(len(series) * _BAR, 2 * 16 if two_lines else 0) + _GAP
    legend = 30 if len(series) > 1 else 6
    height = legend + group * len(labels)
    largest = max((value for one in series for value in one.values), default=0) or 1
    room = _WIDTH - _LABEL_WIDTH - _VALUE_WIDTH
    parts = [_legend(series)] if len(series) > 1 else []
    for index, label in enumerate(labels):
        top = legend + index * group
        middle = top + len(series) * _BAR / 2 + 5
        parts += _label(label, middle)
        for number, one in enumerate(series):
            value, y = one.values[index], top + number * _BAR
            width = max(room * value / largest, 1 if value else 0)
            parts.append(
                f'<rect x="{_LABEL_WIDTH}" y="{y}" width="{width:.1f}" height="{_BAR - 3}" '
                f'fill="{COLOURS[number % len(COLOURS)]}"/>'
                f'<text x="{_LABEL_WIDTH + width + 6:.1f}" y="{y + 13}" class="figure">{_written(value, lang)}</text>'
            )
    spoken = "; ".join(
        f"{label}: " + ", ".join(f"{one.title} {_written(one.values[i], lang)}" for one in series)
        for i, label in enumerate(labels)
    )
    return Markup(
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(spoken)}</desc>{''.join(parts)}</svg>"
    )


def _label(label: str, middle: float) -> list[str]:
    """A label in one line or two, never cut off by the edge."""
    lines = wrap(shorten(label, 66, placeholder=" …"), 34)[:2]
    top = middle - (len(lines) - 1) * 8
    return [
        f'<text x="{_LABEL_WIDTH - 10}" y="{top + 16 * number:g}" text-anchor="end">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]


def _legend(series: Sequence[Series]) -> str:
    parts, x = [], _LABEL_WIDTH
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
