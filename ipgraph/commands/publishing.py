"""Commands that hand a plan on to the public, and say what has changed since the last time."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ipgraph.console import (
    chosen_format,
    read_sources,
    saying,
    write,
)
from ipgraph.errors import IpgraphError
from ipgraph.files import keep_sources, save
from ipgraph.options import (
    lang_option,
    output_option,
)
from ipgraph.shell import suggest_sources


@click.command()
@click.argument("old", metavar="ALT", shell_complete=suggest_sources)
@click.argument("new", metavar="NEU", shell_complete=suggest_sources)
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "csv", "json", "md", "html", "xlsx"]),
    help="table, md, html: zum Lesen; csv, json, xlsx: eine Zeile je Änderung / one row a change.",
)  # fmt: skip
@click.option(
    "--renames", metavar="LISTE", type=click.Path(path_type=Path),
    help="Bestätigte neue Kennungen (CSV, XLSX) / new identifiers that a person confirmed.",
)  # fmt: skip
@click.option(
    "--suggest", metavar="LISTE", type=click.Path(path_type=Path),
    help="Vermutete neue Kennungen in diese Liste schreiben (CSV) / write guesses into this list, to be signed.",
)  # fmt: skip
@click.option("--exit-code", is_flag=True, help="Exit 1, wenn sich etwas geändert hat / when something has changed.")
@output_option("In diese Datei; die Endung bestimmt das Format / into this file; the suffix decides the format.")
@lang_option
def diff(
    old: str, new: str, format_: str | None, renames: Path | None, suggest: Path | None, exit_code: bool,
    output: Path | None, lang: str,
) -> None:  # fmt: skip
    """Was sich zwischen der alten und der neuen Fassung eines Plans geändert hat.

    What has changed between two editions of a plan, OLD and NEW: new, gone, moved, changed.
    """
    from ipgraph.changes import diff as compare
    from ipgraph.changes import words
    from ipgraph.changes.report import suggested, written

    for file in (output, suggest):
        keep_sources(file, [old, new, renames])
    if suggest and suggest.exists():
        raise IpgraphError(
            f"{suggest} gibt es schon. Bitte einen anderen Namen angeben, damit keine Unterschrift verloren geht.",
            f"{suggest} exists already. Please give another name, so that no signature is lost.",
        )
    format = chosen_format(format_, output)
    changes = compare(read_sources((old,), lang), read_sources((new,), lang), renames)
    write(written(changes, format, lang, terminal=output is None and sys.stdout.isatty()), output)
    if suggest:
        save(suggest, suggested(changes, lang))
    seen = () if output is None and format in ("table", "md", "html") else (changes.summary, *changes.notes)
    for text in (*seen, *([words.CONFIRM] if changes.guesses and not suggest else [])):
        saying(lang)(text)
    sys.exit(int(exit_code and not changes.same))
