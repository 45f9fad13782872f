"""Commands that hand a plan on to the public, and say what has changed since the last time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipgraph.console import chosen_format, progress, read_sources, report_problems, saying, write, wrote
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_filled, keep_sources, save
from ipgraph.options import FILE, exceptions_option, lang_option, output_option, sources_argument
from ipgraph.shell import suggest_sources

if TYPE_CHECKING:
    from ipgraph.model import Text
    from ipgraph.opendata.export import Exported
    from ipgraph.opendata.personal.gate import Gate


renames_option = click.option(
    "--renames", metavar="LISTE", type=FILE,
    help="Bestätigte neue Kennungen (CSV, XLSX) / new identifiers that a person confirmed.",
)  # fmt: skip


@click.command()
@click.argument("old", metavar="ALT", shell_complete=suggest_sources)
@click.argument("new", metavar="NEU", shell_complete=suggest_sources)
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "csv", "json", "md", "html", "xlsx"]),
    help="table, md, html: zum Lesen; csv, json, xlsx: eine Zeile je Änderung / one row a change.",
)  # fmt: skip
@renames_option
@click.option(
    "--suggest", metavar="LISTE", type=FILE,
    help="Vermutete neue Kennungen in diese Liste schreiben (CSV) / write guesses into this list, to be signed.",
)  # fmt: skip
@click.option(
    "--exit-code", is_flag=True, help="Endet mit 1, wenn sich etwas geändert hat / exit 1 when something has changed."
)
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def diff(
    old: str, new: str, format_: str | None, renames: Path | None, suggest: Path | None, exit_code: bool,
    output: Path | None, lang: str,
) -> None:  # fmt: skip
    """Was sich zwischen der alten und der neuen Fassung eines Plans geändert hat.

    What has changed between two editions of a plan, OLD and NEW: new, gone, moved, changed.
    """
    from ipgraph.changes import diff as compare
    from ipgraph.changes import words
    from ipgraph.changes.report import suggested, written

    for file in (output, suggest):
        keep_sources(file, [old, new, renames])
    keep_filled(suggest)
    format = chosen_format(format_, output)
    changes = compare(read_sources((old,), lang), read_sources((new,), lang), renames)
    write(written(changes, format, lang, terminal=output is None and sys.stdout.isatty()), output)
    if suggest:
        save(suggest, suggested(changes, lang))
        wrote(suggest, lang)
    seen = () if output is None and format in ("table", "md", "html") else (changes.summary, *changes.notes)
    for text in (*seen, *([words.CONFIRM] if changes.guesses and not suggest else [])):
        saying(lang)(text)
    sys.exit(int(exit_code and not changes.same))


@click.command()
@sources_argument
@output_option("Ordner des Pakets / folder of the package.")
@click.option(
    "--settings", metavar="DATEI.toml", type=FILE,
    help="Angaben zur Veröffentlichung: Adresse, Lizenz, Kontakt … / what the county says about the publication.",
)  # fmt: skip
@click.option("--settings-template", is_flag=True, help="Eine solche Datei zum Ausfüllen / such a file to fill in.")
@click.option(
    "--check", is_flag=True,
    help="Nur sagen, was fehlt und was in -o neu wäre / only say what is missing, and what would be new in -o.",
)  # fmt: skip
@exceptions_option
@click.option(
    "--suggest", metavar="LISTE", type=FILE,
    help="Was nach Personen aussieht, in diese Liste schreiben (CSV) / write what looks like persons into this list.",
)  # fmt: skip
@renames_option
@click.option("--excel", is_flag=True, help="Dazu Tabellen mit Semikolon / tables with semicolons as well.")
@click.option(
    "--join", is_flag=True,
    help="Die Quellen sind fertige Pakete: ein Katalog über alle / the sources are packages: one catalogue over all.",
)  # fmt: skip
@lang_option
def export(
    sources: tuple[str, ...], output: Path | None, settings: Path | None, settings_template: bool, check: bool,
    exceptions: Path | None, suggest: Path | None, renames: Path | None, excel: bool, join: bool, lang: str,
) -> None:  # fmt: skip
    """Das Paket für offene Daten: Tabellen, Graph, Netze, Antworten, Katalog, Beschreibungen, ZIP.

    The open-data package, ready for a web server: tables, graph, networks, answers, catalogue, descriptions, ZIP.
    """
    from ipgraph.opendata.dcat.check import report_text
    from ipgraph.opendata.details.settings import settings_template as template
    from ipgraph.opendata.export import PersonalData
    from ipgraph.opendata.export import check as check_plans
    from ipgraph.opendata.export import export as write_package
    from ipgraph.opendata.export import join as join_packages

    for file in (output, suggest):
        keep_sources(file, [*sources, settings, exceptions, renames])
    keep_filled(suggest)
    if settings_template:
        keep_filled(output)
        write(template().encode("utf-8"), output)
        if output:
            wrote(output, lang)
        return
    refuse_misfits(output, check, join, others=bool(exceptions or suggest or renames or excel))
    if join and output is not None:
        written = join_packages([Path(source) for source in sources], output, settings)
        wrote(written, lang)
        return
    try:
        if check or output is None:
            report = check_plans(
                sources, output, settings=settings, exceptions=exceptions, renames=renames, excel=excel,
                progress=progress,
            )  # fmt: skip
            write(report_text(report, lang, terminal=sys.stdout.isatty()).encode("utf-8"), None)
            sys.exit(report.exit_code)
        done = write_package(
            sources, output, settings=settings, exceptions=exceptions, renames=renames, excel=excel, progress=progress
        )
    except PersonalData as error:
        tell(error.gate, suggest, lang)
        sys.exit(1)
    report_problems(done.problems, lang)
    for note in (*done.notes, *outcome(done)):
        saying(lang)(note)


def refuse_misfits(output: Path | None, check: bool, join: bool, *, others: bool) -> None:
    """Refuse an export without a place, and options that do not go with ``--join``; raises :class:`IpgraphError`."""
    if output is None and not check:
        raise IpgraphError(
            "Bitte mit -o einen Ordner für das Paket angeben. Nur prüfen: --check",
            "Please give a folder for the package with -o. To check only: --check",
        )
    if join and (check or others):
        raise IpgraphError(
            "--join fasst fertige Pakete zusammen; dazu passen nur --settings und -o.",
            "--join puts finished packages together; only --settings and -o go with it.",
        )


def tell(found: Gate, suggest: Path | None, lang: str) -> None:
    """Say what stops an export: to a person line by line, in a pipe as CSV; and write it down to be signed."""
    from ipgraph.opendata.personal.gate import suggested
    from ipgraph.table import render

    if chosen_format(None, None) == "table":
        write("".join(f"- {hit.sentence(lang)}\n" for hit in found.hits).encode("utf-8"), None)
    else:
        write(render(found.table(lang), "csv", lang), None)
    if suggest:
        save(suggest, suggested(found, lang))
        wrote(suggest, lang)
    saying(lang)(found.sentence)


def outcome(done: Exported) -> Iterator[Text]:
    """What an export has done, and what is still to do."""
    page = done.folder / "index.html"
    if done.new:
        names = ", ".join(f"„{number}“" for number in done.new)
        yield {
            "de": f"Fertig zum Hochladen: {names}. Was darin ist: {page}",
            "en": f"Ready to be uploaded: {names}. What is inside: {page}",
        }
    else:
        yield {
            "de": f"Nichts Neues: Diese Fassung liegt schon so in {done.folder}.",
            "en": f"Nothing new: this edition lies in {done.folder} already, as it is.",
        }
    missing = [gap for gap in done.check.gaps if gap.level == "must"]
    if missing:
        yield {"de": "Bevor ein Portal davon erfährt, fehlt noch:", "en": "Missing before a portal hears of it:"}
    for gap in missing:
        plan = f" ({gap.plan})" if gap.plan else ""
        yield {lang: f"- {gap.what[lang]}{plan} → {gap.where[lang]}" for lang in ("de", "en")}
