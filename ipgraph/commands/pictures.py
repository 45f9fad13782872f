"""Commands that draw a plan."""

from __future__ import annotations

from pathlib import Path

import click

from ipgraph.console import (
    read_sources,
    saying,
)
from ipgraph.files import keep_sources, save
from ipgraph.options import (
    endpoint_option,
    lang_option,
    output_option,
)


@click.command()
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
