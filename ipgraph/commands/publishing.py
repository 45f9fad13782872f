"""Commands that hand a plan on to the public, and say what has changed since the last time."""

from __future__ import annotations

from pathlib import Path

import click

from ipgraph.console import progress, report_problems, saying
from ipgraph.options import lang_option, output_option, sources_argument


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
