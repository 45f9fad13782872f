"""Commands that draw a plan."""

from __future__ import annotations

from pathlib import Path

import click

from ipgraph.console import (
    read_sources,
    saying,
)
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_sources, save
from ipgraph.options import (
    endpoint_option,
    lang_option,
    output_option,
)

FORMATS = ("html", "graphml", "gexf", "csv", "json", "xlsx")


@click.command()
@endpoint_option
@click.argument("sources", metavar="[actors|goals] [QUELLE]...", nargs=-1)
@click.option("--plan", metavar="KENNUNG", help="Welcher Plan, wo es mehrere sind / which of several plans.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="Sonst nach der Endung von -o / else by the suffix of -o.",
)
@click.option("--meeting", is_flag=True, help="Mappe für ein Treffen, als Ordner / kit for a meeting, as a folder.")
@click.option("--chapter", metavar="KAPITEL", help="Treffen nur zu diesem Kapitel / meeting on this chapter only.")
@click.option(
    "--invite", type=click.Path(path_type=Path), metavar="DATEI",
    help="Wer kommt: treffen.xlsx mit Kreuzen, oder eine Liste / who comes: meeting.xlsx with marks, or a list.",
)  # fmt: skip
@output_option("Die Seite (.html), die Datei oder der Ordner / the page, file or folder.", required=True)
@lang_option
def network(
    sources: tuple[str, ...], plan: str | None, form: str | None, meeting: bool, chapter: str | None,
    invite: Path | None, output: Path, lang: str,
) -> None:  # fmt: skip
    """Ein Netzbild als eine Datei: actors (wer mit wem) oder goals (wer woran).

    A network page as one file: actors (who works with whom) or goals (who works on what). For other programs:
    graphml and gexf (Gephi), csv (two tables for Kumu), json; xlsx is the analysis in sentences and tables.
    """
    from ipgraph.network.pictures import PICTURES
    from ipgraph.network.pictures import network as page

    view, sources = (sources[0], sources[1:]) if sources and sources[0] in PICTURES else ("actors", sources)
    keep_sources(output, (*sources, invite))
    if not meeting and (chapter or invite):
        raise IpgraphError("--chapter und --invite gehören zu --meeting.", "--chapter and --invite go with --meeting.")
    reading = read_sources(sources, lang, fetch=False)
    suffix = output.suffix.lower().lstrip(".")
    form = form or (suffix if suffix in FORMATS else "html")
    if meeting:
        from ipgraph.network.meeting_files import meeting_kit, place_of_kit

        place_of_kit(output)
        files = {output / name: data for name, data in meeting_kit(reading, plan, chapter, invite, lang).items()}
    elif form == "html":
        files = {output: page(reading, view, lang, plan).encode("utf-8")}
    else:
        from ipgraph.network.exchange import network_files

        files = network_files(reading, view, form, output, plan, lang)
    for path, data in files.items():
        save(path, data)
        saying(lang)({"de": f"{path} geschrieben.", "en": f"{path} written."})
