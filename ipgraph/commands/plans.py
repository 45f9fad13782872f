"""Commands that take a plan in, check it and hand it on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipgraph.console import progress, read_sources, report_problems, saying, write, wrote
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_filled, keep_sources
from ipgraph.options import (
    FILE,
    endpoint_option,
    exceptions_option,
    lang_option,
    output_option,
    previous_option,
    shapes_option,
    sources_argument,
)

if TYPE_CHECKING:
    from ipgraph.model import Text

PERSONAL: Text = {
    "de": "Im Plan steht, was nach Daten einer Person aussieht. Bitte diese Seiten nicht veröffentlichen, bevor das "
    "geklärt ist. Wo es steht, sagt: ipgraph export PLAN --check",
    "en": "The plan holds what looks like data of a person. Please do not publish these pages before that is settled. "
    "Where it is, says: ipgraph export PLAN --check",
}


@click.command()
@sources_argument
@output_option("Ordner der Website / folder of the site.", required=True)
@previous_option
@shapes_option
@exceptions_option
@lang_option
def build(
    sources: tuple[str, ...], output: Path, previous: str | None, shapes: Path | None, exceptions: Path | None,
    lang: str,
) -> None:  # fmt: skip
    """Alles auf einmal: lesen, prüfen, befragen, zeichnen; schreibt die ganze Website.

    The main job: read, check, answer, draw, export; writes the whole site.
    """
    from ipgraph.opendata.personal.gate import gate
    from ipgraph.site import build as build_site

    keep_sources(output, [*sources, previous, shapes, exceptions])
    result = build_site(sources, output, lang=lang, progress=progress, previous=previous, shapes=shapes)
    report_problems(result.problems, lang)
    if gate(result.contents.reading, exceptions).hits:
        saying(lang)(PERSONAL)
    page = output / "index.html"
    saying(lang)({
        "de": f"{result.pages} Seiten geschrieben. Im Browser öffnen: {page}",
        "en": f"{result.pages} pages written. Open in a browser: {page}",
    })  # fmt: skip


@click.command()
@click.argument("file", metavar="DATEI.xlsx", type=FILE)
@click.option("--from", "source", metavar="QUELLE", help="Aus diesem Plan gefüllt / filled from this source.")
@lang_option
def template(file: Path, source: str | None, lang: str) -> None:
    """Eine leere Arbeitsmappe zum Ausfüllen.

    An empty workbook to fill in.
    """
    from ipgraph.emit.form import template as write_template

    keep_filled(file)
    reading = read_sources((source,), lang) if source else None
    write_template(file, reading, lang)
    wrote(file, lang)


@click.command()
@endpoint_option
@click.argument("sources", metavar="QUELLE...", nargs=-1)
@output_option(
    "Ziel: .xlsx, .ttl, .trig, .nt, .nq, .jsonld, .rdf, .stratml (Teil 2), .stratml1 (Teil 1) oder ein Ordner für CSV "
    "/ target.",
    required=True,
)
@lang_option
def convert(sources: tuple[str, ...], output: Path, lang: str) -> None:
    """Zwischen Arbeitsmappe, CSV-Ordner, RDF und StratML (ISO 17469) umwandeln.

    Convert between workbook, CSV folder, Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML, StratML (ISO 17469).
    """
    from ipgraph.emit import convert as convert_sources

    if not sources:
        raise IpgraphError(
            "Bitte die QUELLE angeben, die umgewandelt werden soll.", "Please give the SOURCE that is to be converted."
        )
    problems = convert_sources(sources, output, lang=lang)
    report_problems(problems, lang)
    wrote(output, lang)


@click.command()
@click.argument("source", metavar="LISTE", type=FILE)
@click.option("--map", "mapping", metavar="ZUORDNUNG.toml", type=FILE,
              help="Diese Zuordnung statt einer Vermutung / this mapping instead of a guess.")  # fmt: skip
@click.option("--actors", metavar="QUELLE", help="Ein Plan, dessen Akteure bekannt sind / a plan with known actors.")
@click.option("--force", is_flag=True, help="Änderungen im Ordner überschreiben / overwrite edits in the folder.")
@output_option("Ordner des Plans / folder of the plan.", required=True)
@lang_option
def adopt(source: Path, mapping: Path | None, actors: str | None, force: bool, output: Path, lang: str) -> None:
    """Eine Liste übernehmen, die es schon gibt (Excel, LibreOffice, CSV, JSON).

    Take over a list that you already keep: guesses what each column is, and reports what has no place.
    """
    from ipgraph.intake import adopt as take_over
    from ipgraph.intake import text_report

    done = take_over(source, output, mapping, actors, force=force, lang=lang)
    click.echo(text_report(done, lang), err=True, nl=False)


@click.command()
@sources_argument
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "html", "json", "ttl", "xlsx", "csv", "md"]), default=None,
    help="Format; sonst das der Endung hinter -o. xlsx: die Arbeitsmappe zurück, Zellen markiert; csv und md nur mit "
    "--rules / format; xlsx: the workbook back, cells marked.",
)  # fmt: skip
@click.option("--smart", is_flag=True, help="Die SMART-Matrix, Ziel für Ziel / the SMART matrix, goal by goal.")
@click.option(
    "--by", type=click.Choice(["rule", "chapter"]), default="rule", show_default=True,
    help="Befunde nach Regeln oder nach Kapiteln / findings by rule or by chapter.",
)  # fmt: skip
@previous_option
@click.option("--rules", "catalogue", is_flag=True, help="Nur den Katalog der Regeln zeigen / show the rules only.")
@shapes_option
@click.option(
    "--engine", metavar="fast|pyshacl", default="fast", show_default=True,
    help="Prüfprogramm; beide finden dasselbe / engine; both find the same.",
)  # fmt: skip
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def validate(
    sources: tuple[str, ...], format_: str | None, smart: bool, by: str, previous: str | None, catalogue: bool,
    shapes: Path | None, engine: str, output: Path | None, lang: str,
) -> None:  # fmt: skip
    """Den Plan prüfen: Befunde mit Regel, Satz, Zelle und Beispiel.

    Check the plan: findings with rule, sentence, cell and example. Exit code 1 when something must be mended.
    """
    from ipgraph import delivery

    if catalogue:
        if sources or smart or previous:
            raise IpgraphError(
                "--rules zeigt nur die Regeln; dazu passen keine Quelle, kein --smart und kein --previous.",
                "--rules shows the rules only; no source, no --smart and no --previous go with it.",
            )
        write(delivery.rules(shapes, format_, lang, output), output)
        return
    wanted = delivery.Wanted(format_, lang, output, smart, by, previous, shapes, engine)
    found = delivery.check(sources, wanted)
    write(found.content, output)
    for note in found.notes:
        click.echo(note[lang], err=True)
    sys.exit(found.exit_code)
