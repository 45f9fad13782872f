"""The catalogue on the site: tables that sort and filter, the form of a question, the list of all questions."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_pages import Site
from test_site_browser import barriers, visiting

from ipgraph import resources
from ipgraph.catalogue import parameter_values, queries
from ipgraph.catalogue.parameter import Parameter, term
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.site.forms import LONGEST_LIST, Field, fields
from ipgraph.table import plain

DATA = Path(__file__).resolve().parent.parent / "data"
COUNT = ".rowfilter output"
ROWS = "table.data tbody tr:visible"


@pytest.fixture(scope="module")
def both() -> Reading:
    return read(DATA / "boeblingen-2014", DATA / "musterkreis")


def parameter(type: str = "string", **more: Any) -> Parameter:
    settled: dict[str, Any] = {"default": None, "optional": True, "values": None, **more}
    return Parameter("x", type, label={"de": "X", "en": "X"}, help={"de": "", "en": ""}, **settled)


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize("name", sorted(queries()))
def test_what_selects_only_selects(both: Reading, name: str) -> None:
    """The page hides rows instead of asking again; this holds only where asking would give the very rows left."""
    query = queries()[name]
    table = query.run(both.store)
    for one in fields(query, table, {}, "de"):
        if not one.selects:
            continue
        for choice, _ in parameter_values(one.parameter, both.store):
            left = [row for row in table.rows if plain(row[table.index[one.name]]) == choice]
            assert list(query.run(both.store, "de", **{one.name: choice}).rows) == left, choice


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", sorted(queries()))
def test_every_parameter_is_a_field(both_site: Site, both: Reading, name: str, lang: str) -> None:
    page = both_site.in_language(lang)[f"questions/{name}.html"]
    shown = {tag.attributes["name"]: tag.attributes for tag in page.tags if "data-type" in tag.attributes}
    assert list(shown) == [one.name for one in queries()[name].params if one.name != "lang"]
    for one in queries()[name].params:
        if one.name == "lang":
            continue
        assert one.label[lang] in page.shown and one.help[lang] in page.shown
        assert shown[one.name]["data-default"] == plain(one.default)
        assert shown[one.name]["data-type"] == one.type
        for choice, _ in parameter_values(one, both.store)[:LONGEST_LIST]:
            assert page.all("option", value=choice), choice
    command = re.search(r'<code id="command">(.*?)</code>', page.text)
    assert command and unescape(command[1]).split()[:4] == ["ipgraph", "query", name, "boeblingen-2014.xlsx"]


def test_a_field_has_the_control_of_its_type() -> None:
    def made(type: str, number: int = 0, **more: Any) -> Field:
        one = parameter(type, values="q", **more)
        return Field(one, plain(one.default), tuple((str(n), "") for n in range(number)), False)

    assert [made(type).control for type in ("date", "integer", "decimal", "iri", "string")] == [
        "date", "number", "number", "url", "text",
    ]  # fmt: skip
    assert made("integer").step == "1" and made("decimal").step == "any" and made("date").step == ""
    assert made("integer").datatype.endswith("#integer") and made("string").datatype == made("iri").datatype == ""
    assert made("string", 3).is_list and not made("string", LONGEST_LIST + 1).is_list and not made("string").is_list
    assert made("string").optional and not made("string", default="x").optional


# ---------------------------------------------------------------- tables


@pytest.mark.browser
def test_a_table_filters_by_column_and_by_words_and_can_be_shared(browser: Any, musterkreis_site: Site) -> None:
    with visiting(browser, musterkreis_site.folder) as visitor:
        page = visitor.open("questions/deadlines.html")
        every = page.locator(ROWS).count()
        assert page.inner_text(COUNT) == f"{every} von {every} Zeilen"
        stand = page.get_by_label("Stand", exact=True)
        words = stand.locator("option").all_inner_texts()
        assert words[0] == "alle" and sum(int(re.findall(r"\((\d+)\)$", word)[0]) for word in words[1:]) == every
        stand.select_option(label=next(word for word in words if word.startswith("überfällig")))
        some = page.locator(ROWS).count()
        assert f"überfällig ({some})" in words and page.inner_text(COUNT) == f"{some} von {every} Zeilen"
        page.get_by_label("Zeilen filtern").fill("KREIS")
        fewer = page.locator(ROWS).count()
        assert 0 < fewer < some
        page.locator("thead button").nth(1).click()
        order = page.locator(f"{ROWS} >> td:nth-child(2)").all_inner_texts()
        shared = page.url
        assert "=" in shared.partition("#")[2]

        page.goto("about:blank")
        page.goto(shared)
        assert page.locator(f"{ROWS} >> td:nth-child(2)").all_inner_texts() == order
        assert page.get_by_label("Zeilen filtern").input_value() == "KREIS"
        assert page.inner_text(COUNT) == f"{fewer} von {every} Zeilen"
        page.get_by_role("button", name="Alles zurücksetzen").click()
        assert page.locator(ROWS).count() == every
        assert page.locator("th[aria-sort]").count() == 0 and "#" not in page.url
        assert visitor.trouble == []


MADE = """([heads, rows]) => {
  const cells = (tag, texts) => texts.map((text) => element(tag, { textContent: text }));
  const table = element("table", { className: "data filter" },
    element("thead", {}, element("tr", {}, ...cells("th", heads))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells("td", row)))));
  document.querySelector("main").replaceChildren(table);
  window.made = new LiveTable(table, 0);
}"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("words", ["Ärzte", "Amt", "Öffnung", "Ordnung", "Schule", "Straße", "Strategie", "Zelt"]),
        ("days", ["01.02.2024", "15.01.2025", "03.12.2025", "31.12.2025"]),
        ("numbers", ["-3", "0.5", "2", "10", "100"]),
        ("keys", ["Z1.2", "Z1.10", "Z2", "Z10"]),
    ],
)
def test_headings_sort_as_people_do(browser: Any, boeblingen_site: Site, kind: str, expected: list[str]) -> None:
    if kind == "words":  # DIN 5007-1: ä is sorted as a
        expected = sorted(expected, key=lambda text: text.translate(str.maketrans("ÄÖß", "AOs")).casefold())
    mixed = [expected[-1], "", *expected[:-1][::-1]]
    with visiting(browser, boeblingen_site.folder) as visitor:
        page = visitor.open("questions/index.html")
        page.evaluate(MADE, [["A", "B"], [[text, "x"] for text in mixed]])
        button = page.locator("th button").first
        for direction, wanted in (("ascending", expected), ("descending", expected[::-1])):
            button.focus()
            page.keyboard.press("Enter")
            assert page.locator("tbody td:first-child").all_inner_texts() == [*wanted, ""], "nothing comes last"
            assert page.locator("th").first.get_attribute("aria-sort") == direction
        assert visitor.trouble == []


@pytest.mark.browser
def test_a_filtered_table_says_so_on_paper(browser: Any, musterkreis_site: Site) -> None:
    with visiting(browser, musterkreis_site.folder) as visitor:
        page = visitor.open("questions/deadlines.html")
        page.emulate_media(media="print")
        assert page.locator(".rowfilter, form.parameters").locator("visible=true").count() == 0
        page.evaluate("liveTables[0].narrow((row) => row.rowIndex < 9)")
        assert page.locator(COUNT).is_visible() and page.inner_text(COUNT).startswith("8 von ")
        assert page.locator(".rowfilter .choice").locator("visible=true").count() == 0


# ---------------------------------------------------------------- form


@pytest.mark.browser
def test_the_form_writes_sparql_and_command(browser: Any, musterkreis_site: Site) -> None:
    query = queries()["deadlines"]
    with visiting(browser, musterkreis_site.folder) as visitor:
        page = visitor.open("questions/deadlines.html")
        assert page.text_content("#sparql") == query.bind("de")
        differs = page.locator("[data-differs]")
        assert differs.is_hidden()
        page.get_by_label("von", exact=True).fill("2026-01-01")
        page.get_by_label("bis", exact=True).fill("2026-12-31")
        values = {"from": "2026-01-01", "to": "2026-12-31"}
        assert page.text_content("#sparql") == query.bind("de", **values)
        command = "ipgraph query deadlines musterkreis-2024.xlsx -p from=2026-01-01 -p to=2026-12-31"
        assert page.text_content("#command") == command
        assert differs.is_visible()
        assert page.locator("[data-ask]").is_hidden(), "nobody is there to answer"

        shared = page.url
        page.goto("about:blank")
        page.goto(shared)
        assert page.text_content("#command") == command
        page.get_by_role("button", name="Zurück zur Voreinstellung").click()
        assert page.text_content("#sparql") == query.bind("de")
        assert differs.is_hidden() and "#" not in page.url

        page = visitor.open("en/questions/many-at-work.html")
        (number,) = (one for one in queries()["many-at-work"].params if one.type == "integer")
        field = page.locator(f"#value-{number.name}")
        assert field.input_value() == plain(number.default)
        field.fill("2.5")
        problem = page.locator(f"#value-{number.name}-problem")
        assert problem.inner_text() == "Please a whole number." and field.get_attribute("aria-invalid") == "true"
        assert page.text_content("#sparql") == queries()["many-at-work"].bind("en")
        field.fill("7")
        assert problem.is_hidden() and field.get_attribute("aria-invalid") is None
        assert page.text_content("#sparql") == queries()["many-at-work"].bind("en", **{number.name: 7})
        assert page.text_content("#command").endswith(f" --lang en -p {number.name}=7")
        assert visitor.trouble == []


@pytest.mark.browser
def test_a_choice_that_selects_hides_rows(browser: Any, both_site: Site) -> None:
    with visiting(browser, both_site.folder) as visitor:
        page = visitor.open("questions/focus-areas.html")
        every = page.locator(ROWS).count()
        page.locator("#value-plan").select_option("boeblingen-2014")
        shown = page.locator(ROWS).count()
        assert 0 < shown < every and page.inner_text(COUNT) == f"{shown} von {every} Zeilen"
        assert page.locator("[data-differs]").is_hidden(), "the table has answered"
        assert page.text_content("#sparql") == queries()["focus-areas"].bind("de", plan="boeblingen-2014")
        assert visitor.trouble == []


HOSTILE = [
    '"',
    "\\",
    '\\"',
    '"} DELETE WHERE { ?s ?p ?o } #',
    "\n",
    "VALUES ?plan { UNDEF }",
    "$& $1 $`",
    "\u2028",
    "'",
    "\ud800",
]


@pytest.fixture(scope="module")
def writer(browser: Any, boeblingen_site: Site) -> Any:
    """A page with the script of the form."""
    with visiting(browser, boeblingen_site.folder) as visitor:
        yield visitor.open("questions/index.html")


@pytest.mark.browser
@settings(max_examples=20)
@given(texts=st.lists(st.one_of(st.text(), st.sampled_from(HOSTILE)), min_size=1, max_size=40))
def test_the_page_writes_terms_as_the_program_does(writer: Any, texts: list[str]) -> None:
    for text in texts:
        assert not re.search("[\x00\ud800-\udfff]", text) or refused("string", text)
    wanted = [
        None if refused("string", text) else str(term(parameter(), text)) for text in texts if text == text.strip()
    ]
    sent = [[ord(sign) for sign in text] for text in texts if text == text.strip()]
    read_back = "(all) => all.map((one) => TERMS.string(String.fromCodePoint(...one)))"
    assert writer.evaluate(read_back, sent) == wanted


def refused(type: str, text: str) -> bool:
    try:
        term(parameter(type), text)
    except IpgraphError:
        return True
    return False


@pytest.mark.browser
@pytest.mark.parametrize(
    ("type", "good", "bad"),
    [
        ("integer", ["0", "-3", "12"], ["", "1.5", "1e3", "5 } #", "٣"]),
        ("decimal", ["0", "-3.25"], ["", ".", "1,2.3", "1e3", "NaN"]),
        ("date", ["2024-02-29", "2026-12-31"], ["", "2023-02-29", "2024-13-01", "2024-1-1", '2024-01-01"']),
        ("boolean", ["true", "false"], ["", "ja ja", "1 }"]),
        ("iri", ["https://example.org/a?b=c#d", "http://example.org/ä"],
         ["", "javascript:alert(1)", "https://", "https://a> <b", "https://a.org/a b", 'https://a.org/"', "x"]),
    ],
)  # fmt: skip
def test_a_value_is_of_its_type_or_refused(writer: Any, type: str, good: list[str], bad: list[str]) -> None:
    written = writer.evaluate("([type, texts]) => texts.map((text) => TERMS[type](text))", [type, [*good, *bad]])
    assert written == [str(term(parameter(type), text)).partition("^^")[0] for text in good] + [None] * len(bad)


@pytest.mark.browser
@pytest.mark.parametrize("text", ["Böblingen", "2026-01-01", "https://example.org/a", "zwei Wörter", "A_1-b.c", "a,b"])
def test_a_command_reaches_the_program_as_it_is(writer: Any, text: str) -> None:
    written = writer.evaluate("(text) => [fitsShell(text), argument('x', text)]", text)
    assert written[0]
    shell = subprocess.run(["sh", "-c", f"printf %s {written[1]}"], capture_output=True, check=True, timeout=60)
    assert shell.stdout.decode("utf-8") == f"x={text}"


@pytest.mark.browser
@pytest.mark.parametrize(
    "text", ["$(reboot)", "`id`", '"', "'", "a;b", "%PATH%", "a&b", "a|b", "!x", "a\\", "a\nb", "a>b"]
)
def test_what_a_shell_would_understand_gets_no_command(writer: Any, text: str) -> None:
    assert writer.evaluate("(text) => fitsShell(text)", text) is False


# ---------------------------------------------------------------- the list of questions, without script, barriers


@pytest.mark.browser
def test_questions_are_found_in_their_list(browser: Any, musterkreis_site: Site) -> None:
    with visiting(browser, musterkreis_site.folder) as visitor:
        page = visitor.open("questions/index.html")
        total = len(queries())
        assert page.inner_text(".listfilter output") == f"{total} von {total}"
        page.get_by_label("Fragen filtern").fill("faellig")
        shown = page.locator(".question:visible")
        assert 0 < shown.count() < total and page.inner_text(".listfilter output") == f"{shown.count()} von {total}"
        assert all("fällig" in text for text in shown.all_inner_texts())
        assert page.locator(".group:visible").count() <= shown.count()
        shared = page.url
        page.goto("about:blank")
        page.goto(shared)
        assert page.locator(".question:visible").count() == shown.count()
        page.get_by_label("Fragen filtern").fill("")
        page.get_by_role("link", name="Netzwerk").click()
        assert page.url.endswith("#netzwerk") and page.locator(".question:visible").count() == total
        assert visitor.trouble == []


@pytest.mark.browser
def test_a_question_without_javascript(browser: Any, musterkreis_site: Site) -> None:
    with visiting(browser, musterkreis_site.folder, java_script_enabled=False) as visitor:
        page = visitor.open("questions/deadlines.html")
        assert page.locator(ROWS).count() > 100 and page.locator("#sparql").is_visible()
        assert page.locator("#value-from").is_disabled()
        assert page.get_by_text("Ohne JavaScript zeigt dieses Formular nur die Voreinstellung.").is_visible()
        page = visitor.open("questions/index.html")
        assert page.locator(".question:visible").count() == len(queries())
        assert page.locator(".listfilter").is_hidden()


@pytest.mark.browser
def test_axe_finds_no_barrier_in_form_matrix_and_filters(browser: Any, boeblingen_site: Site) -> None:
    with visiting(browser, boeblingen_site.folder, bypass_csp=True) as visitor:
        page = visitor.open("questions/many-at-work.html")
        page.locator("input[type=number]").first.fill("1.5")
        assert barriers(visitor, "form with a problem") == []
        for name in ("coverage-kind-chapter", "deadlines"):
            visitor.open(f"questions/{name}.html")
            assert barriers(visitor, name) == []


def test_the_parts_of_the_script_share_no_name() -> None:
    """They are put into one file, where a name that is declared twice would stop all of it."""
    folder = resources.folder("templates") / "site"
    names = [
        name
        for part in ("site.js", "tables.js", "form.js")
        for name in re.findall(
            r"^(?:const|let|function|class) (\w+)", (folder / part).read_text(encoding="utf-8"), re.M
        )
    ]
    assert len(names) == len(set(names)) > 10
