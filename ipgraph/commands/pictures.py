"""Commands that draw a plan."""

from __future__ import annotations

from datetime import datetime
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
    previous_option,
)


@click.command()
@endpoint_option
@click.argument("sources", metavar="[actors|goals|plan] [QUELLE]...", nargs=-1)
@click.option("--plan", metavar="KENNUNG", help="Welcher Plan, wo es mehrere sind / which of several plans.")
@previous_option
@click.option(
    "--between", nargs=2, type=click.DateTime(["%Y-%m-%d"]), metavar="TAG TAG",
    help="Zwei Tage des Plans vergleichen / compare two days of the plan.",
)  # fmt: skip
@click.option(
    "--story", type=click.Path(path_type=Path), metavar="DATEI",
    help="Ablauf des Abends: Sätze mit Ansichten / steps of the evening: sentences with views.",
)  # fmt: skip
@click.option("--pdf", is_flag=True, help="Dazu PDF: Bilder und Korrekturbögen / PDFs beside it: pictures and sheets.")
@output_option("Die Seite (.html) / the page.", required=True)
@lang_option
def network(
    sources: tuple[str, ...], plan: str | None, previous: str | None, between: tuple[datetime, datetime] | None,
    story: Path | None, pdf: bool, output: Path, lang: str,
) -> None:  # fmt: skip
    """Die Netze eines Plans als eine Datei; sie öffnet mit actors (wer mit wem), goals (wer woran) oder plan.

    The networks of a plan as one file; it opens on actors (who works with whom), goals (who works on what) or plan.
    """
    from ipgraph.network.paper import write_pdfs
    from ipgraph.network.pictures import PICTURES
    from ipgraph.network.pictures import network as page

    if previous and between:
        raise click.UsageError("--previous / --between: nur eines von beiden / only one of them.")
    view, sources = (sources[0], sources[1:]) if sources and sources[0] in PICTURES else ("actors", sources)
    keep_sources(output, [*sources, previous, story])
    before = read_sources((previous,), lang, show=False) if previous else None
    days = (between[0].date(), between[1].date()) if between else None
    reading = read_sources(sources, lang, fetch=False)
    html = page(reading, view, lang, plan, previous=before, between=days, story=story)
    save(output, html.encode("utf-8"))
    for path in [output, *(write_pdfs(output) if pdf else [])]:
        saying(lang)({"de": f"{path} geschrieben.", "en": f"{path} written."})
