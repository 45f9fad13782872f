"""Commands that ask a plan."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ipgraph.console import (
    chosen_format,
    named_format,
    parameters,
    read_sources,
    saying,
    standard_input,
    terminal_width,
    write,
)
from ipgraph.files import keep_sources
from ipgraph.options import lang_option, output_option, sources_argument
from ipgraph.shell import suggest_parameters, suggest_queries


@click.command()
@click.argument("words", metavar="[WORT]...", nargs=-1)
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "csv", "tsv", "json", "md", "html", "xlsx", "ttl"]),
    help="ttl: der ganze Katalog als RDF / the whole catalogue as RDF.",
)  # fmt: skip
@click.option("--target", metavar="URL", help="SPARQL-Dienst, den das RDF nennt / endpoint named in the RDF.")
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def queries(words: tuple[str, ...], format_: str | None, target: str | None, output: Path | None, lang: str) -> None:
    """Der Katalog der gespeicherten Abfragen; mit WORT nur, was dazu passt (auch eine Gruppe wie luecken).

    The catalogue of saved queries; with WORT the ones about it (a group such as luecken, too).
    """
    from ipgraph.catalogue.export import catalogue_as

    write(catalogue_as(chosen_format(format_, output), lang, words, target, width=terminal_width()), output)


@click.command()
@click.argument("name", metavar="ID|DATEI|-", shell_complete=suggest_queries)
@sources_argument
@click.option(
    "-p", "--param", "params", metavar="NAME=WERT", multiple=True, shell_complete=suggest_parameters,
    help="Parameter der Abfrage; plan auch mehrmals / parameter; plan several times too.",
)  # fmt: skip
@click.option(
    "-f", "--format", "format_", metavar="FORMAT",
    type=click.Choice(["table", "csv", "tsv", "json", "md", "html", "xlsx", "ttl", "nt", "jsonld", "rdf"]),
    help="table, csv, tsv, json, md, html, xlsx; CONSTRUCT und/and DESCRIBE: ttl, nt, jsonld, rdf.",
)  # fmt: skip
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Höchstens N Zeilen ausgeben / rows at most.")
@click.option("--timeout", metavar="SEKUNDEN", type=click.FloatRange(min=0, min_open=True),
              help="Danach abbrechen / stop after so many seconds.")  # fmt: skip
@click.option("--fail-on-rows", is_flag=True, help="Endet mit 1, wenn es Zeilen gibt / exit 1 when there are rows.")
@click.option("--describe", is_flag=True, help="Nur erklären: Frage, Parameter, Spalten / only explain the query.")
@click.option("--show", is_flag=True, help="Nur das SPARQL zeigen / only print the SPARQL.")
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def query(
    name: str, sources: tuple[str, ...], params: tuple[str, ...], format_: str | None, limit: int | None,
    timeout: float | None, fail_on_rows: bool, describe: bool, show: bool, output: Path | None, lang: str,
) -> None:  # fmt: skip
    """Eine gespeicherte Abfrage, eine .rq-Datei oder die Standardeingabe (-) beantworten.

    Answer a saved query, a .rq file or standard input (-). What a query asks for: --describe.
    """
    from ipgraph.catalogue import find_query, parse_query
    from ipgraph.catalogue.answers import Wanted, answer
    from ipgraph.catalogue.description import description

    keep_sources(output, [*sources, name])
    found = parse_query(standard_input()) if name == "-" else find_query(name)
    values, lang = parameters(params, lang)
    if show:
        write(found.bind(lang, **values).encode("utf-8"), output)
        return
    reading = read_sources(sources, lang, fetch=False, timeout=timeout)
    if describe:
        write(description(found, reading.store, lang, terminal_width()).encode("utf-8"), output)
        return
    wanted = Wanted(named_format(format_, output), lang, timeout, limit, terminal=sys.stdout.isatty())
    answered = answer(found, reading.store, values, wanted)
    write(answered.content, output)
    for note in answered.notes:
        saying(lang)(note)
    sys.exit(int(fail_on_rows and answered.found > 0))
