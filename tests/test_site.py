"""The site of the two plans: every link leads somewhere, nothing is missing, and what can be downloaded is the plan."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from site_pages import Page, Site, build_apart, is_network
from test_report import edition

import ipgraph
from ipgraph.catalogue import queries
from ipgraph.cli import cli
from ipgraph.ingest import Reading, code_triples, read
from ipgraph.model import load_model
from ipgraph.store import Solutions
from ipgraph.table import render, table_from

DATA = Path(__file__).resolve().parent.parent / "data"
NOTICES = {"de": "Fiktiver Plan:", "en": "Fictional plan:"}
SHOWN = sorted(queries())
LANGUAGES = ("de", "en")


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """The two plans as they were read."""
    return {name: read(DATA / name) for name in ("boeblingen-2014", "musterkreis")}


def sparql_of(page: Page) -> str:
    found = re.search(r'<code id="sparql">(.*?)</code></pre>', page.text, re.S)
    assert found, page.path
    return unescape(found[1])


def address(lang: str) -> str:
    return "" if lang == "de" else f"{lang}/"


# ---------------------------------------------------------------- links and languages


def test_every_link_leads_somewhere(boeblingen_site: Site, both_site: Site) -> None:
    for site in (boeblingen_site, both_site):
        assert list(site.broken()) == []


def test_links_out_of_the_site_come_from_the_data(boeblingen_site: Site, both_site: Site) -> None:
    """A website of an actor, a source, a licence; nothing that we put there."""
    known = "".join(path.read_text(encoding="utf-8") for path in sorted(DATA.rglob("*.csv")))
    for site in (boeblingen_site, both_site):
        for page in site.pages.values():
            for tag in page.tags:
                for target in tag.addresses:
                    if target.startswith("http"):
                        assert target in known, f"{page.path}: {target}"
                        assert "noreferrer" in tag.attributes["rel"], page.path


def test_links_inside_networks_lead_somewhere(both_site: Site) -> None:
    """Networks build their links in the browser, from addresses in their data."""
    networks = [page for path, page in both_site.pages.items() if is_network(path)]
    assert len(networks) == 2, "one for each plan"
    for page in networks:
        found = set(re.findall(r'"(\.\./[^"\\]+\.html)"', page.text))
        assert found, page.path
        assert {target for target in found if page.target(target)[0] not in both_site.files} == set()


def test_styles_and_scripts_load_nothing(boeblingen_site: Site) -> None:
    for path in boeblingen_site.files:
        if path.endswith(".css"):
            assert not re.search(r"@import|url\(", boeblingen_site.read(path)), path
        elif path.endswith(".js"):
            assert not re.search(r"https?://|\bfetch\(|XMLHttpRequest|\bimport\(", boeblingen_site.read(path)), path
    for page in boeblingen_site.pages.values():
        assert not re.search(r"""(?:url\(|@import)\s*["']?(?!data:|#|["']?\))""", page.text), page.path


def test_both_languages_have_the_same_pages(boeblingen_site: Site, both_site: Site) -> None:
    for site in (boeblingen_site, both_site):
        german, english = site.in_language("de"), site.in_language("en")
        assert german.keys() == english.keys()
        assert {page.lang for page in german.values()} == {"de"}
        assert {page.lang for page in english.values()} == {"en"}


def test_the_switch_leads_to_the_same_page_and_back(both_site: Site) -> None:
    for lang, other in (LANGUAGES, LANGUAGES[::-1]):
        twins = both_site.in_language(other)
        for path, page in both_site.in_language(lang).items():
            (switch,) = page.all("a", class_="language")
            assert page.target(switch.attributes["href"])[0] == twins[path].path
            assert switch.attributes["hreflang"] == switch.attributes["lang"] == other
            (alternate,) = page.all("link", rel="alternate")
            assert alternate.attributes["href"] == switch.attributes["href"]


def test_pages_have_one_heading_a_title_and_unique_anchors(both_site: Site) -> None:
    for page in both_site.of_site.values():
        assert len(page.all("h1")) == 1, page.path
        assert len(page.ids) == len(set(page.ids)), page.path
        (title,) = re.findall(r"<title>(.*?)</title>", page.text.partition("<body")[0], re.S)
        assert len(unescape(title).strip(" –")) > 10, page.path
        assert re.findall(r"\bNone\b|\bUndefined\b|\{\{|\{%", page.shown) == [], page.path


def test_pages_of_a_language_have_titles_of_their_own(boeblingen_site: Site) -> None:
    for lang in LANGUAGES:
        pages = boeblingen_site.in_language(lang).values()
        titles = [re.findall(r"<title>(.*?)</title>", page.text, re.S)[0] for page in pages]
        assert {title for title in titles if titles.count(title) > 1} == set()


def test_words_of_the_other_language_do_not_slip_in(boeblingen_site: Site) -> None:
    """The plan is German; what the site itself says is in the language of the page."""
    english = boeblingen_site.in_language("en")
    for path in ("index.html", "questions/index.html", "data/index.html", "networks/index.html"):
        parts = re.findall(r"<(h[12]|th|caption|label|summary|button)\b[^>]*>(.*?)</\1>", english[path].text, re.S)
        words = " ".join(re.sub(r"<[^>]*>", "", text) for _, text in parts[1:])
        assert not re.search(
            r"\b(und|der|die|nicht|für|Ziele|Maßnahmen|Lücken?|Netz|Umsetzung|Schwerpunkte|Überblick)\b", words
        ), path


# ---------------------------------------------------------------- the plan, page by page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_resource_has_a_page_and_links_lead_both_ways(
    both_site: Site, readings: dict[str, Reading], lang: str
) -> None:
    with_page = {sheet.target for sheet in load_model().sheets if sheet.identifier and sheet.order > 1}
    for reading in readings.values():
        rows = reading.store.select("SELECT ?r ?type { ?r ip:inPlan ?plan ; a ?type }".join(PREFIXES)).rows
        expected = {r.value for r, kind in rows if kind.value in with_page}
        found = {iri: both_site.by_iri.get((lang, iri)) for iri in expected}
        assert {iri for iri, page in found.items() if page is None} == set()
        pages = {iri: page for iri, page in found.items() if page}
        pairs = reading.store.select(
            "SELECT DISTINCT ?a ?b { ?a ip:inPlan ?p . ?a ?path ?b . ?b ip:inPlan ?p }".join(PREFIXES)
        )
        ties = [(a.value, b.value) for a, b in pairs.rows if a.value in pages and b.value in pages]
        assert len(ties) > 20
        for one, other in ties:
            assert pages[other].path in pages[one].links, f"{one} does not link {other}"
            assert pages[one].path in pages[other].links, f"{other} does not link {one}"


PREFIXES = ("PREFIX ip: <https://w3id.org/ipgraph/ontology#> ", "")


def test_breadcrumbs_show_the_way(both_site: Site) -> None:
    base = "https://w3id.org/ipgraph/data/musterkreis-2024"
    page = both_site.by_iri["de", f"{base}/goal/Z8.2.2"]
    (crumbs,) = re.findall(r'<nav class="crumbs".*?</nav>', page.text, re.S)
    way = [page.target(href)[0] for href in re.findall(r'href="([^"]+)"', crumbs)]
    chapters = [both_site.by_iri["de", f"{base}/chapter/{key}"].path for key in ("K8", "K8.2")]
    assert way == ["musterkreis-2024/index.html", "musterkreis-2024/plan.html", *chapters]
    assert crumbs.count('aria-current="page"') == 1
    meeting = both_site.by_iri["de", f"{base}/meeting/G8.1"].text
    assert "chapter/" not in re.findall(r'<nav class="crumbs".*?</nav>', meeting, re.S)[0], "it is about several"
    for path, other in both_site.of_site.items():
        if path.removeprefix("en/").count("/") > 1:
            assert '<nav class="crumbs"' in other.text, path


def test_the_first_page_of_several_plans_leads_to_each(both_site: Site) -> None:
    for lang in LANGUAGES:
        pages = both_site.in_language(lang)
        for folder in ("boeblingen-2014", "musterkreis-2024"):
            assert pages[f"{folder}/index.html"].path in pages["index.html"].links


def test_every_page_can_be_reached_from_the_first(boeblingen_site: Site, both_site: Site) -> None:
    for site in (boeblingen_site, both_site):
        reached, waiting = {"index.html"}, ["index.html"]
        while waiting:
            new = {path for path in site.pages[waiting.pop()].links if path in site.pages} - reached
            reached |= new
            waiting += sorted(new)
        assert set(site.pages) - reached == set()


def test_sections_show_where_one_is(boeblingen_site: Site, both_site: Site) -> None:
    for site in (boeblingen_site, both_site):
        for page in site.of_site.values():
            (tabs,) = re.findall(r'<nav class="tabs".*?</nav>', page.text, re.S)
            assert tabs.count('aria-current="page"') == 1, page.path


def test_pages_of_a_plan_tell_the_day_and_licence_of_their_plan(both_site: Site) -> None:
    pages = both_site.in_language("de")
    footers = {
        name: pages[f"{name}/index.html"].shown.split("Stand der Daten:")[1]
        for name in ("boeblingen-2014", "musterkreis-2024")
    }
    assert footers["boeblingen-2014"].startswith(" 23.05.2014 ")
    assert re.match(r" \d\d\.\d\d\.202\d .*creativecommons\.org/publicdomain/zero", footers["musterkreis-2024"])


def tiles(page: Page) -> dict[str, tuple[str, str | None]]:
    """Sizes on an overview: recorded and as stated, by what is counted."""
    (listed,) = re.findall(r'<ul class="tiles">.*?</ul>', page.text, re.S)
    found = {}
    for item in re.findall(r"<li>.*?</li>", listed, re.S):
        number = re.findall(r"<strong>(\d+)</strong>", item)[0]
        stated = re.findall(r"<small>[^<]*?(\d+)</small>", item)
        found[re.findall(r"<span>(.*?)</span>", item)[0]] = (number, stated[0] if stated else None)
    return found


def test_sizes_of_the_model_plan(both_site: Site) -> None:
    names = {
        "de": ("Kapitel", "Unterkapitel", "Ziele", "Maßnahmen"),
        "en": ("chapters", "sub-chapters", "goals", "measures"),
    }
    for lang in LANGUAGES:
        found = tiles(both_site.in_language(lang)["musterkreis-2024/index.html"])
        assert [found[name][0] for name in names[lang]] == ["8", "25", "78", "205"]


def test_stated_sizes_of_boeblingen(boeblingen_site: Site) -> None:
    found = tiles(boeblingen_site.in_language("de")["index.html"])
    stated = [found[name][1] for name in ("Kapitel", "Unterkapitel", "Ziele", "Maßnahmen")]
    assert stated == ["8", "25", "78", "205"]
    assert found["Maßnahmen"][0] == "4"
    assert "laut Plan" in boeblingen_site.pages["index.html"].shown


def test_the_fictional_notice_is_on_every_page_of_the_model_plan_only(boeblingen_site: Site, both_site: Site) -> None:
    for page in boeblingen_site.pages.values():
        bare = re.sub(r"<script.*?</script>", "", page.text, flags=re.S)
        assert not any(notice in bare for notice in NOTICES.values()), page.path
    for path, page in both_site.of_site.items():
        inside = path.removeprefix("en/").split("/")[0]
        if inside == "musterkreis-2024":
            assert '<p class="notice">' in page.text and NOTICES[page.lang] in page.text, path
        elif inside == "boeblingen-2014":
            assert '<p class="notice">' not in page.text, path


def test_the_fictional_notice_is_everywhere_in_a_site_of_the_model_plan(musterkreis_site: Site) -> None:
    for path, page in musterkreis_site.pages.items():
        if not is_network(path):
            assert '<p class="notice">' in page.text and NOTICES[page.lang] in page.text, path
        else:
            assert NOTICES["de"] in page.text and NOTICES["en"] in page.text, path
    assert list(musterkreis_site.broken()) == []


def test_the_same_bytes_whatever_the_hash_seed(boeblingen_site: Site, tmp_path: Path) -> None:
    again = build_apart(DATA / "boeblingen-2014", tmp_path / "site", "2")
    assert boeblingen_site.files.keys() == again.files.keys()
    changed = [path for path in again.files if content(boeblingen_site, path) != content(again, path)]
    assert changed == []


def test_networks_and_downloads_of_a_large_plan_are_the_same_bytes(musterkreis_site: Site, both_site: Site) -> None:
    """Written by two processes with different hash seeds; only the way back to the first page differs."""
    paths = [path for path in musterkreis_site.files if path.startswith("data/musterkreis") or is_network(path)]
    paths = [path for path in paths if not re.search(r"-check-\w+\.xlsx$", path)]  # only where there is one plan
    assert len(paths) > 10
    for path in paths:
        alone = content(musterkreis_site, path)
        if is_network(path):
            alone = alone.replace(b"../index.html", b"../musterkreis-2024/index.html")
        assert alone == content(both_site, path), path


def content(site: Site, path: str) -> bytes:
    return (site.folder / path).read_bytes()


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize("name", SHOWN)
def test_every_saved_query_has_its_page_and_files(boeblingen_site: Site, name: str) -> None:
    query = queries()[name]
    for lang in LANGUAGES:
        pages = boeblingen_site.in_language(lang)
        page = pages[f"questions/{name}.html"]
        assert page.path in pages["questions/index.html"].links
        assert query.question[lang] in page.shown
        base = f"{address(lang)}questions/{name}"
        rows = list(csv.DictReader(io.StringIO(boeblingen_site.read(f"{base}.csv"))))
        assert list(rows[0] if rows else query.columns) == list(query.columns)
        listed = json.loads(boeblingen_site.read(f"{base}.json"))
        assert [sorted(row) for row in listed] == [sorted(query.columns)] * len(rows)
        sheet = load_workbook(boeblingen_site.folder / f"{base}.xlsx").active
        assert sheet is not None and len(list(sheet.iter_rows())) == len(rows) + 1
        body = re.findall(r"<tbody>(.*?)</tbody>", page.text, re.S)
        assert (len(re.findall(r"<tr\b", body[0])) if body else 0) == len(rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_files_hold_what_the_command_line_answers(boeblingen_site: Site, name: str, lang: str) -> None:
    arguments = ["query", name, str(DATA / "boeblingen-2014"), "-f", "csv", "--lang", lang]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes == (boeblingen_site.folder / f"{address(lang)}questions/{name}.csv").read_bytes()


@pytest.mark.parametrize("name", SHOWN)
def test_the_sparql_on_a_page_gives_its_rows(both_site: Site, name: str) -> None:
    """Run as it stands over the downloaded Turtle of both plans and the code lists, as somebody else would."""
    store = ox.Store()
    for path in sorted((both_site.folder / "data").glob("*/graph/plan.ttl")):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    for triple in code_triples():
        store.add(ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph()))
    for lang in LANGUAGES:
        page = both_site.in_language(lang)[f"questions/{name}.html"]
        result = store.query(sparql_of(page))
        assert isinstance(result, ox.QuerySolutions)
        names = tuple(variable.value for variable in result.variables)
        table = table_from(Solutions(names, tuple(tuple(row) for row in result)), queries()[name].columns)
        assert render(table, "csv", lang).decode() == both_site.read(f"{address(lang)}questions/{name}.csv")


def test_overviews_answer_in_sentences(boeblingen_site: Site, both_site: Site) -> None:
    pages = [boeblingen_site.in_language(lang)["index.html"] for lang in LANGUAGES]
    pages += [both_site.in_language(lang)["musterkreis-2024/index.html"] for lang in LANGUAGES]
    chosen = [query for query in queries().values() if query.overview is not None]
    assert chosen
    for page in pages:
        sentences = [unescape(text) for text in re.findall(r'<p class="answer">(.*?)</p>', page.text, re.S)]
        assert len(sentences) == len(chosen) + 1, page.path
        for sentence in sentences:
            assert re.fullmatch(r"[A-ZÄÖÜ0-9„“].*[.!?]", sentence.strip(), re.S), sentence
            assert "{" not in sentence and "None" not in sentence


# ---------------------------------------------------------------- downloads


def triples(reading: Reading, iri: str) -> set[str]:
    return {str(triple) for triple in reading.store.triples(iri)}


@pytest.mark.parametrize("name", ["boeblingen-2014", "musterkreis-2024"])
def test_downloads_read_back_to_the_same_plan(
    both_site: Site, readings: dict[str, Reading], name: str, tmp_path: Path
) -> None:
    reading = readings[name if name in readings else "musterkreis"]
    (iri,) = reading.plans
    expected = triples(reading, iri)
    with zipfile.ZipFile(both_site.folder / "data" / name / f"{name}.zip") as archive:
        archive.extractall(tmp_path)
    for path in ("plan.xlsx", *(f"graph/plan.{suffix}" for suffix in ("ttl", "rdf", "nt", "jsonld"))):
        source = tmp_path / name / path
        assert source.read_bytes() == (both_site.folder / "data" / name / path).read_bytes()
        again = ipgraph.read(source)
        assert again.plans == [iri], source.name
        assert triples(again, iri) == expected, source.name
        assert len(again.problems) == len(reading.problems), source.name


def test_the_page_of_downloads_names_files_and_columns(both_site: Site) -> None:
    for lang in LANGUAGES:
        page = both_site.in_language(lang)["data/index.html"]
        files = {path for path in page.links if not path.endswith(".html")}
        assert len(files) == 12
        for path in files:
            assert both_site.files[path] > 1000
        for sheet in load_model().sheets:
            assert all(column.name[lang] in page.shown for column in sheet.fields)


# ---------------------------------------------------------------- check


def test_the_check_shows_every_finding(boeblingen_site: Site, readings: dict[str, Reading]) -> None:
    report = ipgraph.validate(readings["boeblingen-2014"])
    assert report.findings
    for lang in LANGUAGES:
        pages = boeblingen_site.in_language(lang)
        shown = pages["boeblingen-2014/check.html"].shown
        for finding in report.findings:
            assert " ".join(finding.message[lang].split()) in shown
        assert pages["boeblingen-2014/smart.html"].text.count('class="letters"') == len(report.goals)


def test_the_numbers_of_the_check_add_up(both_site: Site) -> None:
    for lang in LANGUAGES:
        for plan in ("boeblingen-2014", "musterkreis-2024"):
            text = both_site.in_language(lang)[f"{plan}/check.html"].text
            counted = {level: int(number) for level, number in re.findall(r'<li class="(\w+)"><strong>(\d+)', text)}
            by_rule = [int(number) for number in re.findall(r'data-value="(\d+)"', text)]
            lists = re.findall(r'<li><span class="weight (\w+)"', text)
            assert sum(counted.values()) == sum(by_rule) == len(lists) > 0
            assert all(lists.count(level) == number for level, number in counted.items())
    smart = both_site.in_language("de")["musterkreis-2024/smart.html"]
    assert smart.text.count('class="letters"') == 78


def test_each_finding_leads_to_its_rule_and_each_rule_says_why(both_site: Site) -> None:
    for lang in LANGUAGES:
        pages = both_site.in_language(lang)
        rules = pages["rules/index.html"]
        for plan in ("boeblingen-2014", "musterkreis-2024"):
            page = pages[f"{plan}/check.html"]
            codes = set(re.findall(r'<h3 id="([A-Z]-\d\d)-', page.text))
            assert codes and codes <= set(rules.ids)
        goal = pages["musterkreis-2024/goal/Z1.2.3.html"]
        assert re.search(r'href="\.\./\.\./rules/index\.html#[A-Z]-\d\d"', goal.text)
        assert {"de": "Warum", "en": "Why"}[lang] in rules.shown


def test_reports_can_be_taken_away(boeblingen_site: Site) -> None:
    for lang in LANGUAGES:
        page = boeblingen_site.in_language(lang)["boeblingen-2014/check.html"]
        files = {path for path in page.links if path.startswith("data/")} - {"data/index.html"}
        assert files == {
            f"data/boeblingen-2014-check-{lang}.html", "data/boeblingen-2014-check.json",
            f"data/boeblingen-2014-check-{lang}.xlsx",
        }  # fmt: skip
        assert files <= set(boeblingen_site.files)


def test_an_earlier_edition_is_compared_on_the_site(tmp_path: Path) -> None:
    ipgraph.build([edition(tmp_path / "old", "old", 2019), edition(tmp_path / "new", "new", 2024)], tmp_path / "site")
    site = Site(tmp_path / "site")
    for name in ("check", "smart"):
        assert "Verglichen mit der vorigen Ausgabe („Plan ab 2019“, ab 2019)" in site.pages[f"new/{name}.html"].shown
        assert "Verglichen" not in site.pages[f"old/{name}.html"].shown
    assert list(site.broken()) == []


def test_own_shapes_and_the_last_edition_reach_the_site(tmp_path: Path) -> None:
    """Two editions with the same Kennung cannot be read together; one of them is only compared."""
    own = tmp_path / "regeln.ttl"
    own.write_text(
        "@prefix rule: <https://w3id.org/ipgraph/rule/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "rule:M-01 sh:deactivated true .",
        encoding="utf-8",
    )
    new, old = edition(tmp_path / "new"), edition(tmp_path / "old", begins=2019)
    command = ["build", str(new), "-o", str(tmp_path / "site"), "--previous", str(old), "--shapes", str(own)]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    (check,) = tmp_path.glob("site/*/check.html")
    text = check.read_text(encoding="utf-8")
    assert "M-01" in (tmp_path / "site" / "rules" / "index.html").read_text(encoding="utf-8")
    assert 'id="M-01"' not in text
    assert "2019" in text
    # The networks are compared with it, too.
    assert "#v=before" in (tmp_path / "site" / "networks" / "index.html").read_text(encoding="utf-8")
    (page,) = (path for path in tmp_path.glob("site/networks/*.html") if path.name != "index.html")
    assert "vorige Ausgabe (Stand" in page.read_text(encoding="utf-8")


def test_a_workbook_that_cannot_be_marked_is_missing_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ipgraph.errors import IpgraphError
    from ipgraph.site import reports

    def refuse(*_: object) -> bytes:
        raise IpgraphError("Diese Mappe lässt sich nicht markieren.", "This workbook cannot be marked.")

    monkeypatch.setattr(reports, "checked_workbook", refuse)
    ipgraph.build([edition(tmp_path / "plan")], tmp_path / "site")
    (check,) = tmp_path.glob("site/*/check.html")
    assert "Diese Mappe lässt sich nicht markieren." in check.read_text(encoding="utf-8")
    assert not list(tmp_path.glob("site/data/*-check-*.xlsx"))
