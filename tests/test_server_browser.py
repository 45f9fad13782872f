"""The editor of the server in a real browser: run, parameters, faults, files, by keyboard and without barriers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from test_server import RUNAWAY
from test_site_browser import Visitor, barriers, visiting

from ipgraph.catalogue import queries
from ipgraph.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(browser: Any, served: Server) -> Iterator[Visitor]:
    with visiting(browser, served.address, locale="de-DE", accept_downloads=True) as one:
        yield one
        assert one.trouble == []  # no complaint of the browser, no request to anywhere else


def test_a_question_of_the_catalogue_is_chosen_and_answered(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    assert page.locator("[data-example]").count() == len(queries())
    page.get_by_label("Katalog durchsuchen").fill("schwerpunkte")
    assert page.locator("[data-example]:visible").first.get_attribute("data-example") == "focus-areas"
    page.locator("[data-example=focus-areas]").click()
    page.wait_for_selector("#result table")
    assert page.inner_text("h1") == queries()["focus-areas"].title["de"]
    assert page.locator("#result thead th").all_inner_texts()[4] == "Kapitel"
    assert page.inner_text("#told").split(" (")[0] == f"{page.locator('#result tbody tr').count()} Zeilen"
    assert visitor.page.url.endswith("#focus-areas")


def test_a_parameter_is_put_in_by_the_server(visitor: Visitor) -> None:
    page = visitor.open("sparql#deadlines&from=2014-01-01")
    page.wait_for_selector(".CodeMirror-code:has-text('2014-01-01')")
    page.get_by_label("bis").fill("2014-12-31")
    page.get_by_label("bis").press("Enter")
    page.wait_for_selector(".CodeMirror-code:has-text('2014-12-31')")
    assert '"2014-12-31"^^<http://www.w3.org/2001/XMLSchema#date>' in page.evaluate("editor.getValue()")


def test_a_query_is_written_run_and_left_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    page.evaluate("editor.setValue('')")
    page.evaluate("editor.focus()")
    page.keyboard.insert_text("PREFIX ip: <https://w3id.org/ipgraph/ontology#>\nSELECT ?a WHERE { ?a a ip:Go")
    page.wait_for_selector(".CodeMirror-code:has-text('ip:Go')")
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".CodeMirror-hint-active")
    assert page.inner_text(".CodeMirror-hint-active") == "ip:Goal  Ziel"
    page.keyboard.press("Enter")
    page.keyboard.insert_text(" }")
    page.wait_for_selector(".CodeMirror-code:has-text('ip:Goal }')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result tbody tr")
    link = page.locator("#result tbody a").first
    assert link.inner_text().startswith("goal/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"
    link.click()
    page.wait_for_url("**/boeblingen-2014/goal/*.html")


def test_a_slash_is_typed_into_the_editor(visitor: Visitor) -> None:
    """Elsewhere on a page this key goes to the search box."""
    page = visitor.open("sparql")
    page.evaluate("editor.setValue('')")
    page.evaluate("editor.focus()")
    page.keyboard.type("# https://w3id.org a/b")
    page.wait_for_function("editor.getValue() === '# https://w3id.org a/b'")


def test_the_catalogue_is_searched_by_what_questions_are_about(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    for words, expected in (("Frist", "deadlines"), ("schwerpunkte", "focus-areas")):
        page.locator("#narrow").fill(words)
        assert page.locator(f"[data-example={expected}]:visible").count() == 1
        assert not page.locator("#none").is_visible()
    page.locator("#narrow").fill("Haushaltsplanung")
    assert page.inner_text("#none").startswith("Nichts gefunden")
    assert page.locator("[data-example]:visible").count() == 0


def test_a_fault_is_shown_at_its_line(browser: Any, served: Server) -> None:
    with visiting(browser, served.address) as visitor:
        page = visitor.open("en/sparql")
        page.evaluate("editor.setValue('SELECT * {\\n  ?s ?p\\n}')")
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector("#fault:visible")
        assert "line 3, column" in page.inner_text("#fault")
        assert page.locator(".wrong-line").count() == 1
        assert page.evaluate("editor.getCursor().line") == 2
        assert [one for one in visitor.trouble if "400" not in one] == []  # the answer itself is a 400


@pytest.mark.parametrize(
    ("sparql", "shown"),
    [("ASK { ?s ?p ?o }", "Ja"), ("CONSTRUCT { <a:a> ?p 1 } WHERE { VALUES ?p { <a:b> } }", "<a:a>")],
)
def test_other_kinds_of_answers(visitor: Visitor, sparql: str, shown: str) -> None:
    page = visitor.open(f"sparql#query={quote(sparql)}")
    page.get_by_role("button", name="Ausführen").click()
    page.wait_for_selector("#result *")
    assert page.inner_text("#result").startswith(shown)


def test_a_query_is_stopped(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    page.evaluate("sparql => editor.setValue(sparql)", RUNAWAY)
    page.click("#run")
    page.click("#stop")
    page.wait_for_selector("#told:has-text('Angehalten.')")
    assert not page.is_visible("#stop")
    page.evaluate("editor.setValue('ASK {}')")
    page.click("#run")
    page.wait_for_selector("#result:has-text('Ja')")


def test_another_question_takes_the_place_of_one_that_runs(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    page.evaluate("sparql => editor.setValue(sparql)", RUNAWAY)
    page.click("#run")
    page.click("[data-example=outline]")
    page.wait_for_selector("#result tbody tr")
    assert page.inner_text("#told") not in ("", "Angehalten.")
    assert page.is_enabled("#run") and not page.is_visible("#stop")


def test_an_answer_is_taken_away_as_a_file(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("sparql#focus-areas")
    page.wait_for_selector("#result tbody tr")
    rows = page.locator("#result tbody tr").count()
    for name, read in (
        ("CSV", lambda text: len(list(csv.reader(text.splitlines()))) - 1),
        ("JSON", lambda text: len(json.loads(text)["results"]["bindings"])),
    ):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename == f"focus-areas.{name.lower()}"
        target = tmp_path / name
        download.value.save_as(target)
        assert read(target.read_text(encoding="utf-8")) == rows


def test_pages_of_the_site_lead_to_the_editor_and_to_the_data(visitor: Visitor) -> None:
    page = visitor.open("en/questions/focus-areas.html")
    page.get_by_role("link", name="Open in the editor").click()
    page.wait_for_selector("#result table")
    page.wait_for_load_state()
    assert page.url.endswith("/en/sparql#focus-areas")
    page = visitor.open("boeblingen-2014/goal/IKOE-Z2.html")
    page.get_by_role("link", name="SPARQL").click()
    page.wait_for_load_state()
    assert page.inner_text(".tabs [aria-current]") == "SPARQL"
    page.go_back()
    link = page.get_by_role("link", name="Turtle", exact=True).get_attribute("href")
    answer = page.request.get(visitor.base.rstrip("/") + link)
    assert answer.headers["content-type"].startswith("text/turtle")


def test_hostile_values_stay_text(visitor: Visitor) -> None:
    page = visitor.open("sparql")
    sparql = """SELECT * { VALUES (?a ?b) { ("<img src=x onerror='window.PWN=1'>" <javascript:window.PWN=1>) } }"""
    page.evaluate("text => editor.setValue(text)", sparql)
    page.get_by_role("button", name="Ausführen").click()
    page.wait_for_selector("#result table")
    assert page.locator("#result img, #result a").count() == 0
    assert page.evaluate("typeof window.PWN") == "undefined"


@pytest.mark.parametrize("lang", ["", "en/"])
def test_the_editor_has_no_barrier_and_fits_every_screen(browser: Any, served: Server, lang: str) -> None:
    with visiting(browser, served.address, bypass_csp=True) as visitor:
        page = visitor.open(f"{lang}sparql")
        assert barriers(visitor, "start") == []
        page.goto(f"{visitor.base}{lang}sparql#focus-areas")
        page.wait_for_selector("#result table")
        assert barriers(visitor, "answer") == []
        assert visitor.overflow() == []
        page.evaluate("editor.setValue('SELECT')")
        page.locator("#run").click()
        page.wait_for_selector("#fault:visible")
        assert barriers(visitor, "fault") == []
