"""Plots by matplotlib as plain SVG: text stays text, no style from elsewhere, same figures and same bytes."""

from __future__ import annotations

import hashlib
import io
import logging
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0b5394", "#c27c0e", "#3d7a57")
"""Dark enough for 3:1 against white (WCAG 2.2, 1.4.11)."""

HATCHES = ("", "//", "..")
"""Each series has a pattern of its own too: on paper without colour they can still be told apart."""

SHADES = ((0xD3, 0xE3, 0xF1), (0x0B, 0x3D, 0x66))
"""Red, green and blue of the smallest and of the largest figure of a matrix."""

SVG = "http://www.w3.org/2000/svg"
_SIZE = 15
_BAR, _GAP, _DIGIT, _LINE = 18, 12, 10, 18
_CELL, _WIDEST, _SLANT_WIDTH, _NOTE = 30, 90, 110, 26
_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same widths on every machine
    "font.size": _SIZE,
    "text.color": "#1c2733",
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "svg.fonttype": "none",
    "hatch.color": "#ffffff",
    "hatch.linewidth": 1.6,
}


@dataclass(frozen=True)
class Frame:
    """The room that a chart has, in units of which 15 are the height of its letters.

    Args:
        width: of the whole chart.
        label_width: of the labels at the left.
        characters: how many of a label fit into one line.
        most: how many bars or rows at most.
        columns: how many columns of a matrix at most.
    """

    width: int
    label_width: int
    characters: int
    most: int
    columns: int


@dataclass(frozen=True)
class Words:
    """What a plot says: read out by screen readers, and a note below the picture."""

    title: str
    spoken: str
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """One series of a bar chart: its title, its values, and how they are written beside the bars."""

    title: str
    values: Sequence[float]
    written: Sequence[str]


def plot_bars(labels: Sequence[str], series: Sequence[Bars], words: Words, frame: Frame) -> Markup:
    """Horizontal bars, one group a label, the figure beside each bar.

    Args:
        labels: what each group is called, one line or two.
        series: the figures, one for each label.
        words: title, text for screen readers, note.
        frame: the room that the chart has.

    Returns:
        An ``<svg>`` element that scales with its container.
    """
    lines = max(label.count("\n") + 1 for label in labels)
    group = max(len(series) * _BAR, lines * _LINE) + _GAP
    top = 34 if len(series) > 1 else 4
    bottom = top + group * len(labels)
    largest = max((value for one in series for value in one.values), default=0) or 1
    figures = 16 + _DIGIT * max(4, *(len(text) for one in series for text in one.written))
    unit = (frame.width - frame.label_width - figures) / largest

    def draw(figure: Figure, axes: Axes) -> None:
        first = top + (group - _GAP - len(series) * _BAR) / 2 + _BAR / 2
        for number, one in enumerate(series):
            places = [first + number * _BAR + index * group for index in range(len(labels))]
            lengths = [max(value * unit, 1) if value else 0 for value in one.values]
            boxes = [
                (frame.label_width, place - (_BAR - 3) / 2, length, _BAR - 3)
                for place, length in zip(places, lengths, strict=True)
            ]
            _boxes(axes, boxes, **_look(number))
            for place, length, text in zip(places, lengths, one.written, strict=True):
                end = frame.label_width + length + 6
                axes.text(end, place, text, ha="left", va="center_baseline", fontweight="semibold")
        for index, label in enumerate(labels):
            _row_label(axes, label, top + index * group + (group - _GAP) / 2, frame)
        if len(series) > 1:
            from matplotlib.patches import Patch

            figure.legend(
                [Patch(**_look(number), linewidth=0) for number in range(len(series))], [one.title for one in series],
                loc="upper left", bbox_to_anchor=(frame.label_width / frame.width, 1), ncols=len(series),
                frameon=False, borderpad=0.1, borderaxespad=0.1, handlelength=1.4, columnspacing=1.6,
            )  # fmt: skip

    return _plotted(draw, bottom, words, frame)


Cells = Sequence[Sequence[tuple[float, str] | None]]
"""The cells of a matrix row by row: the value and how it is written; None for a gap."""


def plot_matrix(rows: Sequence[str], columns: Sequence[str], cells: Cells, words: Words, frame: Frame) -> Markup:
    """A heat table: rows by columns, the figure in each cell, gaps hatched.

    Args:
        rows: labels at the left.
        columns: labels on top.
        cells: a row of them for each label of ``rows``; one at least is no gap.
        words: title, text for screen readers, note.
        frame: the room that the chart has.

    Returns:
        An ``<svg>`` element that scales with its container.
    """
    longest = max(len(line) for label in columns for line in label.split("\n"))
    top = 24 + int(6.2 * longest) + 14 * max(label.count("\n") for label in columns)
    height = max(_CELL, _LINE * max(label.count("\n") + 1 for label in rows) + 4)
    width = min((frame.width - frame.label_width - _SLANT_WIDTH) / len(columns), _WIDEST)

    def draw(figure: Figure, axes: Axes) -> None:
        for number, column in enumerate(columns):
            middle = frame.label_width + (number + 0.5) * width
            axes.text(
                middle - 6, top - 7, _drawable(column), ha="left", va="bottom", rotation=42, rotation_mode="anchor",
                linespacing=1.05,
            )  # fmt: skip
        for index, label in enumerate(rows):
            _row_label(axes, label, top + (index + 0.5) * height, frame)
        _draw_cells(axes, cells, (frame.label_width, top), (width, height))

    return _plotted(draw, top + height * len(rows), words, frame, hatch="#aab4be")


def _plotted(
    draw: Callable[[Figure, Axes], None], bottom: float, words: Words, frame: Frame, hatch: str = "#ffffff"
) -> Markup:
    """Draw in units of the frame, from 0 on top down to ``bottom``, and put the note below."""
    matplotlib = _matplotlib()
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    height = bottom + (_NOTE if words.note else 4)
    # Names inside the picture (patterns) come from its content: several pictures can stand on one page.
    salt = hashlib.sha256(f"{words.title}\n{words.spoken}".encode("utf-8", "replace")).hexdigest()
    style = {**matplotlib.rcParamsDefault, **_STYLE, "hatch.color": hatch, "svg.hashsalt": salt}
    with matplotlib.rc_context(style), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of letters that the font has not: the browser has others
        figure = Figure(figsize=(frame.width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        figure.patch.set_visible(False)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        draw(figure, axes)
        axes.set_xlim(0, frame.width)
        axes.set_ylim(height, 0)
        if words.note:
            axes.text(frame.label_width, bottom + 16, words.note, ha="left", va="center", fontsize=13)
        written = io.BytesIO()
        figure.savefig(written, format="svg", transparent=True, metadata=dict.fromkeys(_METADATA))
    return _clean(written.getvalue(), words)


_METADATA = ("Creator", "Date", "Format", "Type")


@cache
def _matplotlib() -> Any:
    """The library, imported late and told not to talk about its cache."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib

    return matplotlib


def _row_label(axes: Axes, text: str, middle: float, frame: Frame) -> None:
    """At the left of a row; each line by itself, so that all end at the same place in whatever font they are shown."""
    lines = _drawable(text).split("\n")
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * (_LINE - 1)
        axes.text(frame.label_width - 10, middle + down, line, ha="right", va="center_baseline")


def _drawable(text: str) -> str:
    """Without the characters that no XML may hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def _look(number: int) -> dict[str, Any]:
    """Colour and pattern of a series."""
    return {"facecolor": COLOURS[number % len(COLOURS)], "hatch": HATCHES[number % len(HATCHES)]}


def _draw_cells(axes: Axes, cells: Cells, start: tuple[float, float], size: tuple[float, float]) -> None:
    """Full cells with their figures, gaps hatched; a little room around each."""
    largest = max(cell[0] for line in cells for cell in line if cell)
    places = {
        (start[0] + column * size[0] + 1, start[1] + row * size[1] + 1, size[0] - 2, size[1] - 2): cell
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
    }
    full = {box: (_shade(cell[0] / largest), cell[1]) for box, cell in places.items() if cell}
    gaps = [box for box, cell in places.items() if not cell]
    _boxes(axes, full, facecolor=[shade for shade, _ in full.values()])
    _boxes(axes, gaps, facecolor="#ffffff", edgecolor="#8a97a4", linewidth=0.8, hatch="//")
    for (left, upper, width, height), (shade, text) in full.items():
        axes.text(
            left + width / 2, upper + height / 2, text, ha="center", va="center_baseline", fontweight="semibold",
            color="#ffffff" if _is_dark(shade) else "#000000",
        )  # fmt: skip


def _boxes(axes: Axes, boxes: Iterable[tuple[float, float, float, float]], **look: Any) -> None:
    """Rectangles (left, upper, width, height) in one stroke, which is much quicker than one by one."""
    from matplotlib.collections import PolyCollection

    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
    drawn = PolyCollection(corners, **{"edgecolor": "none", **look})
    drawn.set_clip_on(False)
    axes.add_collection(drawn, autolim=False)


def _shade(share: float) -> str:
    light, dark = SHADES
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(light, dark, strict=True))


def _is_dark(colour: str) -> bool:
    """Whether white letters stand out better than black ones (relative luminance, WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179


# ---------------------------------------------------------------------- from matplotlib's file to an element of a page


def _clean(written: bytes, words: Words) -> Markup:
    """Only patterns, shapes and text: no groups and names, no style sheet, no font, no fixed size."""
    found = ElementTree.fromstring(written)
    root = ElementTree.Element(f"{{{SVG}}}svg", {"class": "chart", "viewBox": found.attrib["viewBox"], "role": "img"})
    for name, text in (("title", words.title), ("desc", words.spoken)):
        ElementTree.SubElement(root, f"{{{SVG}}}{name}").text = _drawable(text)
    patterns = list(found.iter(f"{{{SVG}}}pattern"))
    if patterns:
        ElementTree.SubElement(root, f"{{{SVG}}}defs").extend(patterns)
    inside = {part for pattern in patterns for part in pattern.iter()}
    shapes = (one for one in found.iter() if one.tag in (f"{{{SVG}}}path", f"{{{SVG}}}text"))
    root.extend(one for one in shapes if one not in inside)
    for element in root.iter():
        _attributes(element)
    ElementTree.register_namespace("", SVG)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _attributes(element: ElementTree.Element) -> None:
    """Style as attributes, which every content security policy lets through and the page's own style goes over."""
    element.tail = None
    for part in element.attrib.pop("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() and name.strip() != "font-family":
            element.set(name.strip(), value.strip())
    if element.tag.endswith("}pattern"):
        element.text = None
        return
    element.attrib.pop("id", None)
    if "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
