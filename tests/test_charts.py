"""Charts: what they show, in words and in numbers, whatever the table holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipgraph.catalogue import queries, query
from ipgraph.site.charts import CARD, PAGE, Series, bar_chart, chart, matrix_chart
from ipgraph.site.plots import COLOURS, HATCHES, SHADES, Frame
from ipgraph.table import Column, Table

SVG = "{http://www.w3.org/2000/svg}"
BARS = {"kind": "bar", "label": "title", "values": ["goals", "measures"]}
MATRIX = {"kind": "matrix", "rows": "title", "columns": "level", "value": "goals"}


def table(*rows: tuple[object, ...], plans: bool = False) -> Table:
    columns = (
        Column("level", {"de": "Ebene", "en": "Level"}),
        Column("title", {"de": "Kapitel", "en": "Chapter"}),
        Column("goals", {"de": "Ziele", "en": "Goals"}, "value"),
        Column("measures", {"de": "Maßnahmen", "en": "Measures"}, "plan" if plans else "value"),
    )
    return Table(columns, rows, {"de": "Schwerpunkte", "en": "Focus areas"})  # type: ignore[arg-type]


def drawn(svg: object) -> ElementTree.Element:
    assert svg is not None
    return ElementTree.fromstring(str(svg))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, float, str]]:
    """Left, top, width, height and filling of every shape that is drawn."""
    found = []
    for path in root.findall(f"{SVG}path"):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        across, down = numbers[::2], numbers[1::2]
        box = (min(across), min(down), max(across) - min(across), max(down) - min(down))
        found.append((*box, path.get("fill", "")))
    return found


def bars(root: ElementTree.Element) -> list[float]:
    """Widths of the bars, without the squares of the legend."""
    return [width for _, _, width, height, _ in boxes(root) if height == pytest.approx(15)]


# ---------------------------------------------------------------- bars


def test_a_chart_shows_labels_figures_and_a_legend() -> None:
    root = drawn(chart(table((1, "Schule", 10, 20), (1, "Arbeit", 5, 40)), BARS, "de"))
    assert sorted(texts(root)) == sorted(["Ziele", "Maßnahmen", "Schule", "10", "20", "Arbeit", "5", "40"])
    ten, five, twenty, forty = bars(root)
    assert forty == pytest.approx(2 * twenty, rel=0.01) == pytest.approx(8 * five, rel=0.01)
    assert ten == pytest.approx(2 * five, rel=0.01)


def test_series_differ_by_more_than_colour() -> None:
    """On paper without colour: each series has a pattern of its own."""
    assert len(set(HATCHES)) == len(COLOURS) == len(HATCHES)
    series = [Series(name, (1.0,)) for name in "abc"]
    root = drawn(bar_chart(["x"], series, "x", "de"))
    fills = [fill for *_, height, fill in boxes(root) if height == pytest.approx(15)]
    assert len(set(fills)) == 3
    patterns = {f"url(#{one.attrib['id']})" for one in root.iter(f"{SVG}pattern")}
    assert set(fills) - patterns == {COLOURS[0]}


def test_what_is_not_known_is_not_zero() -> None:
    """A plan that does not state its size is not drawn as one that states none."""
    some = drawn(chart(table((1, "Schule", 10, None), (1, "Arbeit", 0, 40)), BARS, "de"))
    assert sorted(texts(some)) == sorted(["Ziele", "Maßnahmen", "Schule", "10", "Arbeit", "0", "40"])
    assert some.findtext(f"{SVG}desc") == "Schule: Ziele 10; Arbeit: Ziele 0, Maßnahmen 40"
    assert sorted(texts(drawn(chart(table((1, "Schule", 10, None)), BARS, "de")))) == ["10", "Schule"]


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
    assert sorted(texts(root)) == sorted(["offen", "3", "fertig", "1"])
    assert root.findtext(f"{SVG}desc") == "offen: Kapitel 3; fertig: Kapitel 1"


@pytest.mark.parametrize("rows", [(), ((1, "Schule", 0, 0),), ((1, "Schule", None, None),)])
def test_nothing_to_draw(rows: tuple[tuple[object, ...], ...]) -> None:
    for spec in (BARS, MATRIX):
        assert chart(table(*rows), spec, "de") is None
    assert chart(table((1, "Schule", 1, 1)), None, "de") is None


def test_at_most_so_many_bars_and_it_says_so() -> None:
    rows = table(*[(1, f"Kapitel {n}", n, n) for n in range(1, 40)])
    for frame in (PAGE, CARD):
        root = drawn(chart(rows, BARS, "de", frame))
        assert len(bars(root)) == 2 * frame.most
        assert f"hier {frame.most} von 39, alle stehen in der Tabelle" in texts(root)
    assert not any("von" in text for text in texts(drawn(chart(table((1, "Schule", 1, 1)), BARS, "de"))))


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


# ---------------------------------------------------------------- matrix


def test_a_matrix_shows_figures_and_gaps() -> None:
    rows = table(("K1", "Verein", 3, 0), ("K2", "Verein", 0, 0), ("K2", "Bund", 1, 0))
    root = drawn(chart(rows, MATRIX, "de"))
    assert sorted(texts(root)) == sorted(["K1", "K2", "Verein", "Bund", "3", "1", "schraffiert: nichts"])
    assert root.findtext(f"{SVG}desc") == "Verein: K1 3, nichts bei K2; Bund: K2 1, nichts bei K1"
    (pattern,) = root.iter(f"{SVG}pattern")
    gaps = [box for box in boxes(root) if box[4] == f"url(#{pattern.attrib['id']})"]
    full = [box for box in boxes(root) if box[4].startswith("#")]
    assert len(gaps) == len(full) == 2
    left, right = sorted({box[0] for box in gaps + full})
    upper, lower = sorted({box[1] for box in gaps + full})
    assert {box[:2] for box in gaps} == {(right, upper), (left, lower)}
    three = next(box for box in full if box[0] == left)
    assert int(three[4][1:3], 16) == SHADES[1][0], "the largest is the darkest"


def test_a_matrix_without_gaps_does_not_speak_of_them() -> None:
    root = drawn(chart(table(("K1", "Verein", 3, 0)), MATRIX, "en"))
    assert sorted(texts(root)) == sorted(["K1", "Verein", "3"])


def test_rows_of_several_plans_stay_apart() -> None:
    rows = table(("K1", "Verein", 3, "alt"), ("K1", "Verein", 5, "neu"), plans=True)
    shown = texts(drawn(chart(rows, MATRIX, "de")))
    assert {"alt", "neu", "3", "5"} <= set(shown) and shown.count("Verein") == 2


def test_a_matrix_that_is_too_large_says_what_is_missing() -> None:
    cells = {(f"r{row}", f"c{column}"): 1 for row in range(40) for column in range(30)}
    for frame in (PAGE, CARD):
        root = drawn(matrix_chart(cells, "x", "de", frame))
        shown = f"{frame.most + 6}×{frame.columns}"
        assert f"hier {shown} von 40×30, alle stehen in der Tabelle" in texts(root)
        _, _, width, _ = map(float, root.attrib["viewBox"].split())
        assert max(box[0] + box[2] for box in boxes(root)) < width


def test_figures_of_a_matrix_stand_out_from_their_cells() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5:1."""
    cells = {("r", f"c{n}"): n for n in range(1, 15)}
    root = drawn(matrix_chart(cells, "x", "de"))
    shades = [fill for *_, fill in boxes(root)]
    inks = {one.text: one.get("fill", "#000000") for one in root.iter(f"{SVG}text")}
    assert len(shades) == 14
    for number, shade in enumerate(shades, start=1):
        bright, dark = sorted((light(shade), light(inks[str(number)])), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, number


# ---------------------------------------------------------------- any text, any figure, any machine

TEXT = st.text(max_size=60)
FIGURE = st.floats(0, 10**9)


@settings(max_examples=15)
@given(st.lists(st.tuples(TEXT, FIGURE), min_size=1, max_size=9), st.sampled_from([PAGE, CARD]))
def test_any_text_and_any_figure_give_a_whole_picture(rows: list[tuple[str, float]], frame: Frame) -> None:
    """Markup in a label stays text, nothing lies outside the picture, and the same table gives the same bytes."""
    labels = [label for label, _ in rows]
    series = [Series("<b>&$x$", tuple(value for _, value in rows)), Series('"', tuple(value / 2 for _, value in rows))]
    svg = bar_chart(labels, series, "<script>", "de", frame)
    assert svg == bar_chart(labels, series, "<script>", "de", frame)
    if svg:
        whole(drawn(svg))


@settings(max_examples=12)
@given(st.dictionaries(st.tuples(TEXT, TEXT), FIGURE, min_size=1, max_size=8))
def test_any_matrix_gives_a_whole_picture(cells: dict[tuple[str, str], float]) -> None:
    svg = matrix_chart(cells, "<script>", "en", CARD)  # type: ignore[arg-type]
    assert svg == matrix_chart(cells, "<script>", "en", CARD)  # type: ignore[arg-type]
    if svg:
        whole(drawn(svg))


def whole(root: ElementTree.Element) -> None:
    """Only shapes and text, no style, no address but of a pattern inside, and all of it within the picture."""
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "rect", "path", "text"}
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids)) == len(list(root.iter(f"{SVG}pattern")))
    for one in root.iter():
        assert not {"style", "href", "clip-path", "font-family"} & one.attrib.keys()
        assert all(
            value.removeprefix("url(#").removesuffix(")") in ids for value in one.attrib.values() if "url" in value
        )
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for left, top, wide, high, _ in boxes(root):
        assert min(left, top) >= 0 and left + wide <= width + 0.01 and top + high <= height + 0.01
    for one in root.iter(f"{SVG}text"):
        moved = re.match(r"translate\((\S+) (\S+)\)", one.get("transform", ""))  # a slanted one of several lines
        assert 0 <= float(moved[2] if moved else one.attrib["y"]) <= height


def test_a_dollar_sign_is_no_formula() -> None:
    assert "$a_1$ und $" in texts(drawn(bar_chart(["$a_1$ und $"], [Series("x", (1.0,))], "x", "de")))


def test_a_style_of_the_user_changes_nothing(tmp_path: Path, repository: Path) -> None:
    """Somebody who plots has a matplotlibrc; the pictures of a plan come out the same, and nothing is said of fonts."""
    (tmp_path / "matplotlibrc").write_text("font.size: 40\nsvg.fonttype: path\naxes.facecolor: red\n", encoding="utf-8")
    script = (
        "from ipgraph.site.charts import Series, bar_chart\n"
        "print(bar_chart(['漢字'], [Series('x', (1.0,)), Series('y', (2.0,))], 'x', 'de'), end='')"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    here = bar_chart(["漢字"], [Series("x", (1.0,)), Series("y", (2.0,))], "x", "de")
    assert run.stdout.decode("utf-8") == str(here) and run.stderr == b""


def light(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_stand_out_from_white() -> None:
    """WCAG 2.2, 1.4.11: at least 3:1."""
    for colour in COLOURS:
        assert 1.05 / (light(colour) + 0.05) >= 3, colour


def test_the_matrix_of_the_model_plan() -> None:
    root = drawn(chart(query("coverage-kind-chapter"), queries()["coverage-kind-chapter"].chart, "de"))
    assert {"Landkreisverwaltung", "Schule", "schraffiert: nichts"} <= set(texts(root))
    assert len(boxes(root)) == 8 * 16
