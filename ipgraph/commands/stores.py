"""Commands about stores of many plans, and the server."""

from __future__ import annotations

import sys

import click

from ipgraph.console import progress, report_problems, saying
from ipgraph.errors import IpgraphError
from ipgraph.files import shown
from ipgraph.options import lang_option, sources_argument


@click.command()
@click.argument("sources", metavar="QUELLE...", nargs=-1)
@click.option("--to", "target", metavar="ZIEL", required=True, help="Ordner oder Adresse / folder or address.")
@click.option("--force", is_flag=True, help="Auch Pläne mit fehlenden Pflichtspalten / plans without required columns.")
@click.option("--remove", metavar="KENNUNG", help="Diesen Plan dort entfernen, ohne Quelle / remove this plan there.")
@click.option("--codes", is_flag=True, help="Nur die Codelisten laden, ohne Quelle / the code lists only.")
@lang_option
def load(
    sources: tuple[str, ...], target: str, remove: str | None, codes: bool, force: bool, lang: str
) -> None:  # fmt: skip
    """Pläne in einen Speicher laden, also in einen Ordner oder auf den Server.

    Load plans into a folder or onto a SPARQL server; each plan takes the place of what is there of it.
    Login: IPGRAPH_USER and IPGRAPH_PASSWORD, or netrc.
    """
    from ipgraph.loading import load as load_plans
    from ipgraph.loading import remove as remove_plan

    if remove:
        if sources or codes:
            raise IpgraphError(
                "--remove entfernt nur; dazu passen keine Quelle und kein --codes.",
                "--remove only removes; no source and no --codes go with it.",
            )
        remove_plan(remove, target, saying(lang))
        saying(lang)({"de": f"{remove} aus {shown(target)} entfernt.", "en": f"{remove} removed from {shown(target)}."})
        return
    done = load_plans(*sources, to=target, codes=codes, force=force, progress=progress, warn=saying(lang))
    report_problems(done.problems, lang)
    what = ("Codelisten", "code lists") if codes else (f"Pläne: {done.plans}", f"plans: {done.plans}")
    saying(lang)({
        "de": f"In {shown(target)} geladen – {what[0]}, Tripel: {done.triples}.",
        "en": f"Loaded into {shown(target)} – {what[1]}, triples: {done.triples}.",
    })  # fmt: skip


@click.command()
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
