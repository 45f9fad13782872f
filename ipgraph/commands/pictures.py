"""Commands that draw a plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ipgraph.console import read_sources, wrote
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_sources, save
from ipgraph.options import FILE, endpoint_option, lang_option, output_option, previous_option

FORMATS = ("html", "graphml", "gexf", "csv", "json", "xlsx")


def form_of(output: Path) -> str:
    """The format that the suffix of a file stands for; raises :class:`IpgraphError` where there is none."""
    suffix = output.suffix.lower().lstrip(".")
    form = {"": "html", "htm": "html"}.get(suffix, suffix)
    if form not in FORMATS:
        names = ", ".join(FORMATS)
        raise IpgraphError(
            f"Ein Netz gibt es nicht als „.{suffix}“. Möglich: {names}. PDF schreibt --pdf neben die Seite.",
            f"There is no network as “.{suffix}”. Possible: {names}. --pdf writes PDFs beside the page.",
        )
    return form


@click.command()
@endpoint_option
@click.argument("sources", metavar="[actors|goals|plan] [QUELLE]...", nargs=-1)
@click.option("--plan", metavar="KENNUNG", help="Welcher Plan, wo es mehrere sind / which of several plans.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Sonst nach der Endung von -o / else by the suffix of -o.",
)
@previous_option
@click.option(
    "--between", nargs=2, type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]), metavar="TAG TAG",
    help="Zwei Tage des Plans vergleichen / compare two days of the plan.",
)  # fmt: skip
@click.option(
    "--story", type=FILE, metavar="DATEI",
    help="Ablauf des Abends: Sätze mit Ansichten / steps of the evening: sentences with views.",
)  # fmt: skip
@click.option("--pdf", is_flag=True, help="Dazu PDF: Bilder und Korrekturbögen / PDFs beside it: pictures and sheets.")
@click.option("--meeting", is_flag=True, help="Mappe für ein Treffen, als Ordner / kit for a meeting, as a folder.")
@click.option("--chapter", metavar="KAPITEL", help="Treffen nur zu diesem Kapitel / meeting on this chapter only.")
@click.option(
    "--invite", type=FILE, metavar="DATEI",
    help="Wer kommt: treffen.xlsx mit Kreuzen, oder eine Liste / who comes: meeting.xlsx with marks, or a list.",
)  # fmt: skip
@output_option("Die Seite (.html), die Datei oder der Ordner / the page, file or folder.", required=True)
@lang_option
def network(
    sources: tuple[str, ...], plan: str | None, form: str | None, previous: str | None,
    between: tuple[datetime, datetime] | None, story: Path | None, pdf: bool, meeting: bool, chapter: str | None,
    invite: Path | None, output: Path, lang: str,
) -> None:  # fmt: skip
    """Die Netze eines Plans als eine Datei; sie öffnet mit actors (wer mit wem), goals (wer woran) oder plan.

    The networks of a plan as one file; it opens on actors (who works with whom), goals (who works on what) or plan.
    For other programs: graphml and gexf (Gephi), csv (two tables for Kumu), json; xlsx is the analysis in
    sentences and tables.
    """
    from ipgraph.network.paper import write_pdfs
    from ipgraph.network.pictures import PICTURES
    from ipgraph.network.pictures import network as page

    if previous and between:
        raise click.UsageError("--previous / --between: nur eines von beiden / only one of them.")
    if meeting and form:
        raise click.UsageError("--meeting / -f: nur eines von beiden / only one of them.")
    view, sources = (sources[0], sources[1:]) if sources and sources[0] in PICTURES else ("actors", sources)
    keep_sources(output, [*sources, previous, story, invite])
    form = "" if meeting else form or form_of(output)
    if not meeting and (chapter or invite):
        raise IpgraphError("--chapter und --invite gehören zu --meeting.", "--chapter and --invite go with --meeting.")
    if form != "html" and (previous or between or story or pdf):
        raise IpgraphError(
            "--previous, --between, --story und --pdf gehören zur Seite (.html).",
            "--previous, --between, --story and --pdf go with the page (.html).",
        )
    reading = read_sources(sources, lang, fetch=False)
    if meeting:
        from ipgraph.network.meeting_files import meeting_kit, place_of_kit

        place_of_kit(output)
        files = {output / name: data for name, data in meeting_kit(reading, plan, chapter, invite, lang).items()}
    elif form == "html":
        from ipgraph.changes.editions import chosen, refuse_others

        before = read_sources((previous,), lang, show=False) if previous else None
        if before and len(before.plans) == len(reading.plans) == 1:
            refuse_others(*chosen(before, reading))
        days = (between[0].date(), between[1].date()) if between else None
        html = page(reading, view, lang, plan, previous=before, between=days, story=story)
        files = {output: html.encode("utf-8")}
    else:
        from ipgraph.network.exchange import network_files

        files = network_files(reading, view, form, output, plan, lang)
    for path, data in files.items():
        save(path, data)
    for path in [*files, *(write_pdfs(output, lang) if pdf else [])]:
        wrote(path, lang)
