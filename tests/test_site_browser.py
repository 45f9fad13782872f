"""The site in a real browser: from disk and from a web server, by mouse and by keyboard, wide and narrow, on paper."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from site_pages import Site

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe-core"
WIDTHS = (400, 1280, 1920)
QUESTIONS = ("focus-areas", "no-measures", "should-talk", "plan-sizes")


class Quiet(SimpleHTTPRequestHandler):
    """A web server that does not write a log."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class Visitor:
    """A page of the browser that notes every complaint and every request that leaves the site."""

    def __init__(self, browser: Any, base: str, **options: Any) -> None:
        self.base = base
        self.trouble: list[str] = []
        self.context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.trouble.append(f"{self.page.url}: {message.type} {message.text}"))
        self.page.on("pageerror", lambda error: self.trouble.append(f"{self.page.url}: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", lambda answer: self._status(answer))
        self.page.on("request", lambda request: self._request(request.url))

    def _failed(self, request: Any) -> None:
        given_up = request.url.endswith("/sparql") and request.failure == "net::ERR_ABORTED"  # by the editor itself
        if not given_up:
            self.trouble.append(f"failed: {request.url}")

    def _status(self, answer: Any) -> None:
        if answer.status >= 400 and not answer.url.endswith("/favicon.ico"):
            self.trouble.append(f"{answer.status}: {answer.url}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.trouble.append(f"{self.page.url} asks for {url}")

    def open(self, path: str) -> Any:
        self.page.goto(self.base + path, wait_until="load")
        return self.page

    def overflow(self) -> list[int]:
        """The widths at which the page is wider than the window."""
        found = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if self.page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                found.append(width)
        self.page.set_viewport_size({"width": 1280, "height": 800})
        return found


@contextmanager
def visiting(browser: Any, base: str | Path, **options: Any) -> Iterator[Visitor]:
    visitor = Visitor(browser, base if isinstance(base, str) else base.as_uri() + "/", **options)
    try:
        yield visitor
    finally:
        visitor.context.close()


def kinds(site: Site, lang: str = "de", longest: bool = True) -> list[str]:
    """One page of every kind; of each kind of resource the first page and, if wanted, the longest."""
    chosen: dict[str, str] = {}
    pages = site.in_language(lang)
    for path, page in pages.items():
        folder, _, name = path.rpartition("/")
        if folder.count("/") and name != "index.html":
            chosen.setdefault(f"first {folder}", path)
            other = chosen.get(f"longest {folder}")
            if longest and (other is None or len(page.text) > len(pages[other].text)):
                chosen[f"longest {folder}"] = path
        elif folder == "questions":
            if name == "index.html" or name.removesuffix(".html") in QUESTIONS:
                chosen[path] = path
        else:
            chosen[path] = path
    return [pages[path].path for path in dict.fromkeys(chosen.values())]


def networks(site: Site) -> list[str]:
    return [path for path in site.pages if path not in site.of_site]


# ---------------------------------------------------------------- every kind of page


@pytest.mark.parametrize("lang", ["de", "en"])
def test_pages_open_from_disk_and_fit_every_screen(browser: Any, musterkreis_site: Site, lang: str) -> None:
    site = musterkreis_site
    paths = kinds(site, lang) + networks(site) if lang == "de" else kinds(site, lang, longest=False)[::2]
    assert len(paths) > 12
    with visiting(browser, site.folder) as visitor:
        for path in paths:
            visitor.open(path)
            assert visitor.overflow() == [], path
            assert visitor.trouble == []


def test_pages_open_from_a_web_server(browser: Any, both_site: Site) -> None:
    with served(both_site.folder) as base, visiting(browser, base) as visitor:
        for path in [*kinds(both_site, longest=False)[::3], *kinds(both_site, "en")[1::5], *networks(both_site)]:
            visitor.open(path)
            assert visitor.trouble == []


def test_nothing_runs_in_a_hostile_plan(browser: Any, hostile_site: Site) -> None:
    with visiting(browser, hostile_site.folder) as visitor:
        for path in [*kinds(hostile_site, longest=False), *networks(hostile_site)]:
            page = visitor.open(path)
            assert page.evaluate("typeof window.PWN") == "undefined", path
            assert page.locator("main img, main svg[onload], [onerror], [onmouseover], [onclick]").count() == 0, path
            assert visitor.overflow() == [], path
        page = visitor.open("index.html")
        page.fill("#q", "<script> PWN")
        page.wait_for_selector("#hits a, #hits p")
        assert page.evaluate("typeof window.PWN") == "undefined"
        assert page.locator("#hits script").count() == 0
        assert "<script>window.PWN=1</script>" in page.inner_text("#hits")
        assert visitor.trouble == []


def test_without_javascript_everything_is_there(browser: Any, boeblingen_site: Site) -> None:
    with visiting(browser, boeblingen_site.folder, java_script_enabled=False) as visitor:
        for path in kinds(boeblingen_site, longest=False)[::2]:
            page = visitor.open(path)
            assert page.locator("h1").is_visible(), path
            assert page.locator("button:visible").count() == 0, path
        assert visitor.trouble == []


# ---------------------------------------------------------------- no barriers


def test_axe_is_the_one_we_took() -> None:
    notes = tomllib.loads((AXE / "vendor.toml").read_text(encoding="utf-8"))
    assert hashlib.sha256((AXE / notes["file"]).read_bytes()).hexdigest() == notes["sha256"]


def barriers(visitor: Visitor, path: str) -> list[str]:
    """What axe finds on the page that is open."""
    visitor.page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    ask = "axe.run(document, {resultTypes: ['violations']})"
    found = visitor.page.evaluate(f"{ask}.then(all => all.violations.map(one => [one.id, one.nodes[0].html]))")
    return [f"{path}: {name}: {html}" for name, html in found]


def test_axe_finds_no_barrier_on_any_kind_of_page(browser: Any, boeblingen_site: Site, musterkreis_site: Site) -> None:
    """Of the large plan only what the small one has not: axe takes seconds for a table with hundreds of rows."""
    site = musterkreis_site
    small = kinds(boeblingen_site, longest=False)
    known = {path.split("/")[1] for path in small if path.count("/") == 2}
    more = [path for path in kinds(site, longest=False) if path.count("/") == 2 and path.split("/")[1] not in known]
    with visiting(browser, boeblingen_site.folder, bypass_csp=True) as visitor:
        for path in [*small, "en/index.html", *networks(boeblingen_site)]:
            visitor.open(path)
            assert barriers(visitor, path) == []
    with visiting(browser, site.folder, bypass_csp=True) as visitor:
        for path in [*more, "musterkreis-2024/plan.html", "musterkreis-2024/goal/Z8.2.2.html"]:
            visitor.open(path)
            assert barriers(visitor, path) == []
        page = visitor.open("index.html")
        page.fill("#q", "Schule")
        page.wait_for_selector("#hits a")
        assert barriers(visitor, "search with hits") == []


# ---------------------------------------------------------------- search, tables, keyboard, paper


@pytest.mark.parametrize("typed", ["oeffnung", "Öffnung", "offnung", "ÖFFNUNG verwaltung"])
def test_search_finds_umlauts_however_they_are_typed(browser: Any, musterkreis_site: Site, typed: str) -> None:
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        page = visitor.open("musterkreis-2024/check.html")
        page.fill("#q", typed)
        page.wait_for_selector("#hits a")
        assert "Interkulturelle Öffnung der Verwaltung" in page.inner_text("#hits")
        page.press("#q", "Enter")
        page.wait_for_url("**/chapter/*.html")
        assert "Öffnung" in page.inner_text("h1")
        assert visitor.trouble == []


def test_search_by_keyboard(browser: Any, musterkreis_site: Site) -> None:
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        page = visitor.open("en/questions/focus-areas.html")
        page.keyboard.press("/")
        page.keyboard.type("Z8.2.2")
        page.wait_for_selector("#hits a")
        assert page.locator("#hits a").first.inner_text().endswith("Z8.2.2")
        page.keyboard.press("ArrowDown")
        assert page.get_attribute("#q", "aria-activedescendant") == "hit-0"
        assert page.get_attribute("#hit-0", "aria-selected") == page.get_attribute("#q", "aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert page.locator("#hits").is_hidden()
        page.fill("#q", "gibt es nicht")
        assert page.inner_text("#hits") == "Nothing found"
        page.fill("#q", "Z8.2.2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/musterkreis-2024/goal/Z8.2.2.html")
        assert visitor.trouble == []


def test_tables_sort_and_filter(browser: Any, musterkreis_site: Site) -> None:
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        page = visitor.open("questions/focus-areas.html")
        cells = "[...document.querySelectorAll('tbody tr')].map(row => row.querySelectorAll('td.number')[1])"
        column = f"{cells}.map(cell => Number(cell.dataset.value))"
        head = page.locator("thead th.number button").nth(1)
        head.click()
        assert page.evaluate(column) == sorted(page.evaluate(column))
        assert page.locator("th[aria-sort=ascending]").count() == 1
        head.focus()
        page.keyboard.press("Enter")
        assert page.evaluate(column) == sorted(page.evaluate(column), reverse=True)
        assert page.locator("th[aria-sort=descending]").count() == 1

        page = visitor.open("musterkreis-2024/measure/index.html")
        assert page.inner_text(".rowfilter output") == "205 von 205 Zeilen"
        page.get_by_label("Zeilen filtern").fill("buecherei")
        shown = page.locator("tbody tr:visible")
        assert 0 < shown.count() < 50
        assert page.inner_text(".rowfilter output") == f"{shown.count()} von 205 Zeilen"
        assert all("bücherei" in text.lower() for text in shown.all_inner_texts())
        page.get_by_label("Zeilen filtern").fill("")
        assert page.locator("tbody tr:visible").count() == 205

        page = visitor.open("musterkreis-2024/actor/index.html")
        page.locator("thead button").first.click()
        keys = [text.lower() for text in page.locator("tbody tr td:first-child").all_inner_texts()]
        assert keys[0].startswith("a-") and len(keys) == len(set(keys))
        assert visitor.trouble == []


def test_the_tree_unfolds(browser: Any, musterkreis_site: Site) -> None:
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        page = visitor.open("musterkreis-2024/plan.html")
        assert page.locator(".leaves li:visible").count() == 0
        page.get_by_role("button", name="Alle Ziele zeigen").click()
        assert page.locator(".leaves li:visible").count() == 78
        page.get_by_role("button", name="Zuklappen").click()
        assert page.locator(".leaves li:visible").count() == 0
        page.locator("summary").nth(1).focus()
        page.keyboard.press("Enter")
        assert page.locator(".leaves li:visible").count() > 0
        page.locator(".leaves a").first.click()
        page.wait_for_url("**/goal/*.html")
        assert visitor.trouble == []


def test_the_keyboard_reaches_everything(browser: Any, musterkreis_site: Site) -> None:
    """Tab goes to the skip link, the search, the language, the sections, the filter, the headings and the table."""
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        page = visitor.open("musterkreis-2024/smart.html")
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(
                "(e => e.matches('.skip') ? 'skip' : e.matches('.brand') ? 'brand' : e.id === 'q' ? 'search' :"
                " e.matches('.language') ? 'language' : e.closest('.tabs') ? 'tab' : e.closest('.crumbs') ? 'crumb' :"
                " e.matches('.scroll') ? 'region' : e.closest('th') ? 'heading' : 'link')"
                "(document.activeElement)"
            ))  # fmt: skip
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", reached[-1]
        order = list(dict.fromkeys(reached))
        assert order[:6] == ["skip", "brand", "search", "language", "tab", "crumb"]
        assert {"region", "heading", "link"} <= set(order)
        page = visitor.open("musterkreis-2024/smart.html")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert visitor.trouble == []


def test_the_language_switch_stays_on_the_page(browser: Any, boeblingen_site: Site) -> None:
    with visiting(browser, boeblingen_site.folder) as visitor:
        page = visitor.open("questions/should-talk.html")
        page.click(".language")
        page.wait_for_url("**/en/questions/should-talk.html")
        assert page.evaluate("document.documentElement.lang") == "en"
        page.click(".language")
        page.wait_for_url("**/questions/should-talk.html")
        assert page.evaluate("document.documentElement.lang") == "de"


def test_sparql_can_be_copied(browser: Any, boeblingen_site: Site) -> None:
    with (
        served(boeblingen_site.folder) as base,
        visiting(browser, base, permissions=["clipboard-read", "clipboard-write"]) as visitor,
    ):
        page = visitor.open("questions/focus-areas.html")
        for name in ("command", "sparql"):
            button = page.locator(f".code-block:has(#{name}) .copy")
            button.click()
            button.filter(has_text="Kopiert").wait_for()  # writing to the clipboard takes the browser a moment
            assert page.evaluate("navigator.clipboard.readText()") == page.text_content(f"#{name}")
        assert visitor.trouble == []


def test_pages_print(browser: Any, musterkreis_site: Site) -> None:
    site = musterkreis_site
    with visiting(browser, site.folder) as visitor:
        for path in (
            "index.html",
            "musterkreis-2024/plan.html",
            "musterkreis-2024/goal/Z8.2.2.html",
            "data/index.html",
        ):
            page = visitor.open(path)
            assert page.pdf(format="A4").startswith(b"%PDF")
            page.emulate_media(media="print")
            assert page.locator(".search, .tabs, .copy, .rowfilter, .tools").locator("visible=true").count() == 0, path
            assert page.locator("h1").first.is_visible()
            page.emulate_media(media="screen")
        page = visitor.open("musterkreis-2024/plan.html")
        page.emulate_media(media="print")
        assert page.locator(".leaves").first.evaluate("e => e.getBoundingClientRect().height") > 20
        assert visitor.trouble == []
