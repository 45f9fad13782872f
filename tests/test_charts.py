"""Charts: what they show, in words and in numbers, whatever the table holds."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipgraph.site.charts import CARD, COLOURS, PAGE, Frame, Series, bar_chart, chart
from ipgraph.table import Column, Table

SVG = "{http://www.w3.org/2000/svg}"
BARS = {"kind": "bar", "label": "title", "values": ["goals", "measures"]}


def table(*rows: tuple[object, ...]) -> Table:
    columns = (
        Column("level", {"de": "Ebene", "en": "Level"}),
        Column("title", {"de": "Kapitel", "en": "Chapter"}),
        Column("goals", {"de": "Ziele", "en": "Goals"}, "value"),
        Column("measures", {"de": "Maßnahmen", "en": "Measures"}, "value"),
    )
    return Table(columns, rows, {"de": "Schwerpunkte", "en": "Focus areas"})  # type: ignore[arg-type]


def drawn(svg: object) -> ElementTree.Element:
    assert svg is not None
    return ElementTree.fromstring(str(svg))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def bars(root: ElementTree.Element) -> list[float]:
    """Widths of the bars, without the squares of the legend."""
    return [float(one.attrib["width"]) for one in root.iter(f"{SVG}rect") if one.attrib["height"] != "14"]


def test_a_chart_shows_labels_figures_and_a_legend() -> None:
    root = drawn(chart(table((1, "Schule", 10, 20), (1, "Arbeit", 5, 40)), BARS, "de"))
    assert texts(root) == ["Ziele", "Maßnahmen", "Schule", "10", "20", "Arbeit", "5", "40"]
    ten, twenty, five, forty = bars(root)
    assert forty == pytest.approx(2 * twenty, rel=0.01) == pytest.approx(8 * five, rel=0.01)
    assert ten == pytest.approx(2 * five, rel=0.01)


@pytest.mark.parametrize(
    ("lang", "words"), [("de", "Schule: Ziele 10, Maßnahmen 20"), ("en", "Schule: Goals 10, Measures 20")]
)
def test_a_chart_is_spoken(lang: str, words: str) -> None:
    root = drawn(chart(table((1, "Schule", 10, 20)), BARS, lang))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == {"de": "Schwerpunkte", "en": "Focus areas"}[lang]
    assert root.findtext(f"{SVG}desc") == words


def test_only_the_rows_that_are_wanted() -> None:
    rows = table((1, "Schule", 1, 1), (2, "Hort", 2, 2), (1, "Arbeit", 3, 3))
    root = drawn(chart(rows, {**BARS, "where": {"level": 1}}, "de"))
    assert "Hort" not in texts(root) and {"Schule", "Arbeit"} <= set(texts(root))


def test_a_label_of_several_columns() -> None:
    root = drawn(chart(table((1, "Schule", 1, 1)), {**BARS, "label": ["level", "title"]}, "de"))
    assert {"1", "Schule"} <= set(texts(root)), "one a line"
    assert (root.findtext(f"{SVG}desc") or "").startswith("1 – Schule: ")


def test_counting_values() -> None:
    rows = table(*[(1, name, 0, 0) for name in ("offen", "fertig", "offen", "", None, "offen")])
    root = drawn(chart(rows, {"kind": "count", "by": "title"}, "de"))
    assert texts(root) == ["offen", "3", "fertig", "1"]


@pytest.mark.parametrize("rows", [(), ((1, "Schule", 0, 0),), ((1, "Schule", None, None),)])
def test_nothing_to_draw(rows: tuple[tuple[object, ...], ...]) -> None:
    assert chart(table(*rows), BARS, "de") is None
    assert chart(table((1, "Schule", 1, 1)), None, "de") is None


def test_at_most_so_many_bars() -> None:
    rows = table(*[(1, f"Kapitel {n}", n, n) for n in range(1, 40)])
    for frame in (PAGE, CARD):
        assert len(bars(drawn(chart(rows, BARS, "de", frame)))) == 2 * frame.most


def test_figures_as_people_write_them() -> None:
    series = [Series("Anteil", (12.5, 3.0))]
    assert {"12,5", "3"} <= set(texts(drawn(bar_chart(["a", "b"], series, "Anteile", "de"))))
    assert {"12.5", "3"} <= set(texts(drawn(bar_chart(["a", "b"], series, "Shares", "en"))))
    decimal = table((1, "Schule", Decimal("2.5"), True))
    assert "2,5" in texts(drawn(chart(decimal, BARS, "de")))


def test_a_small_value_is_still_seen() -> None:
    assert min(bars(drawn(bar_chart(["a", "b"], [Series("x", (1.0, 100000.0))], "x", "de")))) >= 1


@pytest.mark.parametrize("frame", [PAGE, CARD])
@pytest.mark.parametrize(
    "label", ["Gesellschaft für Vieles " * 9, "Stabsstelle Sozialplanung\nGemeinde " * 3, "Wort" * 60]
)
def test_a_long_label_stays_within_the_picture(frame: Frame, label: str) -> None:
    root = drawn(bar_chart([label], [Series("x", (1.0,))], "x", "de", frame))
    lines = [one for one in root.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    assert lines
    assert all(len(line.text or "") <= frame.characters for line in lines)


@given(
    st.lists(st.tuples(st.text(max_size=80), st.floats(0, 10**9)), min_size=1, max_size=20),
    st.sampled_from(["de", "en"]),
    st.sampled_from([PAGE, CARD]),
)
def test_any_text_and_any_figure_give_a_whole_picture(rows: list[tuple[str, float]], lang: str, frame: Frame) -> None:
    """Markup in a label stays text, nothing lies outside the picture, and the same table gives the same bytes."""
    labels = [re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", label) for label, _ in rows]
    series = [Series("<b>&", tuple(value for _, value in rows)), Series('"', tuple(value / 2 for _, value in rows))]
    svg = bar_chart(labels, series, "<script>", lang, frame)
    assert svg == bar_chart(labels, series, "<script>", lang, frame)
    root = drawn(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "title", "desc", "rect", "text"}
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for one in root.iter(f"{SVG}rect"):
        assert float(one.attrib["x"]) + float(one.attrib["width"]) <= width
        assert float(one.attrib["y"]) + float(one.attrib["height"]) <= height
    assert all(0 <= float(one.attrib["y"]) <= height for one in root.iter(f"{SVG}text"))


def test_colours_stand_out_from_white() -> None:
    """WCAG 2.2, 1.4.11: at least 3:1."""

    def light(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    for colour in COLOURS:
        red, green, blue = (light(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 3, colour
