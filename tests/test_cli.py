"""The command line: languages, exit codes, what goes where, and a sentence for every mistake."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import click
import lxml.html
import psutil
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from ipgraph.cli import cli
from ipgraph.columns import in_columns
from ipgraph.table import Column, Table, render

REPOSITORY = Path(__file__).resolve().parent.parent
BOEBLINGEN = str(REPOSITORY / "data" / "boeblingen-2014")
MUSTERKREIS = REPOSITORY / "data" / "musterkreis"
COMMANDS = sorted(cli.commands)
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

Sources = tuple[str, ...]


def call(*arguments: str | Path, stdin: bytes | None = None, **environment: str) -> Result:
    """Run a command inside this process; whatever happens, no traceback reaches the user."""
    result = CliRunner(env=environment).invoke(cli, [str(argument) for argument in arguments], input=stdin)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def start(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ipgraph", *arguments], cwd=cwd, env={**os.environ, **environment}, input=stdin,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip


# ---------------------------------------------------------------- help


def test_commands_of_this_version() -> None:
    expected = "adopt build convert diff export load network queries query serve template validate"
    assert expected.split() == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_german_and_english(command: str) -> None:
    for option in ("-h", "--help"):
        result = call(command, option)
        assert result.exit_code == 0
        assert "--lang" in result.stdout
    german, _, english = (cli.commands[command].help or "").partition("\n\n")
    assert re.search(r"\b(der|die|das|eine?|den|und)\b", german, re.IGNORECASE)
    assert re.search(r"\b(the|an?|between)\b", english, re.IGNORECASE)


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_what_click_writes_into_help_is_in_the_language_too(command: Sources) -> None:
    german = call(*command, "--help").stdout
    assert german.startswith("Aufruf: ") and "\nOptionen:\n" in german
    assert not re.search(
        r"Usage|\bOptions\b|OPTIONS|Commands|COMMAND|ARGS|\[default|\[required|RANGE| PATH|Show this", german
    )
    english = call(*command, "--help", IPGRAPH_LANG="en").stdout
    assert english.startswith("Usage: ") and "\nOptions:\n" in english
    assert not command or call(*command, "--lang", "en", "--help").stdout == english


def test_the_name_of_the_program_alone_shows_what_it_can_do() -> None:
    result = call()
    assert result.exit_code == 2 and result.stderr.startswith("Aufruf: ") and "\nBefehle:\n" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    for parameter in cli.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, click.Choice), parameter.name


def test_help_of_the_program() -> None:
    for arguments in (("-h",), ("--help",)):
        result = call(*arguments)
        assert result.exit_code == 0
        assert all(command in result.stdout for command in COMMANDS)
        assert "QUELLE" in result.stdout and "SOURCE" in result.stdout
    assert call("--version").stdout.startswith("ipgraph 0.")
    assert call("-V").stdout == call("--version").stdout


# ---------------------------------------------------------------- what goes where


def test_query_writes_data_to_stdout_and_nothing_else() -> None:
    result = call("query", "focus-areas")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 33 and result.stderr == ""
    assert sum(int(row["goals"]) for row in rows if row["level"] == "1") == 78


def test_messages_of_the_reader_go_to_stderr(tmp_path: Path) -> None:
    plan = shutil.copytree(BOEBLINGEN, tmp_path / "plan")
    (plan / "ziele.csv").write_text(
        (plan / "ziele.csv").read_text(encoding="utf-8").replace("Kennung", "Kennung,Ampel", 1), encoding="utf-8"
    )
    result = call("query", "plan-sizes", str(plan))
    assert result.exit_code == 0
    assert "E-02" in result.stderr and "Ampel" in result.stderr
    assert "Ampel" not in result.stdout
    assert "E-02" in call("query", "plan-sizes", str(plan), "--lang", "en").stderr


@pytest.mark.parametrize("format_", ["table", "csv", "tsv", "json", "md", "html", "xlsx"])
def test_formats_on_stdout_and_in_files(format_: str, tmp_path: Path) -> None:
    shown = call("query", "plan-sizes", BOEBLINGEN, "-f", format_)
    assert shown.exit_code == 0 and shown.stdout_bytes
    file = tmp_path / "new" / f"out.{'txt' if format_ == 'table' else format_}"
    written = call("query", "plan-sizes", BOEBLINGEN, "-o", file)
    assert written.exit_code == 0 and written.stdout == ""
    if format_ == "xlsx":
        assert load_workbook(file).active.cell(1, 1).value  # type: ignore[union-attr]
    else:
        assert file.read_bytes() == shown.stdout_bytes
    if format_ == "json":
        assert {"recorded", "stated"} <= json.loads(shown.stdout)[0].keys()
    if format_ == "html":
        page = lxml.html.document_fromstring(shown.stdout)
        assert shown.stdout.startswith("<!doctype html>") and page.get("lang") == "de"
        assert page.findtext("head/title") == page.findtext(".//caption") and page.find(".//tbody/tr/td") is not None


def test_a_dash_is_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("query", "plan-sizes", BOEBLINGEN, "-o", "-").stdout == call("query", "plan-sizes", BOEBLINGEN).stdout
    result = call("build", BOEBLINGEN, "-o", "-")
    assert result.exit_code == 2 and "Hinter -o fehlt ein Name" in result.stderr and not any(tmp_path.iterdir())


def test_format_wins_over_suffix(tmp_path: Path) -> None:
    call("query", "plan-sizes", "-f", "json", "-o", tmp_path / "out.txt")
    assert json.loads((tmp_path / "out.txt").read_text(encoding="utf-8"))


def test_queries_lists_the_catalogue_in_both_languages() -> None:
    german, english = call("queries", "-f", "md").stdout, call("queries", "-f", "md", "--lang", "en").stdout
    for name in ("focus-areas", "no-measures", "many-at-work", "current-activity", "overlaps", "should-talk",
                 "smart-matrix", "actors-without-cooperation"):  # fmt: skip
        assert name in german and name in english
    assert "Wo liegen die Schwerpunkte?" in german and "Where are the focus areas?" in english


def test_show_prints_a_query_that_can_be_asked_again(tmp_path: Path) -> None:
    shown = call("query", "overlaps", "--show", "-p", "min=3")
    assert shown.exit_code == 0 and re.search(r"VALUES \?min \{ .*3.* \}", shown.stdout) and "#+" not in shown.stdout
    (tmp_path / "mine.rq").write_text(shown.stdout, encoding="utf-8")
    again = call("query", tmp_path / "mine.rq")
    assert again.stdout == call("query", "overlaps", "-p", "min=3").stdout
    assert again.stdout == call("query", "-", stdin=shown.stdout_bytes).stdout


def test_ask_and_construct() -> None:
    assert call("query", "-", stdin=b"ASK { ?s ?p ?o }").stdout == "ja\n"
    assert call("query", "-", "--lang", "en", stdin=b"ASK { ?s ?p 'nothing' }").stdout == "no\n"
    made = call("query", "-", "-f", "ttl", stdin=b"CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }")
    assert made.exit_code == 0 and "@prefix" in made.stdout


def test_language_of_parameters() -> None:
    assert call("query", "overlaps", "-p", "lang=en", "-f", "md").stdout == call(
        "query", "overlaps", "--lang", "en", "-f", "md"
    ).stdout  # fmt: skip
    assert (
        call("query", "overlaps", "-f", "md", IPGRAPH_LANG="en").stdout != call("query", "overlaps", "-f", "md").stdout
    )


# ---------------------------------------------------------------- the commands


def test_validate_tells_rule_and_cell(tmp_path: Path) -> None:
    result = call("validate")
    assert result.exit_code == 0, "warnings and hints alone are no reason to stop"
    assert "T-01" in result.stdout and "ziele.csv, Zeile" in result.stdout and result.stderr == ""
    english = call("validate", "--lang", "en")
    assert "row" in english.stdout and english.stdout != result.stdout
    assert call("validate", "-o", tmp_path / "report.json").stdout == ""
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert "@prefix" in call("validate", "-f", "ttl").stdout
    smart = call("validate", "--smart").stdout
    assert smart.count("Z1.1.1") >= 1


def test_template_convert_network_and_build(tmp_path: Path) -> None:
    assert call("template", tmp_path / "leer.xlsx").exit_code == 0
    assert "Ziele" in load_workbook(tmp_path / "leer.xlsx").sheetnames
    assert call("template", tmp_path / "en.xlsx", "--from", BOEBLINGEN, "--lang", "en").exit_code == 0
    assert "Goals" in load_workbook(tmp_path / "en.xlsx").sheetnames
    for name in ("plan.xlsx", "plan.ttl", "plan.trig", "plan.nt", "plan.nq", "plan.jsonld", "plan.rdf", "ordner"):
        result = call("convert", BOEBLINGEN, "-o", tmp_path / name)
        assert result.exit_code == 0 and result.stdout == "", name
        assert name in result.stderr
        assert call("query", "plan-sizes", tmp_path / name).stdout == call("query", "plan-sizes", BOEBLINGEN).stdout
    for arguments in (("goals",), ("actors", BOEBLINGEN), (BOEBLINGEN,), ()):
        page = tmp_path / "netz" / f"{len(arguments)}.html"
        assert call("network", *arguments, "-o", page).exit_code == 0
        assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    for name in ("netz.graphml", "netz.gexf", "netz.json", "netz.xlsx"):
        assert call("network", "goals", BOEBLINGEN, "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 1000
    result = call("network", BOEBLINGEN, "-o", tmp_path / "netz.csv")
    assert "netz-elements.csv" in result.stderr and (tmp_path / "netz-connections.csv").is_file()
    result = call("network", "--meeting", "--chapter", "3", "-o", tmp_path / "treffen", "--lang", "en")
    assert result.exit_code == 0 and (tmp_path / "treffen" / "agenda.html").is_file()
    result = call("network", "--meeting", "-o", tmp_path / "treffen", "--lang", "en")
    assert result.exit_code == 2 and "is there already" in result.stderr
    result = call("build", BOEBLINGEN, "-o", tmp_path / "site", "--lang", "en")
    assert result.exit_code == 0 and result.stdout == "" and "index.html" in result.stderr


# ---------------------------------------------------------------- mistakes


def workbook(path: Path, **sheets: list[list[object]]) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder with things that are no plans."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("Hallo", encoding="utf-8")
    (tmp_path / "fake.xlsx").write_text("Hallo", encoding="utf-8")
    (tmp_path / "null.xlsx").write_bytes(b"")
    (tmp_path / "broken.ttl").write_text("<a> <b> .", encoding="utf-8")
    (tmp_path / "other.ttl").write_text("<https://e.org/a> <https://e.org/b> 1 .", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "word.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{CONTENT_TYPES}"/>')
        archive.writestr("word/document.xml", "<w/>")
    workbook(tmp_path / "wrong-names.xlsx", Tabelle1=[["Name", "Wert"], ["a", 1]])
    workbook(tmp_path / "blank.xlsx", Tabelle1=[])
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "ziele.csv").write_bytes("Kennung,Wortlaut\n1,Öffnung\n".encode("latin-1"))
    (tmp_path / "latin.rq").write_bytes("# Öffnung\nSELECT * { ?s ?p ?o }".encode("latin-1"))
    (tmp_path / "faulty.rq").write_text("SELECT ?a WHERE { ?a ", encoding="utf-8")
    (tmp_path / "header.rq").write_text("# Öffnung\n#+ title: [a\nSELECT * { ?s ?p ?o }", encoding="utf-8")
    (tmp_path / "bare.rq").write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("validate", "nothing.xlsx"), "nothing.xlsx gibt es nicht"),
        (("validate", "empty"), "keine CSV-Dateien"),
        (("validate", "text.txt"), "Arbeitsmappe"),
        (("validate", "fake.xlsx"), "keine lesbare Excel-Arbeitsmappe"),
        (("validate", "null.xlsx"), "keine lesbare Excel-Arbeitsmappe"),
        (("validate", "broken.ttl"), "broken.ttl ist nicht lesbar"),
        (("validate", "word.xlsx"), "word.xlsx ist keine lesbare Excel-Arbeitsmappe (.xlsx). Ist die Datei besch"),
        (("validate", "http://gibt-es-nicht.invalid/"), "(einen Rechner dieses Namens findet das Netz nicht). Stimmt"),
        (("query", "xxxxxxxxxxx"), "„xxxxxxxxxxx“ gibt es nicht. Alle zeigt: ipgraph queries\n"),
        (("convert", BOEBLINGEN, "-o", "text.txt/x.ttl"), "(dort liegt eine Datei, wo ein Ordner sein soll)"),
        (("export", BOEBLINGEN, "-o", "p", "--settings", "word.xlsx"), "word.xlsx ist keine Textdatei"),
        (("validate", "other.ttl"), "enthält keinen Plan"),
        (("validate", "wrong-names.xlsx"), "Gefunden: Tabelle1"),
        (("validate", "blank.xlsx"), "kein Blatt eines Plans"),
        (("validate", "latin"), "ziele.csv, Zeile 2"),
        (("validate", "http://127.0.0.1:1/sparql"), "keine Verbindung"),
        (("validate", "--endpoint", "plan.xlsx"), "keine Adresse"),
        (("convert", "-o", "x.ttl"), "QUELLE"),
        (("query", "plan-sizes", BOEBLINGEN, BOEBLINGEN), "schon in einer anderen Quelle"),
        (("query", "focus-aereas"), "Gemeint vielleicht: focus-areas"),
        (("query", "nothing.rq"), "Die Datei nothing.rq gibt es nicht"),
        (("query", "latin.rq"), "latin.rq"),
        (("query", "faulty.rq"), "Fehler in Zeile 1, Spalte 21"),
        (("query", "header.rq"), "Kopf der Abfrage hat einen Fehler in oder vor Zeile"),
        (("query", "bare.rq", "-p", "min=3"), "keinen Parameter „min“; sie hat keine."),
        (("query", "SELECT * { ?s ?p ?o }"), "SPARQL statt einer Kennung"),
        (("query", "overlaps", "-p", "min"), "-p name=wert"),
        (("query", "overlaps", "-p", "min=viele"), "viele"),
        (("query", "overlaps", "-p", "max=1"), "keinen Parameter „max“"),
        (("query", "overlaps", "-p", "self=1"), "keinen Parameter „self“"),
        (("query", "overlaps", "-f", "ttl"), "Turtle"),
        (("query", "overlaps", "-o", "out.pdf"), "Das Format „pdf“ gibt es nicht"),
        (("query", "overlaps", "-o", "empty"), "empty"),
        (("query", "overlaps", "-o", "text.txt/out.csv"), "text.txt"),
        (("convert", BOEBLINGEN, "-o", "plan.pdf"), ".pdf"),
        (("template", "plan.pdf"), ".xlsx"),
        (("network", "-o", "n.pdf"), "--pdf neben die Seite"),
        (("network", "aktors", "-o", "n.html"), "aktors gibt es nicht"),
        (("network", BOEBLINGEN, str(MUSTERKREIS), "-o", "n.html"), "--plan einen davon nennen: boeblingen-2014, "),
        (("network", str(MUSTERKREIS), "--previous", BOEBLINGEN, "-o", "n.html"), "keine zwei Fassungen eines Plans"),
        (("network", "--plan", "x", "-o", "n.html"), "Einen Plan „x“ gibt es hier nicht"),
        (("network", "--plan", "x", "-o", "n.gexf"), "Einen Plan „x“ gibt es hier nicht"),
        (("network", "--chapter", "3", "-o", "n.html"), "gehören zu --meeting"),
        (("network", "--meeting", "--chapter", "99", "-o", "kit"), "Kapitel „99“"),
        (("network", "--meeting", "--invite", "text.txt", "-o", "kit"), "nicht unter den Akteuren"),
        (("network", "--meeting", "--invite", "fehlt.txt", "-o", "kit"), "fehlt.txt"),
        (("build", "nothing", "-o", "site"), "nothing gibt es nicht"),
        (("build", "-o", "text.txt"), "text.txt"),
    ],
    ids=lambda value: "-".join(Path(part).name for part in value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_a_sentence(arguments: Sources, words: str, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bad)
    result = call(*arguments)
    assert result.exit_code == 2, result.stderr
    assert result.stdout == ""
    assert words in result.stderr
    assert result.stderr.startswith("ipgraph: ") and len(result.stderr) < 900
    english = call(*arguments, "--lang", "en")
    assert english.exit_code == 2
    assert english.stderr != result.stderr and english.stderr.startswith("ipgraph: ")


@pytest.mark.parametrize(
    ("arguments", "de", "en"),
    [
        (("nothing",), "Einen solchen Befehl gibt es nicht. Es gibt: adopt, build,", "There is no such command."),
        (("query",), "Es fehlt eine Angabe: ID|DATEI|-.", "Something is missing: ID|DATEI|-."),
        (("template",), "Es fehlt eine Angabe: DATEI.xlsx.", "Something is missing: DATEI.xlsx."),
        (
            ("network", "-o", "x.html", "--between", "gestern", "heute"),
            "Der Wert für --between passt nicht. Möglich: 31.12.2026, 2026-12-31.",
            "The value for --between does not fit. Possible: 31.12.2026, 2026-12-31.",
        ),
        (("build",), "Es fehlt eine Angabe: -o.", "Something is missing: -o."),
        (("load", "x"), "Es fehlt eine Angabe: --to.", "Something is missing: --to."),
        (
            ("query", "overlaps", "--limt", "3"),
            "Gemeint vielleicht: --limit, --timeout.",
            "Perhaps: --limit, --timeout.",
        ),
        (("query", "overlaps", "--xyz"), "Die Option --xyz gibt es nicht.", "There is no option --xyz."),
        (("query", "overlaps", "-f", "pdf"), "-f passt nicht. Möglich: table, csv,", "Possible: table, csv,"),
        (("--lang", "en", "query", "overlaps"), "Die Option --lang gibt es nicht.", "There is no option --lang."),
        (("query", "overlaps", "--limit", "0"), "--limit passt nicht. Möglich: 1 – ….", "Possible: 1 – …."),
        (("query", "overlaps", "--timeout", "0"), "--timeout passt nicht. Möglich: > 0 – ….", "Possible: > 0 – …."),
        (("serve", "--port", "99999"), "Möglich: 0 – 65535.", "The value for --port does not fit."),
        (("query", "overlaps", "--limit"), "Hinter --limit fehlt ein Wert", "A value is missing behind --limit"),
        (("validate", "--lang", "fr"), "--lang passt nicht. Möglich: de, en.", "Possible: de, en."),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(
    arguments: Sources, de: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, said, help_ in (("de", de, "Hilfe: "), ("en", en, "Help: ")):
        monkeypatch.setenv("IPGRAPH_LANG", lang)
        result = call(*arguments)
        assert result.exit_code == 2 and result.stdout == ""
        assert result.stderr.startswith("ipgraph: ") and said in result.stderr and help_ in result.stderr
        assert result.stderr.count("\n") == 1


def test_our_own_fault_ends_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("ipgraph.ingest.read", fault)
    result = call("query", "overlaps")
    assert result.exit_code == 3
    assert "unser Fehler" in result.stderr and "IPGRAPH_DEBUG" in result.stderr
    with pytest.raises(ZeroDivisionError):
        CliRunner(env={"IPGRAPH_DEBUG": "1"}).invoke(cli, ["query", "overlaps"], catch_exceptions=False)


def test_a_plan_full_of_mistakes_is_read_all_the_same(tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "plan.xlsx",
        Plan=[["Kennung", "Titel", "Laufzeit von"], ["p", "Plan <script>alert(1)</script>", "31.02.2026"]],
        Kapitel=[["Kennung", "Übergeordnet", "Titel"], ["K1", "K2", "A"], ["K2", "K1", "B"], ["K2", "", "C" * 30_000]],
        Ziele=[["Kennung", "Kapitel", "Wortlaut", "Ampel"], ["Z1", "K9", "=1+1", "rot"], ["Z1", "K1", "x", "grün"]],
        Notizen=[["Datum", "Text"], ["heute", "Bitte lesen"]],
    )
    found = call("validate", source)
    assert found.exit_code == 1
    for code in ("E-01", "E-02", "E-03", "E-04", "E-06"):
        assert code in found.stdout
    assert "Zelle" in found.stdout
    assert call("query", "focus-areas", source).exit_code == 0


# ---------------------------------------------------------------- the machine around it


def test_a_query_ends_with_the_program_that_asked_it(tmp_path: Path) -> None:
    runaway = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = [sys.executable, "-m", "ipgraph", "query", "-", "--timeout", "600"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin
        process.stdin.write(runaway)
        process.stdin.close()
        while not (workers := psutil.Process(process.pid).children()):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    assert psutil.wait_procs(workers, timeout=60)[1] == []


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ipgraph", "query", "-", "-f", "csv"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(b"SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    process.stdin.close()
    assert process.stdout.readline().startswith(b"s,p,o")
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


@pytest.mark.parametrize("environment", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                                         {"PYTHONIOENCODING": "cp1252"}])  # fmt: skip
def test_umlauts_on_a_machine_that_is_not_utf8(environment: dict[str, str], tmp_path: Path) -> None:
    result = start("query", "focus-areas", "-f", "md", "-o", "out.md", cwd=tmp_path, **environment)
    assert result.returncode == 0, result.stderr
    assert "Maßnahmen" in (tmp_path / "out.md").read_text(encoding="utf-8")
    result = start("query", "focus-areas", "-f", "md", cwd=tmp_path, **environment)
    assert "Maßnahmen" in result.stdout.decode("utf-8")
    result = start("query", "Maßnahmen", cwd=tmp_path, **environment)
    assert result.returncode == 2 and "gibt es nicht" in result.stderr.decode("utf-8")
    if "LC_ALL" in environment:  # files are in its hands; the other one is about what is printed
        result = start("build", BOEBLINGEN, "-o", "site", cwd=tmp_path, **environment)
        assert result.returncode == 0, result.stderr
        assert "Böblingen" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_no_colour_where_it_is_not_wanted(tmp_path: Path) -> None:
    plain = start("query", "focus-areas", "-f", "table", cwd=tmp_path)
    assert plain.returncode == 0 and b"\x1b[" not in plain.stdout
    refused = start("query", "focus-areas", "-f", "table", cwd=tmp_path, FORCE_COLOR="1", NO_COLOR="1")
    assert not re.search(rb"\x1b\[[0-9;]*3[0-7]m", refused.stdout)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first = [start("query", name, cwd=tmp_path, PYTHONHASHSEED="1").stdout for name in ("should-talk", "no-measures")]
    second = [start("query", name, cwd=tmp_path, PYTHONHASHSEED="2").stdout for name in ("should-talk", "no-measures")]
    assert first == second and all(first)


@pytest.mark.parametrize("columns", [30, 80, 160])
def test_long_words_in_a_table(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hyphenated at a syllable where the room is short, row by row where it is shorter; an address stays whole."""
    monkeypatch.setenv("COLUMNS", str(columns))
    names = ("Zuständige Stelle", "Kooperationsvereinbarung", "Zahl", "Adresse")
    rows = (
        ("(Migrationsberatungsstellen)", "Zusammenarbeit mit der Ausländerbehörde", 12, "https://example.org/a/b/c"),
        ("Amt\x1b[2J", None, 3, None),
    )
    table = Table(tuple(Column(name, {"de": name}) for name in names), rows, {"de": "Wer mit wem?"})
    shown = render(table, "table").decode("utf-8")
    words = {word for text in (*names, *rows[0]) for word in str(text).split()}
    missing = words - {word.rstrip(":") for word in shown.split()}
    assert missing == ({"(Migrationsberatungsstellen)", "Kooperationsvereinbarung"} if columns == 80 else set())
    assert ("(Migrationsbera-" in shown) == (columns == 80) and ("Zahl:" in shown) == (columns == 30)
    assert "\x1b" not in shown and max(map(len, shown.splitlines())) <= max(columns, 55)


def test_a_long_word_without_german_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    word = "مرحبابالعالم" * 2
    shown = in_columns("", ["Wort", "Zahl"], [[word, "1"]], [False, True])
    assert "".join(shown.replace("1", "").split()[-2:]) == word


def test_tables_know_the_ids_by_heart(tmp_path: Path) -> None:
    """An id that is broken over two lines cannot be copied."""
    listed = start("queries", "-f", "table", cwd=tmp_path, COLUMNS="80").stdout.decode("utf-8")
    assert "actors-without-cooperation" in listed


# ---------------------------------------------------------------- nothing that was read is written over


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "outline", "plan.xlsx", "-o", "plan.xlsx"),
        ("network", "actors", "plan.xlsx", "-o", "plan.xlsx"),
        ("query", "frage.rq", "plan.xlsx", "-o", "frage.rq", "-f", "csv"),
        ("template", "plan.xlsx"),
    ],
)
def test_sources_stay_as_they_are(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("template", "plan.xlsx", "--from", REPOSITORY / "data" / "boeblingen-2014").exit_code == 0
    Path("frage.rq").write_text("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    refused = call(*arguments)
    assert refused.exit_code == 2 and ("gehört zur Quelle" in refused.stderr or "gibt es schon" in refused.stderr)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    refused = call("query", "focus-areas", "-o", tmp_path)
    assert refused.exit_code == 2 and "ist ein Ordner" in refused.stderr


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EACCES, "kein Recht dazu"), (errno.ENOSPC, "kein Platz mehr frei"), (errno.EIO, "")]
)
def test_why_a_file_is_not_written_is_said_in_german(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, data: bytes) -> int:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "write_bytes", refused)
    result = call("query", "plan-sizes", BOEBLINGEN, "-o", tmp_path / "a.csv")
    said = words or f"das System meldet: {os.strerror(number)}"
    assert result.exit_code == 2 and f"kann nicht geschrieben werden ({said})" in result.stderr


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ipgraph.catalogue.export.catalogue_as", stopped)
    result = call("queries", "-f", "csv")
    assert result.exit_code == 130 and result.stdout == "" and result.stderr == "ipgraph: Abgebrochen.\n"
