"""The command line. It parses and prints; every command is one call of the library."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ipgraph import __version__
from ipgraph.console import (
    chosen_format,
    named_format,
    parameters,
    progress,
    read_sources,
    report_problems,
    saying,
    standard_input,
    terminal_width,
    write,
)
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_sources, save
from ipgraph.options import (
    CONTEXT,
    Commands,
    endpoint_option,
    lang_option,
    output_option,
    previous_option,
    shapes_option,
    sources_argument,
)
from ipgraph.shell import suggest_parameters, suggest_queries


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

    Exit: 0 gut, 1 Befunde, 2 falsche Eingabe, 3 unser Fehler.
    """


@cli.command()
@sources_argument
@output_option("Ordner der Website / folder of the site.", required=True)
@previous_option
@shapes_option
@lang_option
def build(sources: tuple[str, ...], output: Path, previous: str | None, shapes: Path | None, lang: str) -> None:
    """Alles auf einmal: lesen, prüfen, befragen, zeichnen; schreibt die ganze Website.

    The main job: read, check, answer, draw, export; writes the whole site.
    """
    from ipgraph.site import build as build_site

    result = build_site(sources, output, lang=lang, progress=progress, previous=previous, shapes=shapes)
    report_problems(result.problems, lang)
    click.echo(
        f"{result.pages} Seiten geschrieben. Im Browser öffnen: {output / 'index.html'}"
        if lang == "de"
        else f"{result.pages} pages written. Open in a browser: {output / 'index.html'}",
        err=True,
    )


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source", metavar="QUELLE", help="Aus diesem Plan gefüllt / filled from this source.")
@lang_option
def template(file: Path, source: str | None, lang: str) -> None:
    """Eine leere Arbeitsmappe zum Ausfüllen.

    An empty workbook to fill in.
    """
    from ipgraph.emit.form import template as write_template

    if file.exists():
        raise IpgraphError(
            f"{file} gibt es schon. Bitte einen anderen Namen angeben, damit nichts verloren geht.",
            f"{file} exists already. Please give another name, so that nothing is lost.",
        )
    reading = read_sources((source,), lang) if source else None
    write_template(file, reading, lang)
    saying(lang)({"de": f"{file} geschrieben.", "en": f"{file} written."})


@cli.command()
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
    saying(lang)({"de": f"{output} geschrieben.", "en": f"{output} written."})


@cli.command()
@click.argument("source", metavar="LISTE", type=click.Path(path_type=Path))
@click.option("--map", "mapping", metavar="ZUORDNUNG.toml", type=click.Path(path_type=Path),
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


@cli.command()
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


@cli.command()
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


@cli.command()
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
@click.option("--fail-on-rows", is_flag=True, help="Exit 1, wenn es Zeilen gibt / when there are rows.")
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
    from ipgraph.catalogue import find_query, query_from_text
    from ipgraph.catalogue.answers import Wanted, answer
    from ipgraph.catalogue.description import description

    keep_sources(output, [*sources, name])
    found = query_from_text(standard_input()) if name == "-" else find_query(name)
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


@cli.command()
@endpoint_option
@click.argument("sources", metavar="[actors|goals] [QUELLE]...", nargs=-1)
@click.option("--plan", metavar="KENNUNG", help="Welcher Plan, wo es mehrere sind / which of several plans.")
@output_option("Die Seite (.html) / the page.", required=True)
@lang_option
def network(sources: tuple[str, ...], plan: str | None, output: Path, lang: str) -> None:
    """Ein Netzbild als eine Datei: actors (wer mit wem) oder goals (wer woran).

    A network page as one file: actors (who works with whom) or goals (who works on what).
    """
    from ipgraph.network.pictures import PICTURES
    from ipgraph.network.pictures import network as page

    view, sources = (sources[0], sources[1:]) if sources and sources[0] in PICTURES else ("actors", sources)
    keep_sources(output, sources)
    save(output, page(read_sources(sources, lang, fetch=False), view, lang, plan).encode("utf-8"))
    saying(lang)({"de": f"{output} geschrieben.", "en": f"{output} written."})


@cli.command()
@click.argument("sources", metavar="QUELLE...", nargs=-1)
@click.option("--to", "target", metavar="ZIEL", required=True, help="Ordner oder Adresse / folder or address.")
@click.option("--force", is_flag=True, help="Auch Pläne mit fehlenden Pflichtspalten / plans without required columns.")
@click.option("--codes", is_flag=True, help="Nur die Codelisten laden, ohne Quelle / the code lists only.")
@lang_option
def load(sources: tuple[str, ...], target: str, codes: bool, force: bool, lang: str) -> None:
    """Pläne in einen Speicher laden, also in einen Ordner oder auf den Server.

    Load plans into a folder or onto a SPARQL server; each plan takes the place of what is there of it.
    Login: IPGRAPH_USER and IPGRAPH_PASSWORD, or netrc.
    """
    from ipgraph.loading import load as load_plans

    done = load_plans(*sources, to=target, codes=codes, force=force, progress=progress, warn=saying(lang))
    report_problems(done.problems, lang)
    what = ("Codelisten", "code lists") if codes else (f"Pläne: {done.plans}", f"plans: {done.plans}")
    click.echo(
        f"In {target} geladen – {what[0]}, Tripel: {done.triples}." if lang == "de"
        else f"Loaded into {target} – {what[1]}, triples: {done.triples}.",
        err=True,
    )  # fmt: skip


@cli.command()
@sources_argument
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port; sonst 8000, oder ein freier / port; else 8000, or a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Adresse, unter der er antwortet; üblich: nur dieser Rechner / address to listen at.")  # fmt: skip
@click.option("--allow-host", "names", metavar="NAME", multiple=True,
              help="Weiterer Name des Servers, etwa hinter einem Proxy / another name of the server.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(0.1, 3600), default=30, show_default=True,
              help="Sekunden, die eine Abfrage dauern darf / seconds that a query may take.")  # fmt: skip
@click.option("--cors", is_flag=True, help="Andere Websites dürfen den Endpunkt lesen / open the endpoint to scripts.")
@click.option("--open/--no-browser", "open_", default=None,
              help="Den Browser öffnen oder nicht; sonst nur am Bildschirm / open a browser or not.")  # fmt: skip
@lang_option
def serve(
    sources: tuple[str, ...], port: int | None, host: str, names: tuple[str, ...], timeout: float, cors: bool,
    open_: bool | None, lang: str,
) -> None:  # fmt: skip
    """Die Website und ein SPARQL-Endpunkt mit Editor auf diesem Rechner. Ende mit Strg+C.

    The website and a read-only SPARQL endpoint with an editor, on this computer. Ctrl+C ends it.
    """
    from ipgraph.server import Limits
    from ipgraph.server import serve as run

    run(
        sources, host=host, port=port, lang=lang, limits=Limits(seconds=timeout), names=names, open_to_all=cors,
        browser=sys.stderr.isatty() if open_ is None else open_, say=saying(lang),
        report=lambda problems: report_problems(problems, lang),
    )  # fmt: skip
