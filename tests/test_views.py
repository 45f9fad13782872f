"""Network pages: complete in themselves, hostile text stays text, and what people do with them in a real browser."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import network_samples as samples
import pytest

from ipgraph import network, resources
from ipgraph.network.views import network_page

HOSTILE = (
    "</script><script>window.PWN=1</script>",
    '<img src=x onerror="window.PWN=2">',
    "javascript:window.PWN=3",
    '\u202eretsiM \u202dO&#39;"Neill\u2069 {{ 7 * 7 }} ${8*8}',
    "</style><svg onload=window.PWN=4>",
)
LIMIT = 1_500_000
Tables = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def large() -> Tables:
    return samples.tables_of(samples.large())


def hostile(tables: Tables) -> Tables:
    """The same plan with hostile text in every text that a plan may hold."""
    changed: Tables = {}
    columns = {
        "name",
        "short_name",
        "municipality",
        "wording",
        "chapter_title",
        "section_title",
        "form",
        "topic",
        "reasons",
    }
    for query, rows in tables.items():
        changed[query] = [
            {k: HOSTILE[(n + len(k)) % len(HOSTILE)] if k in columns else v for k, v in row.items()}
            for n, row in enumerate(rows)
        ]
    return changed


def pages(tables: Tables, **more: Any) -> dict[str, str]:
    words: dict[str, Any] = {
        "subtitle": "Probeplan",
        "as_of": "22.11.2026",
        "source": "Plan",
        "notice": "Fiktiv.",
        **more,
    }
    return {
        "actors": network_page(
            network.actor_network(tables), title={"de": "Wer mit wem?", "en": "Who with whom?"}, **words
        ),
        "goals": network_page(network.actor_goal_network(tables), title="Wer woran?", **words),
    }


class Links(HTMLParser):
    """All addresses and event handlers of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "link" and dict(attrs).get("rel") == "icon" and (dict(attrs)["href"] or "").startswith("data:image/"):
            return  # the icon, drawn in the page itself
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "poster", "srcset"} and name != "data":
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(name)


def test_vendored_renderer_is_unchanged() -> None:
    folder = resources.folder("vendor") / "vis-network"
    about = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    assert hashlib.sha256((folder / about["file"]).read_bytes()).hexdigest() == about["sha256"]
    assert f"@version {about['version']}" in (folder / about["file"]).read_text(encoding="utf-8")[:400]
    assert (folder / "LICENSE-MIT").is_file() and (folder / "LICENSE-APACHE-2.0").is_file()


def test_pages_ask_nothing_of_anybody_and_are_small(large: Tables) -> None:
    for page in pages(large, pages=[("Andere", "other.html")]).values():
        links = Links()
        links.feed(page)
        assert set(links.addresses) == {"#tables", "other.html"}
        assert links.handlers == []
        assert len(page.encode()) < LIMIT
        assert "sourceMappingURL" not in page and "cdn" not in re.sub(r"<script>.*?</script>", "", page, flags=re.S)


def test_policy_names_every_script_and_nothing_else(large: Tables) -> None:
    page = pages(large)["actors"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    text = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in text and "unsafe" not in text and "http" not in text
    assert text.count("'sha256-") == len(re.findall(r"<script>", page)) + len(re.findall(r"<style>", page))


def test_same_input_same_bytes(large: Tables) -> None:
    assert pages(large) == pages(large)


def test_every_picture_says_what_it_is(large: Tables) -> None:
    for page in pages(large).values():
        for words in ("Stand: 22.11.2026", "Quelle: Plan", "steht nicht im Plan", "Fiktiv.", 'lang="de"', "<noscript>"):
            assert words in page


def test_tables_hold_everything_without_scripts(large: Tables) -> None:
    made = pages(large)
    for row in large["network-actors"]:
        assert f"<bdi>{row['name']}</bdi>" in made["actors"] and f"<bdi>{row['name']}</bdi>" in made["goals"]
    for row in large["network-goals"]:
        assert f"<bdi>{row['identifier'].removeprefix('Z')}</bdi>" in made["goals"]


def test_hostile_text_is_text_in_the_source(large: Tables) -> None:
    for page in pages(
        hostile(large), notice=HOSTILE[0], subtitle=HOSTILE[1], source=HOSTILE[4], as_of=HOSTILE[0]
    ).values():
        links = Links()
        links.feed(page)
        assert "img" not in links.tags and "svg" not in links.tags
        assert links.tags.count("script") == 8 and links.handlers == []


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "java\nscript:x", " javascript:x", "//["],
)
def test_dangerous_addresses_are_left_out(large: Tables, address: str) -> None:
    for page in pages(large, link=lambda iri: address, pages=[("x", address)]).values():
        links = Links()
        links.feed(page)
        assert links.addresses == ["#tables"]


def test_links_lead_to_the_pages_of_the_site(large: Tables) -> None:
    made = pages(large, link=lambda iri: "../actor/" + iri.rpartition("/")[2] + ".html")
    assert '<a href="../actor/A001.html"><bdi>' in made["actors"]


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page from disk, offline; at the end nothing may have been asked for, logged or run."""
    opened = []

    def show(html: str, width: int = 1280, height: int = 720, script: bool = True) -> Any:
        path = tmp_path / f"page{len(opened)}.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, java_script_enabled=script
        )
        page = context.new_page()
        page.trouble = []
        page.on("console", lambda message: page.trouble.append(message.text))
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("request", lambda request: None if request.url == path.as_uri() else page.trouble.append(request.url))
        page.on("dialog", lambda dialog: page.trouble.append(dialog.message))
        page.goto(path.as_uri())
        if script:
            page.wait_for_function("window.ipg && window.ipg.labels")
            page.wait_for_timeout(150)
        opened.append((context, page))
        return page

    yield show
    for context, page in opened:
        allowed = [line for line in page.trouble if not line.startswith("blob:")]
        assert allowed == []
        context.close()


STATE = "() => ({shown: ipg.now.shown.nodes.size, lines: ipg.now.shown.edges.size, preset: ipg.state.preset})"
ASK = """([id, on]) => {
  document.documentElement.classList.toggle('presenting', on);
  ipg.state.presenting = on;
  ipg.ask(id);
}"""
LABELS = """() => ({W: document.getElementById('canvas').clientWidth, H: document.getElementById('canvas').clientHeight,
  list: ipg.labels.placed.concat(ipg.labels.chapters).map(({x, y, w, h}) => [x, y, w, h])})"""


@pytest.mark.browser
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
def test_labels_never_overlap_and_are_never_cut_off(open_page: Any, large: Tables, size: tuple[int, int]) -> None:
    for html in pages(large).values():
        page = open_page(html, *size)
        for preset in page.evaluate("() => ipg.data.presets.map((p) => p.id)"):
            for present in (False, True):
                page.evaluate(ASK, [preset, present])
                page.wait_for_timeout(120)
                found = page.evaluate(LABELS)
                boxes = found["list"]
                for n, (x, y, w, h) in enumerate(boxes):
                    assert x >= 0 and y >= 0 and x + w <= found["W"] + 1 and y + h <= found["H"] + 1, (preset, present)
                    for a, b, c, d in boxes[:n]:
                        assert not (x < a + c and a < x + w and y < b + d and b < y + h), (preset, present)


@pytest.mark.browser
def test_opens_on_a_question_with_most_names_to_be_read(open_page: Any, large: Tables) -> None:
    page = open_page(pages(large)["actors"], 1920, 1080)
    state = page.evaluate(STATE)
    assert state["preset"] == "overlaps" and 0 < state["lines"] <= 60
    # The names of this sample are long and have no short form.
    assert page.evaluate("() => ipg.labels.placed.length") >= 0.85 * state["shown"]
    assert str(state["lines"]) in page.inner_text("#question")


@pytest.mark.browser
def test_hostile_text_runs_nothing(open_page: Any, large: Tables) -> None:
    for html in pages(hostile(large), notice=HOSTILE[0], subtitle=HOSTILE[2], link=lambda iri: HOSTILE[2]).values():
        page = open_page(html)
        for preset in page.evaluate("() => ipg.data.presets.map((p) => p.id)"):
            page.evaluate("(id) => ipg.ask(id)", preset)
        page.fill("#search", "script")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        assert "<script>" in page.inner_text("#details") or "javascript:" in page.inner_text("#details")
        page.click("#language")
        assert page.evaluate("() => window.PWN") is None
        assert page.evaluate("() => document.querySelectorAll('img, svg, iframe').length") == 0


@pytest.mark.browser
def test_search_folds_umlauts_and_focus_gives_reasons(open_page: Any) -> None:
    page = open_page(pages(samples.tables_of(samples.SMALL))["actors"])
    for query in ("übergänge", "uebergaenge", "ubergange", "ÜBERGÄNGE", "U\u0308berga\u0308nge"):
        page.fill("#search", query)
        assert page.locator("#hits li").count() == 1, query
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("() => ipg.nameOf(ipg.state.focus)") == "Amt für Übergänge"
    assert "gemeinsame Ziele: 1, 2" in page.inner_text("#details")
    assert "gemeinsame Maßnahmen: M3" in page.inner_text("#details")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("() => ipg.state.focus") is None


@pytest.mark.browser
def test_keyboard_alone(open_page: Any, large: Tables) -> None:
    page = open_page(pages(large)["goals"])
    page.focus("#canvas")
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("() => ipg.state.focus") is not None
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    assert page.evaluate("() => ipg.state.presenting") is True
    before = page.evaluate("() => ipg.state.preset")
    page.keyboard.press("PageDown")
    assert page.evaluate("() => ipg.state.preset") != before


@pytest.mark.browser
def test_filters_slider_and_language(open_page: Any, large: Tables) -> None:
    page = open_page(pages(large)["actors"])
    least = page.evaluate("() => ipg.state.least")
    before = page.evaluate(STATE)["lines"]
    page.evaluate(
        "(k) => { const s = document.getElementById('slider'); s.value = k; s.dispatchEvent(new Event('input')) }",
        least - 1,
    )
    assert page.evaluate(STATE)["lines"] > before
    page.locator("#chapters button").nth(1).click()
    assert page.evaluate(STATE)["lines"] == 0
    assert page.locator("table[data-table=ties] tbody tr:visible").count() == 0
    page.click("#language")
    assert page.evaluate("() => document.documentElement.lang") == "en"
    assert "Nothing to show" in page.inner_text("#question")
    assert page.inner_text(".tables h2") == "Everything as tables"


@pytest.mark.browser
def test_saved_table_and_picture(open_page: Any, large: Tables) -> None:
    rows = [
        dict(row, name="=HYPERLINK(1);x" if n == 0 else row["name"]) for n, row in enumerate(large["network-actors"])
    ]
    page = open_page(pages({**large, "network-actors": rows})["actors"])
    page.evaluate("() => ipg.ask('all')")
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Akteur;und;") and '"\'=HYPERLINK(1);x"' in text
    with page.expect_download() as download:
        page.click("#png")
    picture = Path(download.value.path()).read_bytes()
    assert (
        picture.startswith(b"\x89PNG")
        and int.from_bytes(picture[16:20]) == 3840
        and int.from_bytes(picture[20:24]) == 2160
    )


@pytest.mark.browser
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
    for html in pages(tables).values():
        page = open_page(html)
        for preset in page.evaluate("() => ipg.data.presets.map((p) => p.id)"):
            page.evaluate("(id) => ipg.ask(id)", preset)
            assert page.inner_text("#question")


@pytest.mark.browser
def test_without_scripts_the_tables_are_there(open_page: Any, large: Tables) -> None:
    page = open_page(pages(large)["goals"], script=False)
    assert page.locator("table[data-table=goals] tbody tr:visible").count() == len(large["network-goals"])
    assert not page.locator("#left").is_visible()
    assert "JavaScript" in page.inner_text("main")
