"""Network pages in a real browser: every question, view and export, by mouse and keyboard, on screen and paper."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import network_samples as samples
import pytest
from network_pages import (
    DRAWN,
    HOSTILE,
    LABELS,
    PRESENT,
    PRESETS,
    TILES,
    Tables,
    covered_in,
    hostile,
    network_of,
    overlapping,
)

from ipgraph.ingest import read
from ipgraph.model import load_model
from ipgraph.network.asking import ask
from ipgraph.network.before import running
from ipgraph.network.corrections import sheets_to_correct
from ipgraph.network.paper import write_pdfs
from ipgraph.network.pictures import network

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
MUSTERKREIS = Path(__file__).parent.parent / "data" / "musterkreis"
BOEBLINGEN = Path(__file__).parent.parent / "data" / "boeblingen-2014"
SIZES = [(1280, 720), (1920, 1080), (1024, 768)]

STATE = "() => ({shown: ipg.now.shown.nodes.size, lines: ipg.now.shown.edges.size, preset: ipg.state.preset})"


@pytest.fixture(scope="module")
def large() -> Tables:
    return samples.tables_of(samples.large())


@pytest.fixture(scope="module")
def large_page(large: Tables) -> str:
    return network_of(large)


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page from disk, offline; at the end nothing may have been asked for, logged or run."""
    opened = []

    def show(html: str, width: int = 1280, height: int = 720, script: bool = True, at: str = "", **more: Any) -> Any:
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, java_script_enabled=script, **more
        )
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(message.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda request: page.trouble.append(request.url))
        page.on("dialog", lambda dialog: page.trouble.append(dialog.message))
        page.goto(path.as_uri() + at)
        if script:
            drawn(page)
        opened.append((context, page, path.as_uri()))
        return page

    yield show
    for context, page, own in opened:
        assert [line for line in page.trouble if not line.startswith(("blob:", own))] == []
        context.close()


def drawn(page: Any) -> None:
    """Wait until the picture has been drawn once more."""
    page.evaluate(DRAWN)


def saved(page: Any, button: str) -> Path:
    """What a button of the menu saves."""
    page.click("#menu summary")
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path())


# ---------------------------------------------------------------- to be read


@pytest.mark.parametrize("size", [*SIZES, (640, 360)])
def test_labels_never_overlap_and_nothing_is_cut_off(open_page: Any, large_page: str, size: tuple[int, int]) -> None:
    """Every question, at the desk and in front of people; the last size is the first at 200 % zoom."""
    page = open_page(large_page, *size, device_scale_factor=2 if size[0] < 1000 else 1)
    for preset in page.evaluate(PRESETS):
        for present in (False, True):
            page.evaluate(PRESENT, [preset, present])
            drawn(page)
            assert overlapping(page.evaluate(LABELS)) == [], (preset, present)
            assert page.evaluate(TILES) == [], (preset, present)
            wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, (preset, present)
            cut = """() => [...document.querySelectorAll('.head *, .question *, .legend *, .foot *')]
              .filter((e) => e.getClientRects().length && !e.closest('.menu > div'))
              .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)
              .map((e) => e.textContent)"""
            assert page.evaluate(cut) == [], (preset, present)


def test_a_long_title_does_not_squeeze_the_picture(open_page: Any, large: Tables) -> None:
    html = network_of(large, subtitle="Integrationsplan mit langem Namen " * 15, source="Quelle der Angaben " * 26)
    page = open_page(html, 1024, 600)
    for preset in ("without_measure", "everything", "outline"):
        page.evaluate("(id) => ipg.ask(id)", preset)
        drawn(page)
        assert page.evaluate(TILES) == [] == overlapping(page.evaluate(LABELS)), preset
        assert page.evaluate("() => document.getElementById('canvas').clientHeight") >= 300


def test_opens_on_a_question_with_most_names_to_be_read(open_page: Any, large_page: str) -> None:
    page = open_page(large_page, 1920, 1080)
    state = page.evaluate(STATE)
    assert state["preset"] == "overlaps" and 0 < state["lines"] <= 60
    # The names of this sample are long and have no short form.
    paired = page.evaluate("() => [...ipg.now.shown.nodes.values()].filter((how) => !how.faint).length")
    assert page.evaluate("() => ipg.labels.placed.length") >= 0.85 * paired
    # Who is in no pair is dimmed, not hidden.
    assert paired < state["shown"] == page.evaluate("() => ipg.data.nodes.filter((node) => node.d.t === 'a').length")
    assert str(state["lines"]) in page.inner_text("#question")


def test_names_can_be_read_from_the_last_row(open_page: Any, large_page: str) -> None:
    """Sizes follow the height of the screen: 19 px of 720 and 28 px of 1080 lines, smaller where many names stand."""
    for width, height, least in ((1280, 720, 17), (1920, 1080, 24)):
        page = open_page(large_page, width, height)
        page.keyboard.press("p")
        drawn(page)
        sizes = page.evaluate("() => ipg.labels.placed.map((label) => label.size)")
        assert sizes and max(sizes) >= least, (height, sizes)
        assert page.evaluate("() => parseFloat(getComputedStyle(document.getElementById('question')).fontSize)") >= 26


def test_every_question_by_mouse(open_page: Any, large_page: str) -> None:
    page = open_page(large_page)
    for preset in page.evaluate(PRESETS):
        button = page.locator(f"[data-preset={preset}]")
        count = button.locator("b").inner_text()
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.inner_text("#question") and f"#q={preset}" in page.url
        assert button.locator("b").inner_text() == count, f"{preset}: the number on the button is what is shown"
        about = page.locator("#details button.said")
        if about.count():
            about.first.click()
            assert page.evaluate("() => ipg.state.focus") is not None
            page.keyboard.press("Escape")
    for key in ("a:A001", "g:Z1.1.1", "m:M001"):
        page.evaluate("(key) => ipg.focus(ipg.idOf.get(key))", key)
        assert page.locator("#details h3").count() > 0, key


@pytest.mark.parametrize(
    "left_out", ["network-cooperations", "network-measures", "network-goals", "all but one actor", "everything"]
)
def test_little_or_nothing_to_show(open_page: Any, left_out: str) -> None:
    tables = samples.tables_of(samples.SMALL)
    if left_out in tables:
        tables[left_out] = []
    elif left_out == "everything":
        tables = {}
    else:
        tables = {"network-actors": tables["network-actors"][:1]}
    page = open_page(network_of(tables))
    for preset in page.evaluate(PRESETS):
        page.evaluate("(id) => ipg.ask(id)", preset)
        assert page.inner_text("#question")
    offered = page.locator(".left > details[id^=filter-]:visible").count()
    assert page.is_visible("#filters") == (offered > 0), "no heading above nothing"
    assert (offered == 0) == (left_out in ("all but one actor", "everything"))
    page.evaluate("() => ipg.paper.build('all', 'a3')")


def test_a_network_of_thousands_says_that_it_is_one(open_page: Any) -> None:
    one = {"kind": "x/association", "kind_label": "Verein", "kind_symbol": "V", "kind_colour": "#E69F00"}
    actors = [{"actor": f"x:{n}", "identifier": f"A{n}", "name": f"Verein {n}", **one} for n in range(1500)]
    goal = {"goal": "x:g", "identifier": "Z1", "wording": "Ziel", "chapter": "x:c", "chapter_identifier": "K1"}
    measures = [
        {"measure": f"x:m{n}", "identifier": f"M{n}", "goal": "x:g", "actor": f"x:{n + k}", "role": "x/lead"}
        for n in range(0, 60, 2)
        for k in (0, 1)
    ]
    page = open_page(network_of({"network-actors": actors, "network-goals": [goal], "network-measures": measures}))
    page.evaluate("() => ipg.ask('ties')")
    assert "zu viele für ein lesbares Bild" in page.inner_text("#question")
    page.evaluate("() => ipg.focus('a0')")
    assert "zu viele" not in page.inner_text("#question")


def test_without_scripts_the_tables_are_there(open_page: Any, large: Tables, large_page: str) -> None:
    page = open_page(large_page, script=False)
    assert page.locator("table[data-table=goals] tbody tr:visible").count() == len(large["network-goals"])
    assert not page.locator("#left").is_visible()
    assert "JavaScript" in page.inner_text("main")


# ---------------------------------------------------------------- searching, filtering, sharing


def test_search_folds_umlauts_and_focus_gives_reasons(open_page: Any) -> None:
    page = open_page(network_of(samples.tables_of(samples.SMALL)))
    for query in ("übergänge", "uebergaenge", "ubergange", "ÜBERGÄNGE", "U\u0308berga\u0308nge"):
        page.fill("#search", query)
        assert page.locator("#hits li").count() == 1, query
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("() => ipg.nameOf(ipg.state.focus)") == "Amt für Übergänge"
    assert "gemeinsame Ziele: 1, 2" in page.inner_text("#details")
    assert "gemeinsame Maßnahmen: M3" in page.inner_text("#details")
    page.keyboard.press("Escape")
    assert page.evaluate("() => ipg.state.focus") is None


def test_filters_lead_picture_tables_and_address(open_page: Any, large: Tables, large_page: str) -> None:
    page = open_page(large_page)
    least = page.evaluate("() => ipg.state.least")
    before = page.evaluate(STATE)["lines"]
    slide = "(k) => { const s = document.getElementById('slider'); s.value = k; s.dispatchEvent(new Event('input')) }"
    page.evaluate(slide, least - 1)
    assert page.evaluate(STATE)["lines"] > before and f"k={least - 1}" in page.url
    page.click("[data-preset=ties]")
    page.click("#filter-towns summary")
    page.locator("#filter-towns button").nth(1).click()
    page.locator("#filter-towns label", has_text="Steinach").click()
    assert page.url.endswith("#q=ties&towns=Steinach")
    rows = page.locator("table[data-table=actors] tbody tr:visible")
    in_town = sum(row["municipality"] == "Steinach" for row in large["network-actors"])
    lit = "() => [...ipg.now.shown.nodes.values()].filter((how) => !how.out).length"
    assert rows.count() == in_town == page.evaluate(lit)
    assert "Gemeinde: Steinach" in page.inner_text(".foot")
    # The rest stays as a shadow, and who is searched for is found and said to be hidden.
    assert page.evaluate(STATE)["shown"] == len(large["network-actors"])
    hidden = next(row["name"] for row in large["network-actors"] if row["municipality"] != "Steinach")
    page.fill("#search", hidden)
    assert "gerade ausgeblendet" in page.inner_text("#hits") and "ausgeblendet: 1" in page.inner_text("#status")
    address = page.url.partition("#")[2]
    again = open_page(large_page, at=f"#{address}")
    assert again.evaluate("() => ipg.address.encode()") == address
    assert again.inner_text("#question") == page.inner_text("#question")
    again.click("#reset")
    assert again.url.endswith("#q=ties")
    assert again.locator("table[data-table=actors] tbody tr:visible").count() == len(large["network-actors"])
    page.click("#language")
    assert page.evaluate("() => document.documentElement.lang") == "en"
    assert page.inner_text(".tables h2") == "Everything as tables"


def test_every_filter_narrows(open_page: Any) -> None:
    page = open_page(network(read(BOEBLINGEN)), at="#v=plan")
    rows = page.locator("table[data-table=actors] tbody tr:visible, table[data-table=goals] tbody tr:visible")
    for name, items in page.evaluate("() => ipg.data.filters.map((f) => [f.id, f.items.length])"):
        if items < 2:
            continue
        page.evaluate("(name) => ipg.show(`#q=all&${name}=!`)", name)
        part = rows.count()
        page.evaluate("() => ipg.show('#q=all')")
        assert part < rows.count(), name
    page.evaluate("() => ipg.show('#q=without_measure&kinds=!&to=1990&chapters=!')")
    assert page.inner_text("#question") == "Mit diesen Filtern ist nichts zu sehen."
    page.evaluate("() => ipg.show('#q=isolated&towns=!')")
    assert "im Plan mit mindestens einem" not in page.inner_text("#question"), "a part is not the whole"
    page.evaluate("() => ipg.show('#q=outline&to=1990')")
    assert "Nur ein Teil: Zeitraum: …–1990" in page.inner_text(".foot")


NAMED_IN_A_CIRCLE = """() => {
  const { placed } = ipg.labels;
  const canvas = document.getElementById('canvas');
  const [W, H, s] = [canvas.clientWidth, canvas.clientHeight, ipg.now.plan.s];
  const gap = (label, id) => {
    const at = ipg.now.plan.at.get(id);
    const [x, y, r] = [at.x + W / 2, at.y + H / 2, ipg.half(id, s)[0]];
    return Math.max(label.x - x - r, x - r - label.x - label.w, label.y - y - r, y - r - label.y - label.h);
  };
  return placed.filter((label) => !label.from).map((label) => {
    const others = [...ipg.now.shown.nodes.keys()].filter((id) => id !== label.id).map((id) => gap(label, id));
    return [label.id, gap(label, label.id), Math.min(...others)];
  });
}"""


def test_in_a_circle_of_fifty_each_name_is_nearest_to_its_own(open_page: Any) -> None:
    page = open_page(network(read(MUSTERKREIS)), 1920, 1080)
    page.evaluate("() => ipg.focus([...ipg.idOf].find(([key]) => key === 'a:A-STAB')[1])")
    drawn(page)
    found = page.evaluate(NAMED_IN_A_CIRCLE)
    assert len(found) >= 45
    assert [who for who, own, other in found if other < own + 2] == []


def test_who_takes_part_where(open_page: Any) -> None:
    reading = read(MUSTERKREIS)
    asked, html = ask(reading), network(reading)
    for by, found in (("kinds", asked.coverage("kind")), ("towns", asked.coverage("town"))):
        page = open_page(html, at=f"#q=cover_{by}")
        fields = page.locator(f"table[data-table=cover_{by}] td[data-field]")
        counted = [str(number) for number in (found.cells[r, c] for r in found.rows for c in found.columns)]
        assert fields.all_text_contents() == counted
        held = "(list) => list.map((one) => String(ipg.held(one.dataset.field)))"
        assert fields.evaluate_all(held) == counted, "the picture shows what the table says"
        assert page.locator(f"[data-preset=cover_{by}] b").inner_text() == str(counted.count("0"))
        assert f"{counted.count('0')} von {len(counted)} Feldern" in page.inner_text("#question")
        fullest = fields.nth(max(range(len(counted)), key=lambda n: int(counted[n]))).get_attribute("data-field")
        page.evaluate("(id) => ipg.focus(id)", fullest)
        assert f"Wirken hier mit ({max(map(int, counted))})" in page.inner_text("#details")
        again = open_page(html, at=f"#{page.url.partition('#')[2]}")
        assert again.evaluate("() => ipg.state.focus") == fullest
    page.evaluate("() => ipg.show('#q=cover_towns&chapters=K1&kinds=association')")
    texts = fields.all_text_contents()
    assert texts.count("–") == len(counted) * 7 // 8, "what a filter leaves out is no gap"
    assert sum(map(int, filter(str.isdecimal, texts))) < sum(map(int, counted[:: len(found.columns)]))
    page.evaluate("() => ipg.show('#q=cover_towns')")
    words = page.evaluate("() => ipg.svg()")
    assert all(label["de"] in words for label in found.rows.values())
    row = next(line for line in page.evaluate("() => ipg.table()").split("\r\n")[1:])
    assert row.startswith(f"{next(iter(found.rows))};1 ")


def test_a_long_list_of_towns_is_made_short_by_choosing(open_page: Any) -> None:
    tables = samples.tables_of(samples.SMALL)
    kinds, towns = covered_in(tables)
    names = [*towns.rows, *(f"Ort {number}" for number in range(30))]
    many = replace(towns, rows={name: {"de": name, "en": name} for name in names})
    page = open_page(network_of(tables, covered=[kinds, many]), at="#q=cover_towns")
    assert page.evaluate(STATE)["shown"] == len(names) * 2
    page.evaluate("() => ipg.show('#q=cover_towns&towns=Neustadt')")
    assert page.evaluate(STATE)["shown"] == 2 and "2 von 2 Feldern" not in page.inner_text("#question")
    assert page.evaluate("() => ipg.half([...ipg.now.shown.nodes.keys()][0], ipg.now.plan.s)[1]") > 12
    page.evaluate("() => ipg.show('#q=cover_kinds&kinds=welfare')")
    assert page.evaluate(STATE)["shown"] > 2, "a short one keeps its form"


# ---------------------------------------------------------------- by keyboard, in front of people, as a story


def test_keyboard_alone(open_page: Any, large_page: str) -> None:
    page = open_page(large_page, at="#v=goals")
    page.focus("#canvas")
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("() => ipg.state.focus") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    assert page.evaluate("() => ipg.state.presenting") is True
    asked = [page.evaluate("() => ipg.state.preset")]
    for key in ("PageDown", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        asked.append(page.evaluate("() => ipg.state.preset"))
    assert len(set(asked)) == 3 and asked[1] == asked[3]
    page.wait_for_function("() => document.fullscreenElement")
    page.evaluate("() => ipg.focus('a0')")
    page.keyboard.press("Escape")
    state = "() => [ipg.state.focus, ipg.state.presenting, Boolean(document.fullscreenElement)]"
    assert page.evaluate(state) == [None, True, True], "Escape leads back from a circle and leaves the screen full"
    page.keyboard.press("Escape")
    assert page.evaluate("() => ipg.state.presenting") is False
    page.uncheck("#shortcuts")
    page.focus("#canvas")
    page.keyboard.press("p")
    assert page.evaluate("() => ipg.state.presenting") is False, "keys of single characters can be switched off"
    page.focus("[data-preset=single]")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.dataset.preset") == "single", "focus stays where it was"


def test_a_story_is_made_saved_opened_and_told(open_page: Any, large_page: str) -> None:
    page = open_page(large_page)
    page.click(".story summary")
    page.click("[data-preset=single]")
    page.fill("#sentence", "Woran hängt es?")
    page.click("#story-add")
    page.evaluate("() => ipg.focus(ipg.idOf.get('a:A001'))")
    page.click("#story-add")
    with page.expect_download() as download:
        page.click("#story-save")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "\nWoran hängt es?\n#q=single\n" in text and "&n=a:A001\n" in text
    other = open_page(large_page)
    other.click(".story summary")
    other.set_input_files("#story-file", [{"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}])
    drawn(other)
    other.evaluate("() => ipg.present(true)")
    assert other.inner_text("#question") == "Woran hängt es?" and other.inner_text("#position") == "1/2"
    other.keyboard.press("ArrowRight")
    assert other.evaluate("() => ipg.keyOf(ipg.state.focus)") == "a:A001"
    other.keyboard.press("Escape")
    told = open_page(network_of({}, story=[{"t": HOSTILE[0], "s": "q=ties"}, {"t": "", "s": "q=all&n=nobody"}]))
    told.evaluate("() => ipg.present(true)")
    assert told.inner_text("#question") == HOSTILE[0]
    told.keyboard.press("ArrowRight")
    assert told.evaluate("() => ipg.state.preset") == "all"


# ---------------------------------------------------------------- before and after


def test_before_and_after(open_page: Any) -> None:
    now = samples.tables_of(samples.SMALL)
    before = {name: [dict(row) for row in rows] for name, rows in now.items()}
    before["network-cooperations"] = []
    before["network-measures"] = [row for row in before["network-measures"] if row["goal_identifier"] != "Z3"]
    extra = [{"cooperation": "x", "identifier": "X", "actor": row["actor"]} for row in now["network-actors"][:2]]
    before["network-cooperations"] += extra
    page = open_page(network_of(now, before=(before, {"de": "vorige Ausgabe", "en": "last edition"})))
    counts = {
        preset: page.locator(f"[data-preset={preset}] b").inner_text() for preset in ("new", "lost", "closed", "opened")
    }
    assert counts == {"new": "1", "lost": "1", "closed": "1", "opened": "0"}
    for preset in counts:
        page.click(f"[data-preset={preset}]")
        assert page.locator(f"[data-preset={preset}] b").inner_text() == counts[preset]
        assert "vorige Ausgabe" in page.inner_text("#question")
    page.click("[data-preset=lost]")
    page.locator("#details button.said").first.click()
    assert "vorher gemeinsam: X" in page.inner_text("#details")
    later = running({"network-measures": [{"first": "2025-01-01", "last": None}]}, date(2024, 1, 1))
    assert later["network-measures"] == []


# ---------------------------------------------------------------- hostile text, barriers


def test_hostile_text_runs_nothing(open_page: Any) -> None:
    sheet = {"file": "x.csv", "columns": [{"name": HOSTILE[0], "role": "key"}], "rows": [[HOSTILE[1]]]}
    words: dict[str, Any] = {
        "notice": HOSTILE[0],
        "subtitle": HOSTILE[2],
        "link": lambda iri: HOSTILE[2],
        "sheets": {"cooperations": sheet, "meetings": sheet},
    }
    html = network_of(hostile(samples.tables_of(samples.SMALL)), **words)
    page = open_page(html)
    for preset in page.evaluate(PRESETS):
        page.evaluate("(id) => ipg.ask(id)", preset)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), preset
    page.fill("#search", "script")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "<script>" in page.inner_text("#details") or "javascript:" in page.inner_text("#details")
    page.click("#language")
    assert page.evaluate("() => document.querySelectorAll('img, svg, iframe').length") == 0
    page.evaluate("() => ipg.paper.build('sheets')")
    page.evaluate("() => ipg.paper.build('all', 'a4')")
    assert page.evaluate("() => document.querySelectorAll('#paper svg *').length") > 100
    # The texts of the drawing are hostile; none of its elements may be anything but a drawing.
    names = (
        "() => [...new Set([...document.querySelectorAll('#paper svg, #paper svg *')].map((e) => e.localName))].sort()"
    )
    assert page.evaluate(names) == ["desc", "path", "svg", "text", "title"]
    assert page.evaluate("() => window.PWN") is None


def barriers(page: Any, what: str, tables: bool = False) -> list[str]:
    """What axe finds now; the tables, which are the same in every state, only where asked."""
    found = page.evaluate(
        """(context) => axe.run(context, {resultTypes: ['violations']})
             .then((all) => all.violations.map((one) => [one.id, one.nodes[0].html]))""",
        {"exclude": [] if tables else ["#tables"]},
    )
    return [f"{what}: {name}: {html}" for name, html in found]


def test_axe_finds_no_barrier_in_any_state(open_page: Any) -> None:
    sheet = {"file": "x.csv", "columns": [{"name": "Kennung", "role": "key"}], "rows": []}
    sheets = {"cooperations": sheet, "meetings": sheet}
    tables = samples.tables_of(samples.SMALL)
    story = [{"t": "Ein Schritt", "s": "q=ties"}]
    html = network_of(tables, before=(tables, "vorher"), story=story, sheets=sheets, pages=[("Website", "index.html")])
    page = open_page(html, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert barriers(page, "start", tables=True) == []
    for preset in page.evaluate(PRESETS):
        page.evaluate("(id) => ipg.ask(id)", preset)
        assert barriers(page, preset) == []
    for key in ("a:A", "g:Z1", "m:M1", "c:towns/Neustadt/1"):
        page.evaluate("(key) => ipg.focus(ipg.idOf.get(key))", key)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert barriers(page, key) == []
    page.fill("#search", "a")
    assert barriers(page, "search") == []
    page.keyboard.press("Escape")
    page.evaluate("() => ipg.show('#q=all&kinds=!&from=2030')")
    assert barriers(page, "filtered") == []
    page.evaluate("() => ipg.present(true)")
    assert barriers(page, "presenting") == []
    page.evaluate("() => ipg.focus('a0')")
    assert barriers(page, "presenting a circle") == []


# ---------------------------------------------------------------- saving and paper


def test_saved_table_picture_and_drawing(open_page: Any, large: Tables) -> None:
    rows = [
        dict(row, name="=HYPERLINK(1);x" if n == 0 else row["name"]) for n, row in enumerate(large["network-actors"])
    ]
    page = open_page(network_of({**large, "network-actors": rows}), at="#q=all")
    text = saved(page, "#csv").read_text(encoding="utf-8-sig")
    assert text.startswith("Von;Nach;") and '"\'=HYPERLINK(1);x"' in text and "steht nicht im Plan" in text
    assert re.search(r";\d[\d.]* [A-ZÄÖÜ]\w+ \w+", text), "goals and measures with their wording"
    picture = saved(page, "#png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 3840 and int.from_bytes(picture[20:24]) == 2160
    drawing = ElementTree.fromstring(saved(page, "#svg").read_text(encoding="utf-8"))
    words = " ".join(drawing.itertext())
    for part in ("Probeplan", "Stand: 22.11.2026", "Quelle: Plan", "steht nicht im Plan", "Fiktiv.", "=HYPERLINK(1);x"):
        assert part in words
    assert page.evaluate("() => document.querySelectorAll('a[download]').length") == 0


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_paper(open_page: Any) -> None:
    tables = samples.tables_of(samples.SMALL)
    page = open_page(network_of(tables, story=[{"t": "Ein Satz.", "s": "q=ties&n=a:A"}]))
    page.emulate_media(media="print")
    page.evaluate("() => ipg.paper.build('sheets')")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2 + len(tables["network-actors"])
    page.evaluate("() => ipg.paper.build('all', 'a3')")
    asked = page.evaluate("() => ipg.data.presets.filter((p) => p.count).length")
    assert page.locator("#paper svg").count() == asked + 1
    assert page.locator("#paper svg").first.locator("title").inner_html() == "Ein Satz."
    assert page.evaluate("() => [ipg.state.step, ipg.state.focus]") == [None, None], "the screen is left as it was"
    assert pages_of(page.pdf(prefer_css_page_size=True)) > asked
    page.evaluate("() => ipg.paper.clear()")
    assert page.locator("#paper > *").count() == 0
    kept = open_page(network_of(tables), at="#paper=sheets")
    assert kept.locator("#paper .sheet").count() == 2 + len(tables["network-actors"])


def test_pdf_by_command(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "netz größer.html"
    page.write_text(network_of(samples.tables_of(samples.SMALL)), encoding="utf-8")
    made = write_pdfs(page)
    assert [path.name for path in made] == ["netz größer.pdf", "netz größer-korrektur.pdf"]
    assert pages_of(made[1].read_bytes()) == 2 + len(samples.tables_of(samples.SMALL)["network-actors"])


def test_what_the_room_adds_comes_back_as_sheets(open_page: Any, tmp_path: Path) -> None:
    reading = read(BOEBLINGEN)
    page = open_page(network(reading))
    keys = page.evaluate("() => ipg.data.nodes.filter((n) => n.d.t === 'a').map((n) => [n.id, n.d.n, n.d.i])")
    page.evaluate("(id) => ipg.focus(id)", keys[0][0])
    page.click(".noted summary")

    def note(other: str, topic: str, **more: str) -> str:
        for field, text in {"other": other, "topic": topic, **more}.items():
            page.fill(f"#noted-{field}", text)
        page.click(".noted .pair button")
        return str(page.inner_text("#noted-message"))

    assert "Liste" in note("gibt es nicht", "")
    assert note(keys[3][1], 'Sprache, "sofort"', form="Runder Tisch") == "Vorgemerkt: 1."
    assert page.is_hidden("#noted-day") and page.is_hidden("#noted-save-meetings")
    page.select_option("#noted-kind", "meetings")
    assert "wann" in note(keys[4][1], "Café; Räume")
    assert note(keys[4][1], "Café; Räume", day="Mai 2026") == "Vorgemerkt: 2."
    folder = tmp_path / "plan"
    shutil.copytree(BOEBLINGEN, folder)
    before = sheets_to_correct(reading.embedded, reading.plans[0], load_model(), "de")
    for kind, sheet in before.items():
        with page.expect_download() as download:
            page.click(f"#noted-save-{kind}")
        text = Path(download.value.path()).read_text(encoding="utf-8")
        new = list(csv.reader(io.StringIO(text)))
        assert new[1:-1] == sheet["rows"] and len(new) == len(sheet["rows"]) + 2
        (folder / download.value.suggested_filename).write_text(text, encoding="utf-8")
    again = read(folder)
    assert [problem.code for problem in again.problems] == [problem.code for problem in reading.problems]
    after = sheets_to_correct(again.embedded, again.plans[0], load_model(), "de")
    added = {kind: [row for row in after[kind]["rows"] if row not in before[kind]["rows"]] for kind in after}
    ((*_, evidence),) = added["cooperations"]
    assert evidence and {f"{keys[0][2]}; {keys[3][2]}", "Runder Tisch", 'Sprache, "sofort"'} <= set(
        *added["cooperations"]
    )
    title = f"Gespräch: {keys[0][1]} – {keys[4][1]}, Café; Räume"
    assert {f"{keys[0][2]}; {keys[4][2]}", "Mai 2026", title} <= set(*added["meetings"])


def test_two_bodies_of_one_name_are_told_apart(open_page: Any) -> None:
    tables = samples.tables_of(samples.SMALL)
    tables["network-actors"] = [
        dict(row, name="Verein", identifier=f"a;{row['identifier']}") for row in tables["network-actors"]
    ]
    columns = [{"name": "Kennung", "role": "key"}, {"name": "Wer", "role": "actors"}]
    sheets = {kind: {"file": f"{kind}.csv", "columns": columns, "rows": []} for kind in ("cooperations", "meetings")}
    page = open_page(network_of(tables, sheets=sheets))
    first, second = page.evaluate("() => ipg.data.nodes.filter((n) => n.d.t === 'a').slice(0, 2).map((n) => n.id)")
    page.evaluate("(id) => ipg.focus(id)", first)
    page.click(".noted summary")
    page.fill("#noted-other", page.evaluate("(id) => `Verein (${ipg.nodes.get(id).d.i})`", second))
    page.click(".noted .pair button")
    assert page.evaluate("() => ipg.corrections.csv('cooperations')").splitlines()[1] == r"NEU-1,a\;A; a\;B"
