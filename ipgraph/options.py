"""What all commands share: exit codes, the sentence for what goes wrong, language, sources, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from ipgraph.errors import IpgraphError
from ipgraph.files import because, is_address, shown
from ipgraph.misuse import Misuse
from ipgraph.shell import suggest_sources
from ipgraph.usage import Context

F = TypeVar("F", bound=Callable[..., Any])
LANGUAGES = ("de", "en")
FILE = click.Path(path_type=Path, readable=False)
"""A file or folder; whoever reads it finds out whether it can be read, and has a sentence for it in two languages."""


class Commands(click.Group):
    """Commands that end with the exit codes that the README lists: 0 fine, 1 findings, 2 wrong input, 3 our fault."""

    context_class = Context

    def make_context(self, *args: Any, **values: Any) -> click.Context:
        """Understand what stands before the name of a command."""
        try:
            return super().make_context(*args, **values)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise Misuse(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn what goes wrong into a sentence."""
        try:
            return super().invoke(ctx)
        except IpgraphError as error:
            lang = ctx.obj or "de"
            click.echo(f"ipgraph: {error.message[lang]}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("ipgraph: Stopped." if ctx.obj == "en" else "ipgraph: Abgebrochen.", err=True)
            ctx.exit(130)  # as a shell says it of a program that Ctrl+C has ended
        except BrokenPipeError:
            # The reader of our output has gone (`| head`): nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except click.UsageError as error:
            raise Misuse(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
            raise
        except OSError as error:
            file, reason = error.filename, because(error)
            click.echo(
                f"ipgraph: {file} kann nicht gelesen oder geschrieben werden: {reason['de']}. Noch in Excel offen?"
                if ctx.obj != "en"
                else f"ipgraph: {file} cannot be read or written: {reason['en']}. Still open in Excel?",
                err=True,
            )
            ctx.exit(2)
        except Exception as error:
            if os.environ.get("IPGRAPH_DEBUG"):
                raise
            click.echo(
                f"ipgraph: Das ist unser Fehler, nicht Ihrer: {type(error).__name__}: {error}. "
                "Mit IPGRAPH_DEBUG=1 zeigt ipgraph, wo er entstand. / This is our fault, not yours.",
                err=True,
            )
            ctx.exit(3)


CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def lang_option(function: F) -> F:
    """``--lang``: language of what people read; also kept for error messages."""

    def keep(ctx: click.Context, _: click.Parameter, value: str) -> str:
        ctx.find_root().obj = value
        return value

    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default="de",
        show_default=True,
        envvar="IPGRAPH_LANG",
        is_eager=True,
        callback=keep,
        help="Sprache der Ausgabe / language of the output.",
    )(function)


def sources_argument(function: F) -> F:
    """``[SOURCE]...`` and ``--endpoint``: the plans to read."""
    argument = click.argument("sources", metavar="[QUELLE]...", nargs=-1, shell_complete=suggest_sources)
    return endpoint_option(argument(function))


def endpoint_option(function: F) -> F:
    """``--endpoint``: the address of a server, as one more of the sources that the command takes as ``sources``."""

    @click.option("--endpoint", metavar="URL", help="Die Pläne dieses SPARQL-Endpunkts / the plans of this endpoint.")
    @wraps(function)
    def with_endpoint(*, sources: tuple[str, ...], endpoint: str | None, **values: Any) -> Any:
        if endpoint and not is_address(endpoint):
            raise IpgraphError(
                f"{shown(endpoint)} ist keine Adresse. Hinter --endpoint steht, was mit http:// oder https:// beginnt.",
                f"{shown(endpoint)} is no address. Behind --endpoint goes what begins with http:// or https://.",
            )
        return function(sources=(*sources, *([endpoint] if endpoint else [])), **values)

    return cast(F, with_endpoint)


def output_option(text: str, required: bool = False) -> Callable[[F], F]:
    """``-o``: where to write; ``-`` is standard output, where one file is written."""

    def standard(_: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
        if value != Path("-"):
            return value
        if parameter.required:
            raise IpgraphError("Hinter -o fehlt ein Name.", "A name is missing behind -o.")
        return None

    return click.option("-o", "--output", type=FILE, required=required, callback=standard, help=text)


def previous_option(function: F) -> F:
    """``--previous``: the last edition of the plan."""
    text = "Mit der vorigen Ausgabe vergleichen / compare with the last one."
    return click.option("--previous", metavar="QUELLE", help=text)(function)


def exceptions_option(function: F) -> F:
    """``--exceptions``: what may be published although it looks like data of a person."""
    text = (
        "Geprüfte Ausnahmen vom Schutz von Personen (CSV, XLSX) / reviewed exceptions from the protection of persons."
    )
    return click.option("--exceptions", type=FILE, metavar="LISTE", help=text)(function)


def shapes_option(function: F) -> F:
    """``--shapes``: a county's own shapes."""
    text = "Eigene Regeln (Turtle) über den mitgelieferten / own rules laid over ours."
    return click.option("--shapes", type=FILE, metavar="DATEI", help=text)(function)
