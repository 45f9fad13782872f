"""The help of a command with German headings where the language is German: click's own words are English only."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click

HEADINGS = {"Options": "Optionen", "Commands": "Befehle"}
WORDS = {
    "[OPTIONS]": "[OPTIONEN]",
    "COMMAND [ARGS]...": "BEFEHL [ANGABEN]...",
    "[default: ": "[sonst: ",
    "[required]": "[nötig]",
    "INTEGER RANGE": "ZAHL",
    "FLOAT RANGE": "ZAHL",
    "--output PATH": "--output PFAD",
    "Show this message and exit.": "Diese Hilfe / this help.",
}
"""What click writes between our own words."""


def language(ctx: click.Context | None) -> str:
    """The language that ``--lang`` or the environment chose so far ("de", "en")."""
    chosen = (ctx and ctx.find_root().obj) or os.environ.get("IPGRAPH_LANG")
    return "en" if chosen == "en" else "de"


class Context(click.Context):
    """The call of a command, whose help is in the language of its output."""

    def make_formatter(self) -> click.HelpFormatter:
        """What writes the help."""
        kind = GermanHelp if language(self) == "de" else click.HelpFormatter
        return kind(width=self.terminal_width, max_width=self.max_content_width)


class GermanHelp(click.HelpFormatter):
    """Help in German."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is called."""
        super().write_usage(prog, _german(args), prefix or "Aufruf: ")

    def write_heading(self, heading: str) -> None:
        """A heading above options or commands."""
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands with what they do."""
        super().write_dl([(_german(name), _german(text)) for name, text in rows], col_max, col_spacing)


def _german(text: str) -> str:
    for english, german in WORDS.items():
        text = text.replace(english, german)
    return text
