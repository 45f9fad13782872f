"""The report of a check: what stands first, what is said once, what has changed, in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SH, Graph

import ipgraph
from ipgraph import delivery
from ipgraph.cli import cli
from ipgraph.errors import IpgraphError, Place
from ipgraph.report import render_report, words
from ipgraph.report.comparison import Change, compare, comparisons
from ipgraph.report.groups import by_chapter, by_rule
from ipgraph.report.rulebook import rulebook
from ipgraph.report.summary import Share, summarise
from ipgraph.report.terminal import MOST_PLACES
from ipgraph.validation.findings import Chapter, Edition, Finding, Goal, Report
from ipgraph.validation.shapes import SEVERITIES, load_shapes

PLAN = "https://example.org/plan"
TEXTS = ("text", "html", "json", "ttl")
HEADINGS = "Kennung,Titel,Gebietskörperschaft,Kreisschlüssel,Laufzeit von,Laufzeit bis,Herausgeber\n"
GOALS = "Kennung,Kapitel,Wortlaut,Zielgruppen,Termin,Beeinflussbar durch\n"
WORDING = "Alle Kitas haben eine feste Ansprechstelle für Eltern."


def edition(
    folder: Path, key: str = "probe", begins: int = 2024, district: str = "08115", chapters: str = "", goals: str = ""
) -> Path:
    """A small plan as a CSV folder."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = f"{key},Plan ab {begins},Landkreis Probe,{district},{begins},{begins + 4},Landratsamt\n"
    sheets = {
        "plan": HEADINGS + plan,
        "kapitel": "Kennung,Übergeordnet,Titel,Stand der Ist-Situation\n" + (chapters or "K1,,Bildung,2022\n"),
        "ziele": GOALS + (goals or f"Z2,K1,{WORDING},Eltern,,Kreis\nZ10,K1,{WORDING},Eltern,Ende {begins + 2},Kreis\n"),
    }
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def checked(*folders: Path) -> Report:
    return ipgraph.validate(ipgraph.read(*folders))


def finding(code: str = "T-01", number: int = 1, said: str = "Der Termin fehlt hier ganz.", **more: object) -> Finding:
    place = Place("plan.xlsx", "Ziele", number + 1, "Termin", "F")
    values: dict[str, object] = {"identifier": f"Z{number}", "focus": f"{PLAN}/goal/Z{number}", "place": place} | more
    text = {"de": said, "en": said}
    return Finding(code, "warning", text, {"de": "Termin genannt", "en": "Deadline named"}, plan=PLAN, **values)  # type: ignore[arg-type]


def report(*findings: Finding, plans: int = 1, **more: object) -> Report:
    editions = tuple(Edition(PLAN if not n else f"{PLAN}{n}", f"P{n}", f"Plan {n}") for n in range(plans))
    return Report(findings, (), (), plans=editions, **more)  # type: ignore[arg-type]


# ---------------------------------------------------------------- groups


def test_the_gravest_and_most_frequent_rule_comes_first() -> None:
    grave = replace(finding("B-09"), severity="violation")
    groups = by_rule(report(finding("T-01"), finding("S-01", 1), finding("S-01", 2), grave))
    assert [group.code for group in groups] == ["B-09", "S-01", "T-01"]


def test_the_same_sentence_is_said_once() -> None:
    (group,) = by_rule(report(*(finding(number=n) for n in range(5))))
    assert group.message["de"] == "Der Termin fehlt hier ganz."
    assert [case.part["de"] for case in group.cases] == [""]
    assert len(group.findings) == 5


def test_where_sentences_differ_only_the_difference_is_told() -> None:
    said = "Der Wortlaut enthält „{}“ und legt sich damit nicht fest."
    values = ("möglichst", "nach Möglichkeit", "möglichst")
    (group,) = by_rule(report(*(finding(number=n, said=said.format(v)) for n, v in enumerate(values))))
    assert group.message["de"] == "Der Wortlaut enthält … und legt sich damit nicht fest."
    assert [(case.part["de"], len(case.findings)) for case in group.cases] == [
        ("„möglichst“", 2),
        ("„nach Möglichkeit“", 1),
    ]


def test_sentences_that_share_too_little_are_told_in_full() -> None:
    said = ("Das fehlt.", "Dort steht etwas anderes.")
    (group,) = by_rule(report(*(finding(number=n, said=text) for n, text in enumerate(said))))
    assert group.message == {}
    assert sorted(case.part["de"] for case in group.cases) == sorted(said)


@given(st.lists(st.tuples(st.sampled_from(["A-01", "B-01"]), st.text("ab „“;", max_size=8)), max_size=20))
def test_no_finding_is_lost_in_groups(drawn: list[tuple[str, str]]) -> None:
    chapters = (Chapter("c1", PLAN, "K1", "Bildung"), Chapter("c2", PLAN, "K2", "Arbeit"))
    found = [
        finding(code, n, f"Der Wert {text} ist so nicht richtig.", chapter=("c1", "c2", "", "gone")[n % 4])
        for n, (code, text) in enumerate(drawn)
    ]
    one = report(*found, chapters=chapters)
    for groups in (by_rule(one), by_chapter(one)):
        assert sorted(f.focus or "" for group in groups for f in group.findings) == sorted(f.focus or "" for f in found)


def test_chapters_stand_in_their_order_and_what_has_none_comes_last(tmp_path: Path) -> None:
    places = (("Z1", "K2"), ("Z2", "K1.1"), ("Z3", ""))
    goals = "".join(f"{key},{chapter},{WORDING},Eltern,,Kreis\n" for key, chapter in places)
    folder = edition(tmp_path, chapters="K2,,Arbeit,2022\nK1,,Bildung,2022\nK1.1,K1,Kita,2022\n", goals=goals)
    groups = by_chapter(checked(folder))
    assert [group.chapter.identifier if group.chapter else "" for group in groups] == ["K1", "K2", ""]
    assert {row[0].identifier for row in groups[0].rows} == {"Z2"}
    assert {row[0].identifier for row in groups[2].rows} >= {"Z3"}


# ---------------------------------------------------------------- summary


def test_the_summary_counts_goals_by_letter_and_chapter(tmp_path: Path) -> None:
    one = checked(edition(tmp_path))
    summary = summarise(one)
    letters = dict(zip((c.notation for c in summary.criteria), summary.total.letters, strict=True))
    assert letters["T"] == Share(1, 2) and letters["M"] == Share(0, 2) and letters["S"] == Share(2, 2)
    assert summary.total.smart == Share(0, 2)
    (line,) = summary.chapters
    assert (line.goals, line.letters) == (2, summary.total.letters)
    lines = [*summary.lines]
    assert {level: sum(line.counts[level] for line in lines) for level in SEVERITIES} == dict(one.counts)


def test_the_summary_agrees_with_the_matrix_of_the_model_plan() -> None:
    one = checked()
    summary = summarise(one)
    assert sum(line.goals for line in summary.lines) == summary.total.goals == 78
    for index, criterion in enumerate(one.criteria):
        met = sum(not row.missing[criterion.iri] for row in one.smart())
        assert summary.total.letters[index].met == sum(line.letters[index].met for line in summary.lines) == met


@pytest.mark.parametrize(
    ("met", "goals", "percent"), [(0, 0, None), (1, 3, 33), (2, 3, 67), (1, 500, 1), (299, 300, 99), (5, 5, 100)]
)
def test_shares_are_rounded_and_never_divide_by_zero(met: int, goals: int, percent: int | None) -> None:
    assert Share(met, goals).percent == percent


def test_a_plan_without_goals_says_so(tmp_path: Path) -> None:
    folder = edition(tmp_path)
    (folder / "ziele.csv").unlink()
    (folder / "kapitel.csv").unlink()
    one = checked(folder)
    for terminal in (False, True):
        assert "Der Plan enthält keine Ziele." in render_report(one, terminal=terminal)
        assert render_report(one, smart=True, terminal=terminal).strip() == "Der Plan enthält keine Ziele."
    assert "Der Plan enthält keine Ziele." in render_report(one, "html")
    assert json.loads(render_report(one, "json"))["summary"][0]["smart"]["percent"] is None


# ---------------------------------------------------------------- compared with the last edition


def test_editions_with_the_same_key_are_compared(tmp_path: Path) -> None:
    old = checked(edition(tmp_path / "old", begins=2019))
    goals = f"Z2,K1,{WORDING},Eltern,Ende 2026,Kreis\nZ10,K1,{WORDING},Eltern,Ende 2026,Kreis\n"
    new = checked(edition(tmp_path / "new", goals=goals))
    found = compare(new, old)
    letters = {c.notation: change for c, change in zip(new.criteria, found.letters, strict=True)}
    assert (letters["T"].goals, letters["T"].points, letters["S"].goals) == (1, 50, 0)
    text = render_report(new, terminal=False, compared=comparisons(new, old))
    assert "Verglichen mit der vorigen Ausgabe („Plan ab 2019“, ab 2019):" in text
    assert "S 2 → 2 (±0)" in text and "T 1 → 2 (+1)" in text


def test_shares_are_compared_where_the_number_of_goals_differs(tmp_path: Path) -> None:
    old = checked(edition(tmp_path / "old", goals=f"Z2,K1,{WORDING},Eltern,,Kreis\n"))
    new = checked(edition(tmp_path / "new"))
    found = compare(new, old)
    change = found.letters[-1]
    assert (change.goals, change.points) == (None, 50)
    assert words.change_words(change, "de") == "0 % → 50 % (+50)"
    assert "±0 Prozentpunkte" in words.comparison_sentences(found, summarise(new), "de")[0]


def test_nothing_is_compared_with_a_plan_without_goals() -> None:
    assert words.change_words(Change(Share(0, 0), Share(1, 2)), "en") == "– → 50%"
    assert words.change_words(Change(None, Share(1, 2)), "de") == "neu"


def test_chapters_are_matched_by_key_then_by_title(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", chapters="K1,,Bildung,2022\nK7,,Arbeit,2022\nK9,,Sport,2022\n")
    new = edition(tmp_path / "new", chapters="K1,,Schule und Bildung,2022\nK2,,Arbeit,2022\nK3,,Wohnen,2022\n")
    found = compare(checked(new), checked(old))
    assert [(c.chapter.identifier, c.before.identifier if c.before else None) for c in found.chapters] == [
        ("K1", "K1"), ("K2", "K7"), ("K3", None),
    ]  # fmt: skip
    assert [chapter.identifier for chapter in found.gone] == ["K9"]
    told = words.comparison_sentences(found, summarise(checked(new)), "de")
    assert told[-2:] == ["Neue Kapitel: K3 Wohnen.", "Entfallene Kapitel: K9 Sport."]


def test_an_earlier_edition_among_the_plans_is_found(tmp_path: Path) -> None:
    folders = [
        edition(tmp_path / "a", "a", 2014),
        edition(tmp_path / "b", "b", 2019),
        edition(tmp_path / "c", "c", 2024),
        edition(tmp_path / "other", "other", 2010, district="08116"),
    ]
    found = comparisons(checked(*folders))
    pairs = {c.plan.identifier: c.previous.identifier for c in found.values() if c.plan and c.previous}
    assert pairs == {"b": "a", "c": "b"}


def test_the_last_edition_is_given_on_the_command_line(tmp_path: Path) -> None:
    old, new = edition(tmp_path / "old", begins=2019), edition(tmp_path / "new")
    result = run("validate", new, "--previous", old, "-f", "json")
    (found,) = json.loads(result.stdout)["comparison"]
    assert found["previous"]["title"] == "Plan ab 2019" and found["letters"]["T"]["goals"] == 0
    several = run("validate", new, edition(tmp_path / "x", "x", district="08116"), "--previous", old, "-f", "json")
    assert len(json.loads(several.stdout)["comparison"]) == 1 and several.stderr == ""
    apart = [edition(tmp_path / name, name, district="08117") for name in ("y", "z")]
    assert "Nicht verglichen" in run("validate", *apart, "--previous", old).stderr
    for suffix in ("html", "txt"):
        run("validate", new, "--previous", old, "-o", tmp_path / f"r.{suffix}", "--lang", "en")
        assert "Compared with the last edition" in (tmp_path / f"r.{suffix}").read_text(encoding="utf-8")


# ---------------------------------------------------------------- text


@pytest.mark.parametrize("lang", ["de", "en"])
def test_text_for_a_pipe_has_one_line_a_finding(lang: str, tmp_path: Path) -> None:
    one = checked(edition(tmp_path))
    text = render_report(one, "text", lang, terminal=False)
    assert sum(line.startswith("  - ") for line in text.splitlines()) == len(one.findings)
    where = {"de": "ziele.csv, Zeile 2, Spalte Termin", "en": "ziele.csv, row 2, column Termin"}[lang]
    assert f"  - Z2: {where}\n" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("by", ["rule", "chapter"])
def test_text_for_a_terminal_keeps_to_its_width(width: int, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    one = checked()
    for smart in (False, True):
        text = render_report(one, "text", smart=smart, by=by, terminal=True)
        assert max(map(len, text.splitlines())) <= width
        assert "\x1b" not in text and "\u00a0" not in text
    assert re.search(r"Z1\.3\.3 \(Zeile \d+\)", render_report(one, terminal=True))


def test_the_summary_fits_on_one_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    summary, _, _ = render_report(checked(), terminal=True).partition("\n\n\n")
    lines = summary.splitlines()
    assert len(lines) < 24
    assert lines[0].startswith("Ankommen und bleiben") and "SMART" in summary and "K8" in summary


def test_what_a_plan_says_does_not_steer_the_terminal() -> None:
    nasty = finding(identifier="", label="Zeile\nzwei \x1b[31mrot")
    for terminal in (False, True):
        text = render_report(report(nasty), terminal=terminal)
        assert "\x1b" not in text and "Zeile zwei" in text


def test_a_finding_without_place_or_key_is_told() -> None:
    bare = Finding("E-99", "violation", {"de": "Etwas fehlt.", "en": "Something is missing."}, {"de": "x", "en": "x"})
    for one in (report(bare), report(bare, plans=2), Report((bare,), (), ())):
        for format in TEXTS:
            render_report(one, format)
        for by in ("rule", "chapter"):
            for terminal in (False, True):
                assert "Etwas fehlt." in render_report(one, by=by, terminal=terminal)
        assert "Etwas fehlt." in render_report(one, "html")


def test_ten_thousand_findings_stay_readable() -> None:
    many = report(*(finding(number=n) for n in range(10_000)))
    for terminal in (False, True):
        for by in ("rule", "chapter"):
            text = render_report(many, by=by, terminal=terminal)
            assert len(text.splitlines()) < 250
            assert f"… und {10_000 - MOST_PLACES} weitere" in text
    assert len(json.loads(render_report(many, "json"))["findings"]) == 10_000
    assert render_report(many, "html").count("Z9999") == 2


def test_several_plans_stand_one_after_the_other(tmp_path: Path) -> None:
    one = checked(edition(tmp_path / "a", "a"), edition(tmp_path / "b", "b", 2030, district="09111"))
    text = render_report(one, terminal=False)
    assert text.startswith("Plan ")
    assert text.count("\nT-01 Termin genannt (soll, 1)") == 2
    assert text.index("Plan ab 2024\n") < text.index("Plan ab 2030\n")
    page = render_report(one, "html")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and {"plan1-top", "plan2-top", "plan1-T-01-warning"} <= set(ids)


def test_a_plan_without_fault_says_so(tmp_path: Path) -> None:
    base = (Path(__file__).parent / "rules" / "base.ttl").read_text(encoding="utf-8")
    (tmp_path / "probe.ttl").write_text(base, encoding="utf-8")
    one = checked(tmp_path / "probe.ttl")
    for format in ("text", "html"):
        assert "Keine Befunde." in render_report(one, format, terminal=False)
    assert "No findings." in render_report(one, lang="en", terminal=True)


def test_the_matrix_as_text(tmp_path: Path) -> None:
    text = render_report(checked(edition(tmp_path)), smart=True, terminal=False)
    assert re.search(r"^Z2 +✓ +– +✓ +✓ +–  .*Der Termin fehlt", text, re.MULTILINE)
    assert "Alle 5 SMART-Kriterien erfüllt: 0 von 2 Zielen (0 %)." in text
    assert "Je Kriterium: S 2, M 0, A 2, R 2, T 1." in text


# ---------------------------------------------------------------- machines


def test_json(tmp_path: Path) -> None:
    one = checked(edition(tmp_path))
    data = json.loads(render_report(one, "json"))
    assert set(data) == {"counts", "summary", "comparison", "rules", "findings"}
    assert len(data["findings"]) == len(one.findings) == sum(data["counts"].values())
    (found,) = [f for f in data["findings"] if f["code"] == "T-01"]
    assert found["place"] == {"file": "ziele.csv", "sheet": None, "row": 2, "column": "Termin", "cell": None}
    assert found["chapter"].endswith("/chapter/K1") and set(found["example"]) == {"de", "en"}
    assert all(rule["why"]["de"] for rule in data["rules"])
    (summary,) = data["summary"]
    assert summary["letters"]["T"] == {"met": 1, "goals": 2, "percent": 50}
    matrix = json.loads(render_report(one, "json", smart=True))
    assert [goal["identifier"] for goal in matrix["goals"]] == ["Z2", "Z10"]
    assert matrix["goals"][1]["met"] == {"S": True, "M": False, "A": True, "R": True, "T": True}


def test_turtle_is_a_shacl_report_and_the_same_each_time(tmp_path: Path) -> None:
    one = checked(edition(tmp_path))
    text = render_report(one, "ttl")
    graph = Graph().parse(data=text, format="turtle")
    results = list(graph.objects(None, SH.result))
    assert len(results) == sum(finding.shape is not None for finding in one.findings)
    assert all(len(list(graph.objects(result, SH.resultMessage))) == 2 for result in results)
    assert render_report(checked(tmp_path), "ttl") == text


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_shows_every_finding_twice(lang: str) -> None:
    one = checked()
    page = render_report(one, "html", lang)
    for found in one.findings:
        assert page.count(f"<b>{found.identifier}</b>") >= 2
    assert not re.search(r"<script|https?://(?!www\.w3\.org)|\bstyle=|\bon\w+=", page)
    assert "default-src 'none'" in unescape(page)
    assert page == render_report(checked(), "html", lang)


def test_the_page_escapes_what_a_plan_says() -> None:
    page = render_report(report(finding(label="<script>alert(1)</script>", identifier="<b>")), "html")
    assert "<script>" not in page and "&lt;script&gt;" in page


@pytest.mark.browser
def test_the_page_is_free_of_barriers_and_prints_its_summary_first(browser: object, tmp_path: Path) -> None:
    from test_site_browser import barriers, visiting

    old, new = edition(tmp_path / "old", "old", 2019), edition(tmp_path / "new", "new")
    pages = {
        "one": render_report(checked(), "html"),
        "compared": render_report(checked(old, new), "html", "en"),
        "smart": render_report(checked(new), "html", smart=True),
        "rules": delivery.rules(None, "html", "de", None).decode(),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    with visiting(browser, tmp_path) as visitor:
        for name in pages:
            visitor.open(f"{name}.html")
            assert visitor.overflow() == [] and visitor.trouble == [], name
    with visiting(browser, tmp_path, bypass_csp=True) as visitor:
        for name in pages:
            visitor.open(f"{name}.html")
            assert barriers(visitor, name) == []
        page = visitor.open("one.html")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 1000})  # A4 without its margins
        height = page.evaluate("document.querySelector('.first').getBoundingClientRect().height")
        assert height < 263 / 25.4 * 96, "the summary is longer than a page"


# ---------------------------------------------------------------- the catalogue of rules


def test_the_catalogue_has_every_rule_and_says_why() -> None:
    shapes = load_shapes()
    entries = {entry.code: entry for series in rulebook() for entry in series.entries}
    assert set(entries) == {
        rule.code for kind in (shapes.rules, shapes.constraints, shapes.inputs) for rule in kind.values()
    }
    assert "".join(series.letter for series in rulebook()) == "SMARTBKPFE"
    for rule in shapes.rules.values():
        entry = entries[rule.code]
        assert entry.messages and entry.why and entry.good and entry.bad and not entry.own
        assert "{" not in entry.messages[0]["de"]
    assert entries["A-02"].limits == {"de": "höchstens 5", "en": "at most 5"}
    assert "mehr als 5 Jahre" in entries["A-02"].messages[0]["de"]
    assert "Kreis" in entries["R-01"].limits["de"]


OWN = """
@prefix rule: <https://w3id.org/ipgraph/rule/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
rule:A-02 sh:maxInclusive 3 .
rule:S-02 sh:deactivated true .
"""


def test_the_catalogue_says_what_a_county_has_changed(tmp_path: Path) -> None:
    own = tmp_path / "kreis.ttl"
    own.write_text(OWN, encoding="utf-8")
    text = run("validate", "--rules", "--shapes", own).stdout
    assert "A-02 Lage nicht veraltet (soll, geändert durch kreis.ttl)" in text
    assert "S-02 Keine Leerformel (Hinweis, ausgeschaltet durch kreis.ttl)" in text
    assert "mehr als 3 Jahre" in text and "Grenze: höchstens 3" in text
    english = run("validate", "--rules", "--shapes", own, "--lang", "en", "-f", "html").stdout
    assert "switched off by kreis.ttl" in english
    data = json.loads(run("validate", "--rules", "--shapes", own, "-f", "json").stdout)
    rules = {rule["code"]: rule for series in data for rule in series["rules"]}
    assert not rules["S-02"]["active"] and rules["A-02"]["limits"] == {"maxInclusive": ["3"]}
    assert rules["A-02"]["own"] == "changed" and rules["S-01"]["own"] is None


@pytest.mark.parametrize("format", ["csv", "md", "xlsx"])
def test_the_catalogue_as_a_table(format: str, tmp_path: Path) -> None:
    path = tmp_path / f"regeln.{format}"
    assert run("validate", "--rules", "-o", path).exit_code == 0
    content = path.read_bytes()
    assert content[:2] == b"PK" if format == "xlsx" else b"S-01" in content and b"T-04" in content


# ---------------------------------------------------------------- the command


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 1, 2), result.output
    return result


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("txt", b"Plan ab"), ("html", b"<!doctype"), ("json", b"{"), ("ttl", b"@prefix"), ("xlsx", b"PK")],
)
def test_the_suffix_decides_the_format(suffix: str, begins: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"bericht.{suffix}"
    result = run("validate", edition(tmp_path / "plan"), "-o", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"{path} geschrieben. ") and "muss: 0" in result.stderr
    assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "bericht.docx"), "„.docx“"),
        (("--smart", "-f", "ttl"), "„ttl“"),
        (("-f", "csv"), "„csv“"),
        (("--rules", "-f", "ttl"), "„ttl“"),
        (("--rules", "--smart"), "--rules zeigt nur die Regeln"),
        (("--engine", "slow"), "Prüfprogramm „slow“"),
        (("--shapes", "nichts.ttl"), "nichts.ttl"),
        (("--previous", "nichts.xlsx"), "nichts.xlsx gibt es nicht"),
    ],
)
def test_wrong_usage_is_a_sentence(arguments: tuple[str, ...], told: str) -> None:
    result = run("validate", *arguments)
    assert result.exit_code == 2 and told in result.stderr and result.stdout == ""


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "plan.xlsx"
    ipgraph.convert([edition(tmp_path / "plan")], source)
    before = source.read_bytes()
    result = run("validate", source, "-o", tmp_path / "plan" / ".." / "plan.xlsx")
    assert result.exit_code == 2 and "gehört zur Quelle" in result.stderr
    assert source.read_bytes() == before
    assert run("validate", source, "-f", "xlsx", "-o", tmp_path / "geprueft.xlsx").exit_code in (0, 1)


def test_a_workbook_does_not_go_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(IpgraphError, match=r"-o checked\.xlsx"):
        delivery.chosen_format("xlsx", None, delivery.FORMATS)


def test_by_chapter(tmp_path: Path) -> None:
    text = run("validate", edition(tmp_path), "--by", "chapter").stdout
    assert "\nK1 Bildung (" in text
    assert re.search(r"  Z2 .*\n(    .*\n)*    soll M-01: .*\n      ziele\.csv, Zeile 2\n", text)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(IpgraphError, match="Possible: text, html, json, ttl"):
        render_report(report(), "pdf")


def test_goals_of_no_chapter_are_counted(tmp_path: Path) -> None:
    one = Report((), (Goal("g", PLAN, "Z1", "x", (), "gone"),), (), plans=(Edition(PLAN, "P", "Plan"),))
    summary = summarise(one)
    assert summary.loose and summary.loose.goals == 1 and summary.chapters == ()
