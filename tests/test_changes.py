"""What has changed between two editions: each kind of change, no difference of mere form, nothing merged silently."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from plans import plan_tables, write_csv, write_xlsx

import ipgraph
from ipgraph.changes import Changes, diff
from ipgraph.changes.report import FORMATS, excerpts, marked, written
from ipgraph.cli import cli
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.model import load_model
from ipgraph.namespaces import IP
from ipgraph.table import TEXT_WRITERS

REPOSITORY = Path(__file__).resolve().parent.parent
MUSTERKREIS = REPOSITORY / "data" / "musterkreis"
BOEBLINGEN = REPOSITORY / "data" / "boeblingen-2014"
GOLDEN = REPOSITORY / "tests" / "golden"

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def plan() -> Reading:
    return read(MUSTERKREIS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(MUSTERKREIS, tmp_path / "neu")


def edit(folder: Path, name: str, change: Callable[[Rows], Rows | None]) -> None:
    """Change the rows of a sheet."""
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    headings = list(rows[0])
    rows = change(rows) or rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)


def put(folder: Path, name: str, key: str, **cells: str) -> None:
    """Write into cells of the row with that Kennung."""

    def change(rows: Rows) -> None:
        next(row for row in rows if row["Kennung"] == key).update(cells)

    edit(folder, name, change)


def without(folder: Path, name: str, key: str) -> None:
    def change(rows: Rows) -> Rows:
        kept = [row for row in rows if row["Kennung"] != key]
        assert len(kept) == len(rows) - 1
        return kept

    edit(folder, name, change)


def told(changes: Changes) -> list[tuple[str, ...]]:
    """Kind, Kennung, column, before and after of all changes, in German."""
    rows = changes.table("de").dicts()
    names = ("change", "identifier", "field_label", "before", "after")
    return [tuple(str(row[name] or "") for name in names) for row in rows]


# ---------------------------------------------------------------- no difference of mere form


@pytest.mark.parametrize("suffix", [".xlsx", ".ttl"])
def test_a_workbook_and_rdf_of_one_plan_are_the_same(suffix: str, plan: Reading, tmp_path: Path) -> None:
    other = tmp_path / f"plan{suffix}"
    ipgraph.convert([MUSTERKREIS], other)
    for changes in (diff(plan, other), diff(other, plan)):
        assert changes.same and changes.notes == ()
        assert changes.summary == {"de": "Keine Unterschiede.", "en": "No differences."}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_plan_is_the_same_as_sheets_and_as_rdf(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("plan")
    tables = data.draw(plan_tables(load_model()))
    sheets = read(write_csv(tables, folder / "plan"))
    ipgraph.convert([folder / "plan"], folder / "plan.ttl")
    assert diff(sheets, folder / "plan.ttl").same
    assert diff(write_xlsx(tables, folder / "plan.xlsx"), folder / "plan").same


def test_other_spellings_of_the_same_are_no_change(plan: Reading, copy: Path) -> None:
    def english(rows: Rows) -> None:
        for row in rows:
            row["Termin"] = row["Termin"].replace("2027-12-31", "31.12.2027")
            row["Wortlaut"] = row["Wortlaut"].replace(" ", "  \n") + " "
            row["Kapitel"] = "Kapitel: " + row["Kapitel"]

    edit(copy, "ziele", english)
    edit(copy, "indikatoren", lambda rows: [row | {"Zielwert": row["Zielwert"].replace(".", ",")} for row in rows])
    edit(copy, "akteure", lambda rows: rows[::-1])
    assert told(diff(plan, copy)) == []


def test_another_kennung_of_the_plan_and_another_base_are_a_change_of_the_plan_alone(plan: Reading, copy: Path) -> None:
    put(
        copy,
        "plan",
        "musterkreis-2024",
        Kennung="musterkreis-2028",
        Fassung="2. Fassung",
        **{"Basis-IRI": "https://e.example/"},
    )
    changes = diff(plan, copy)
    assert told(changes) == [
        ("changed", "musterkreis-2028", "Kennung", "musterkreis-2024", "musterkreis-2028"),
        ("changed", "musterkreis-2028", "Fassung", "1. Fassung", "2. Fassung"),
        ("changed", "musterkreis-2028", "Basis-IRI", "", "https://e.example/"),
    ]
    assert changes.summary["de"] == "Angaben zum Plan geändert: Kennung, Fassung, Basis-IRI."
    assert changes.numbers == ("1. Fassung", "2. Fassung")


# ---------------------------------------------------------------- the kinds of change


def test_new_gone_changed_and_moved(plan: Reading, copy: Path) -> None:
    edit(copy, "ziele", lambda rows: [*rows, rows[0] | {"Kennung": "Z9.9.9", "Wortlaut": "Etwas ganz und gar anderes"}])
    without(copy, "angebote", "O1.01")
    put(copy, "ziele", "Z1.1.2", Termin="Ende 2029", Wortlaut="Anders")
    put(copy, "ziele", "Z1.1.3", Kapitel="K2.2")
    changes = diff(plan, copy)
    kinds = {
        (change.kind, change.identifier["de"], change.chapter.identifier if change.chapter else "")
        for change in changes.changes
    }
    assert {("new", "Z9.9.9", "K1"), ("changed", "Z1.1.2", "K1"), ("moved", "Z1.1.3", "K2")} <= kinds
    goals = load_model().by_name["ziele"]
    (sentence,) = [one for sheet, one in zip(changes.sheets, changes.sentences, strict=True) if sheet is goals]
    assert sentence == {"de": "1 Ziel neu, 1 verschoben, 1 geändert.", "en": "1 goal new, 1 moved, 1 changed."}
    columns = {row[2]: row[3:] for row in told(changes) if row[1] == "Z1.1.2"}
    assert columns["Termin"] == ("31.12.2027", "Ende 2029")
    assert columns["Wortlaut"][1] == "Anders"


def test_of_several_values_only_those_that_differ_are_told(plan: Reading, copy: Path) -> None:
    def one_less(rows: Rows) -> None:
        row = next(row for row in rows if row["Beteiligt"].count(";") > 1)
        kept, _, gone = row["Beteiligt"].rpartition("; ")
        row["Beteiligt"] = kept
        expected.append((row["Kennung"], gone))

    expected: list[tuple[str, str]] = []
    edit(copy, "massnahmen", one_less)
    ((kind, key, column, before, after),) = told(diff(plan, copy))
    assert (kind, key, column, after) == ("changed", expected[0][0], "Beteiligt", "")
    assert before.startswith(expected[0][1] + " (") and ";" not in before


def test_a_reference_to_a_row_that_is_gone_says_so(plan: Reading, copy: Path) -> None:
    without(copy, "ziele", "Z1.1.1")
    rows = {row[1]: row for row in told(diff(plan, copy))}
    assert rows["Z1.1.1"][0] == "gone"
    kind, _, column, before, after = rows["I1.1.1"]
    assert (kind, column, after) == ("changed", "Ziel", "Z1.1.1 (nicht gefunden)") and before.startswith("Z1.1.1 (Wer ")


def test_a_report_on_a_measure_that_is_gone_is_the_same_report(plan: Reading, copy: Path) -> None:
    without(copy, "massnahmen", "M4.1.1a")
    reports = [row for row in told(diff(plan, copy)) if row[1].startswith("M4.1.1a (nicht gefunden), ")]
    assert [(row[0], row[4]) for row in reports] == [("changed", "M4.1.1a (nicht gefunden)")] * 2


def test_rows_without_a_kennung_are_told_by_what_they_are_about(plan: Reading, copy: Path) -> None:
    edit(copy, "messwerte", lambda rows: [rows[0] | {"Wert": "999"}, *rows[1:]])
    edit(copy, "statusmeldungen", lambda rows: rows[1:])
    changes = diff(plan, copy)
    found = {change.sheet.local: change for change in changes.changes}
    assert found["observation"].kind == "changed" and found["status-report"].kind == "gone"
    assert ", " in found["observation"].identifier["de"]
    assert found["observation"].chapter is not None


def test_of_rows_with_one_key_those_that_say_the_same_belong_together(tmp_path: Path) -> None:
    model = load_model()
    sheet = next(sheet for sheet in model.sheets if sheet.local == "status-report")
    text, status = (next(f for f in sheet.fields if f.local == name).name["de"] for name in ("report", "status"))
    folders = []
    for name, texts in (("alt", ["eins", "zwei"]), ("neu", ["neu", "zwei", "eins"])):
        folder = shutil.copytree(BOEBLINGEN, tmp_path / name)
        edit(
            folder, "statusmeldungen",
            lambda rows, texts=texts: [rows[0] | {text: one, status: rows[0][status]} for one in texts],  # type: ignore[misc]
        )  # fmt: skip
        folders.append(folder)
    (change,) = diff(*folders).changes
    assert change.kind == "new" and change.pair.row.text(IP + "report") == "neu"


# ---------------------------------------------------------------- another Kennung


def test_what_was_probably_renamed_is_said_and_not_merged(plan: Reading, copy: Path) -> None:
    put(copy, "ziele", "Z8.1.1", Kennung="Z8.9.1")
    wording = next(
        goal["Wortlaut"]
        for goal in csv.DictReader((MUSTERKREIS / "ziele.csv").open(encoding="utf-8"))
        if goal["Kennung"] == "Z8.1.2"
    )
    put(copy, "ziele", "Z8.1.2", Kennung="Z8.9.2", Wortlaut=wording.replace(" und ", " sowie ", 1) + " Neu.")
    changes = diff(plan, copy)
    notes = {
        change.identifier["de"]: (change.kind, change.likely and change.likely.other.identifier)
        for change in changes.changes
        if change.sheet.local == "goal"
    }
    assert notes == {
        "Z8.1.1": ("gone", "Z8.9.1"), "Z8.9.1": ("new", "Z8.1.1"),
        "Z8.1.2": ("gone", "Z8.9.2"), "Z8.9.2": ("new", "Z8.1.2"),
    }  # fmt: skip
    assert changes.guesses
    assert "2 Ziele neu, 2 entfallen. Davon vermutlich umbenannt: 2." in changes.summary["de"]
    text = written(changes, "md", "de").decode("utf-8")
    assert "vermutlich früher Z8.1.1 (gleicher Wortlaut)" in text and "vermutlich jetzt Z8.9.2 (Wortlaut zu 9" in text


def test_short_names_that_differ_in_a_number_are_no_guess(plan: Reading, tmp_path: Path) -> None:
    old, new = (shutil.copytree(BOEBLINGEN, tmp_path / name) for name in ("alt", "neu"))
    edit(old, "akteure", lambda rows: [*rows, rows[0] | {"Kennung": "X1", "Name": "Amt 50", "Kurzname": ""}])
    edit(new, "akteure", lambda rows: [*rows, rows[0] | {"Kennung": "X2", "Name": "Amt 51", "Kurzname": ""}])
    changes = diff(old, new)
    assert [change.kind for change in changes.changes] == ["gone", "new"] and not changes.guesses


@pytest.fixture
def renamed(copy: Path) -> Path:
    """A goal under another Kennung, with all that refers to it."""
    for name in ("ziele", "indikatoren", "statusmeldungen", "massnahmen", "querverweise"):
        path = copy / f"{name}.csv"
        path.write_text(re.sub(r"\bZ8\.1\.1\b", "Z8.9.1", path.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


LIST = "Blatt;Kennung alt;Kennung neu;Geprüft von;Geprüft am\n"


def test_what_a_person_confirmed_is_one_row(plan: Reading, renamed: Path, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(LIST + "Ziele;Z8.1.1;Z8.9.1;Amt 50;01.02.2026\n", encoding="utf-8-sig")
    changes = diff(plan, renamed, tmp_path / "liste.csv")
    assert told(changes) == [("renamed", "Z8.9.1", "Kennung", "Z8.1.1", "Z8.9.1")]
    assert changes.changes[0].note["de"] == "bestätigt von Amt 50 am 01.02.2026"
    assert changes.summary["en"] == "1 goal renamed."
    assert any(change.kind == "moved" for change in diff(plan, renamed).changes), (
        "unconfirmed, all that refers to it moves"
    )


def test_what_an_edition_states_itself_counts(plan: Reading, renamed: Path, tmp_path: Path) -> None:
    ipgraph.convert([renamed], tmp_path / "neu.nt")
    base = "https://w3id.org/ipgraph/data/musterkreis-2024/goal/"
    with (tmp_path / "neu.nt").open("a", encoding="utf-8") as file:
        file.write(f"<{base}Z8.9.1> <http://purl.org/dc/terms/replaces> <{base}Z8.1.1> .\n")
    changes = diff(plan, tmp_path / "neu.nt")
    assert told(changes) == [("renamed", "Z8.9.1", "Kennung", "Z8.1.1", "Z8.9.1")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Überschriften"),
        ("Blatt;alt;neu\n", "Überschriften"),
        (LIST + "Ziele;Z1;Z2;;01.02.2026\n", "Zeile 2, Spalte Geprüft von: Hier fehlt"),
        (LIST + "Ziele;Z1;Z2;Amt;31.02.2026\n", "„31.02.2026“ ist kein Tag"),
        (LIST + "Zeile;Z1;Z2;Amt;01.02.2026\n", "Ein Blatt „Zeile“ gibt es nicht"),
    ],
)
def test_a_faulty_list_is_a_sentence(text: str, words: str, plan: Reading, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
    with pytest.raises(IpgraphError) as error:
        diff(plan, plan, tmp_path / "liste.csv")
    assert words in error.value.message["de"]


def test_an_entry_that_fits_neither_edition_is_told(plan: Reading, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text(LIST + "Ziele;Z0;Z1;Amt;2026-02-01\n", encoding="utf-8")
    (note,) = diff(plan, plan, tmp_path / "liste.csv").notes
    assert "liste.csv, Zeile 2" in note["de"] and "Z0" in note["de"]


# ---------------------------------------------------------------- which plans


def test_two_counties_are_no_two_editions(plan: Reading) -> None:
    with pytest.raises(IpgraphError) as error:
        diff(plan, BOEBLINGEN)
    assert "keine zwei Fassungen" in error.value.message["de"] and "08115" in error.value.message["de"]


def test_of_several_plans_the_one_of_the_same_kennung_counts(plan: Reading) -> None:
    assert diff(read(MUSTERKREIS, BOEBLINGEN), plan).same
    with pytest.raises(IpgraphError):
        diff(read(MUSTERKREIS, BOEBLINGEN), read(MUSTERKREIS, BOEBLINGEN))


def test_swapped_editions_are_noticed(plan: Reading, copy: Path) -> None:
    put(copy, "plan", "musterkreis-2024", **{"Laufzeit von": "2029-01-01", "Laufzeit bis": "2033-12-31"})
    assert diff(plan, copy).notes == ()
    assert "vertauscht" in diff(copy, plan).notes[0]["de"]


def test_the_other_way_round_new_is_gone(plan: Reading, copy: Path) -> None:
    put(copy, "ziele", "Z1.1.3", Kapitel="K2.2")
    without(copy, "angebote", "O1.01")
    edit(copy, "akteure", lambda rows: [*rows, rows[0] | {"Kennung": "X1", "Name": "Ein neues Haus für alle"}])
    there, back = diff(plan, copy), diff(copy, plan)
    turned = {"new": "gone", "gone": "new"}
    assert sorted((turned.get(c.kind, c.kind), c.identifier["de"]) for c in there.changes) == sorted(
        (c.kind, c.identifier["de"]) for c in back.changes
    )
    assert sorted((r[2], r[4], r[3]) for r in told(there)) == sorted((r[2], r[3], r[4]) for r in told(back))


# ---------------------------------------------------------------- written down


@pytest.fixture
def small(tmp_path: Path) -> Changes:
    """One change of each kind in the plan of Böblingen."""
    new = shutil.copytree(BOEBLINGEN, tmp_path / "neu")
    edit(new, "akteure", lambda rows: [*rows[1:], rows[0] | {"Kennung": "X1", "Name": "Amt für *Neues* | <b>"}])
    edit(new, "ziele", lambda rows: [rows[0] | {"Wortlaut": "Neuer Wortlaut"}, *rows[1:]])
    return diff(BOEBLINGEN, new)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_report_is_as_it_was(lang: str, small: Changes, update_golden: bool) -> None:
    content = written(small, "md", lang)
    golden = GOLDEN / f"changes.{lang}.md"
    if update_golden:
        golden.write_bytes(content)
    assert content == golden.read_bytes()


def test_every_form_says_the_same(small: Changes, tmp_path: Path) -> None:
    assert set(FORMATS) == {*TEXT_WRITERS, "xlsx"} - {"tsv"}
    for format in FORMATS:
        content = written(small, format, "de")
        assert content == written(small, format, "de"), format
        if format == "xlsx":
            (tmp_path / "a.xlsx").write_bytes(content)
            values = [str(cell.value) for row in load_workbook(tmp_path / "a.xlsx").worksheets[0] for cell in row]
            assert "Neuer Wortlaut" in values
        else:
            assert b"Neuer Wortlaut" in content, format
    rows = json.loads(written(small, "json"))
    assert {row["change"] for row in rows} >= {"new", "gone", "changed"}
    assert all(row["resource"].startswith("https://") for row in rows)
    page = written(small, "html").decode("utf-8")
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_of_long_texts_only_what_differs_is_told() -> None:
    words = " ".join(f"wort{number}" for number in range(60))
    before, after = excerpts(f"{words} alt {words}", f"{words} neu, ja {words}")
    assert before == "… wort54 wort55 wort56 wort57 wort58 wort59 alt wort0 wort1 wort2 wort3 wort4 wort5 …"
    assert after == before.replace("alt", "neu, ja")
    assert excerpts(words, f"{words} Ende")[1] == "… wort54 wort55 wort56 wort57 wort58 wort59 Ende"
    assert excerpts(words, "") == (words, "") and excerpts("kurz und alt", "kurz und neu") == (
        "kurz und alt",
        "kurz und neu",
    )


@given(st.lists(st.sampled_from("abc"), max_size=200), st.lists(st.sampled_from("abc"), max_size=200))
def test_excerpts_differ_where_the_texts_do(before: list[str], after: list[str]) -> None:
    one, other = excerpts(" ".join(before), " ".join(after))
    assert (one == other) is (before == after)


def test_words_that_differ_are_marked() -> None:
    texts = marked("Alle <i> Kinder lernen Deutsch bis 2025", "Alle <i> Kinder lernen Deutsch bis 2027")
    assert texts["before"] == "Alle &lt;i&gt; Kinder lernen Deutsch bis <del>2025</del>"
    assert texts["after"].endswith("<ins>2027</ins>")
    assert "<" not in marked("eins", "zwei")["after"]


# ---------------------------------------------------------------- the command


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["diff", *map(str, arguments)])


def test_the_command_and_its_exit_codes(tmp_path: Path) -> None:
    copy = shutil.copytree(BOEBLINGEN, tmp_path / "neu")
    put(copy, "ziele", "IKOE-Z2", Wortlaut="Anders")
    same = call(BOEBLINGEN, BOEBLINGEN, "--exit-code", "-f", "table")
    assert same.exit_code == 0 and "Keine Unterschiede." in same.stdout and same.stderr == ""
    assert call(BOEBLINGEN, copy).exit_code == 0, "differences alone are nothing wrong"
    found = call(BOEBLINGEN, copy, "--exit-code", "-f", "table", "--lang", "en")
    assert found.exit_code == 1 and "1 goal changed." in found.stdout
    piped = call(BOEBLINGEN, copy)
    assert piped.stdout.startswith("sheet,sheet_label,") and "1 Ziel geändert." in piped.stderr
    file = tmp_path / "aenderungen.html"
    assert call(BOEBLINGEN, copy, "-o", file).stdout == "" and "<ins>" not in file.read_text(encoding="utf-8")[:200]


def test_guesses_are_written_down_to_be_signed(renamed: Path, tmp_path: Path) -> None:
    listed = tmp_path / "liste.csv"
    found = call(MUSTERKREIS, renamed, "--suggest", listed, "-o", tmp_path / "a.csv")
    assert found.exit_code == 0 and "--suggest" not in found.stderr
    assert f"{listed} geschrieben." in found.stderr
    assert listed.read_bytes() == ("\ufeff" + LIST.strip() + "\r\nZiele;Z8.1.1;Z8.9.1;;\r\n").encode()
    unsigned = call(MUSTERKREIS, renamed, "--renames", listed)
    assert unsigned.exit_code == 2 and "liste.csv, Zeile 2, Spalte Geprüft von" in unsigned.stderr
    assert call(MUSTERKREIS, renamed, "--suggest", listed).exit_code == 2, "signatures are not written over"
    text = listed.read_text(encoding="utf-8-sig").replace("Z8.9.1;;", "Z8.9.1;Amt 50;01.02.2026")
    listed.write_text(text, encoding="utf-8-sig")
    assert "1 Ziel umbenannt." in call(MUSTERKREIS, renamed, "--renames", listed, "-f", "table").stdout
    assert "--suggest" in call(MUSTERKREIS, renamed, "-f", "table").stderr


def test_wrong_input_is_a_sentence(tmp_path: Path) -> None:
    for arguments, words in (
        ((MUSTERKREIS, BOEBLINGEN), "keine zwei Fassungen"),
        ((BOEBLINGEN, tmp_path / "nichts.xlsx"), "gibt es nicht"),
        ((BOEBLINGEN, BOEBLINGEN, "--renames", tmp_path / "nichts.csv"), "gibt es nicht"),
        ((BOEBLINGEN, BOEBLINGEN, "-o", BOEBLINGEN / "ziele.csv"), "gehört zur Quelle"),
        ((BOEBLINGEN, BOEBLINGEN, "-o", tmp_path / "a.pdf"), "pdf"),
    ):
        result = call(*arguments)
        assert result.exit_code == 2 and words in result.stderr, result.stderr
        assert result.stderr.startswith("ipgraph: ")
