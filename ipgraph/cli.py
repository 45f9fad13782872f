"""The command line: every command is one call of the library."""

from __future__ import annotations

import click

from ipgraph import __version__
from ipgraph.commands.pictures import network
from ipgraph.commands.plans import adopt, build, convert, template, validate
from ipgraph.commands.publishing import diff, export
from ipgraph.commands.questions import queries, query
from ipgraph.commands.stores import load, serve
from ipgraph.options import CONTEXT, Commands
from ipgraph.usage import Context


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(
    __version__,
    "-V",
    "--version",
    prog_name="ipgraph",
    message="%(prog)s %(version)s",
    help="Die Fassung / the version.",
)
def cli() -> None:
    """Integrationspläne als Wissensgraph: lesen, prüfen, befragen, zeichnen, veröffentlichen.

    Integration plans as a knowledge graph: read, check, ask, draw, publish.

    QUELLE / SOURCE: Excel-Arbeitsmappe (.xlsx), Ordner mit CSV-Dateien, RDF- oder StratML-Datei, Speicher
    (ipgraph load) oder Adresse eines SPARQL-Endpunkts; ohne Angabe der mitgelieferte fiktive Musterplan
    (the fictional model plan).

    Endet mit 0: gut, 1: Befunde, 2: falsche Eingabe, 3: unser Fehler / exit codes: fine, findings, wrong input, our
    fault.
    """


for command in (build, template, convert, adopt, validate, queries, query, network, export, diff, load, serve):
    command.context_class = Context
    cli.add_command(command)
