"""Commands that hand a plan on to the public, and say what has changed since the last time."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ipgraph.console import (
    chosen_format,
    progress,
    read_sources,
    report_problems,
    saying,
    write,
)
from ipgraph.files import keep_sources
from ipgraph.options import (
    lang_option,
    output_option,
    sources_argument,
)
from ipgraph.shell import suggest_sources


@click.command()
@click.argument("old", metavar="ALT", shell_complete=suggest_sources)
@click.argument("new", metavar="NEU", shell_complete=suggest_sources)
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "csv", "json", "md", "html", "xlsx"]),
    help="table, md, html: zum Lesen; csv, json, xlsx: eine Zeile je Änderung / one row a change.",
)  # fmt: skip
@click.option(
    "--renames", metavar="LISTE", type=click.Path(path_type=Path),
    help="Bestätigte neue Kennungen (CSV, XLSX) / new identifiers that a person confirmed.",
)  # fmt: skip
@click.option("--exit-code", is_flag=True, help="Exit 1, wenn sich etwas geändert hat / when something has changed.")
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def diff(
    old: str, new: str, format_: str | None, renames: Path | None, exit_code: bool, output: Path | None, lang: str
) -> None:
    """Was sich zwischen der alten und der neuen Fassung eines Plans geändert hat.

    What has changed between two editions of a plan, OLD and NEW: new, gone, moved, changed.
    """
    from ipgraph.changes import diff as compare
    from ipgraph.changes import words
    from ipgraph.changes.report import written

    keep_sources(output, [old, new, renames])
    format = chosen_format(format_, output)
    changes = compare(read_sources((old,), lang), read_sources((new,), lang), renames)
    write(written(changes, format, lang, terminal=output is None and sys.stdout.isatty()), output)
    seen = () if output is None and format in ("table", "md", "html") else (changes.summary, *changes.notes)
    for text in (*seen, *([words.CONFIRM] if changes.guesses else [])):
        saying(lang)(text)
    sys.exit(int(exit_code and not changes.same))


@click.command()
@sources_argument
@output_option("Ordner des Pakets / folder of the package.", required=True)
@click.option(
    "--settings", metavar="DATEI.toml", type=click.Path(path_type=Path),
    help="Angaben zur Veröffentlichung: Adresse, Lizenz, Kontakt … / what the county says about the publication.",
)  # fmt: skip
@click.option(
    "--excel", is_flag=True,
    help="Dazu die Tabellen mit Semikolon für Excel / the tables with semicolons for Excel as well.",
)  # fmt: skip
@lang_option
def export(sources: tuple[str, ...], output: Path, settings: Path | None, excel: bool, lang: str) -> None:
    """Das Paket für offene Daten: Tabellen, Graph, Netze, Antworten, Katalog und Beschreibungen.

    The open-data package: tables, graph, networks, answers, catalogue and descriptions, ready for a web server.
    """
    from ipgraph.opendata.export import export as write_package

    done = write_package(sources, output, settings=settings, excel=excel, progress=progress)
    report_problems(done.problems, lang)
    saying(lang)(
        {
            "de": f"{done.files} Dateien geschrieben. Was darin ist: {output / 'index.html'}",
            "en": f"{done.files} files written. What is inside: {output / 'index.html'}",
        }
    )
