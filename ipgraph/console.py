"""What the commands share beyond their options: reading sources, standard input, choosing a format, writing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipgraph.errors import IpgraphError, Problem
from ipgraph.options import LANGUAGES

if TYPE_CHECKING:
    from ipgraph.ingest import Reading
    from ipgraph.model import Text


def read_sources(
    sources: tuple[str, ...], lang: str, show: bool = True, fetch: bool = True, timeout: float | None = None
) -> Reading:
    """Read the sources of a command and say on stderr what could not be read as it stands.

    Args:
        sources: as given.
        lang: language of what is said.
        show: whether to say it.
        fetch: whether to fetch the plans of an endpoint; without, it is asked itself.
        timeout: the longest time in seconds that an endpoint may take to say what it holds.

    Returns:
        The plans.
    """
    from ipgraph.ingest import read

    reading = read(*sources, fetch=fetch, warn=saying(lang), timeout=timeout)
    if show:
        report_problems(reading.problems, lang)
    return reading


def saying(lang: str) -> Callable[[Text], None]:
    """What says a text on stderr, in one language."""
    return lambda text: click.echo(text[lang], err=True)


def wrote(path: Path, lang: str) -> None:
    """Say on stderr that a file has been written."""
    saying(lang)({"de": f"{path} geschrieben.", "en": f"{path} written."})


def progress(text: str) -> None:
    """Say on stderr what is being done, where a person reads along."""
    if sys.stderr.isatty():
        click.echo(text, err=True)


def standard_input() -> str:
    """What is piped in, as text; raises :class:`IpgraphError` when it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise IpgraphError("Die Standardeingabe ist nicht in UTF-8.", "Standard input is not in UTF-8.") from error


def report_problems(problems: Sequence[Problem], lang: str, limit: int = 20) -> None:
    """Say on stderr what could not be read; the rest is told by ``ipgraph validate``."""
    for problem in problems[:limit]:
        click.echo(f"{problem.code} {problem.sentence(lang)}", err=True)
    if rest := len(problems[limit:]):
        saying(lang)({
            "de": f"… und {rest} weitere; alle zeigt: ipgraph validate",
            "en": f"… and {rest} more; all are shown by: ipgraph validate",
        })  # fmt: skip


def parameters(texts: Sequence[str], lang: str) -> tuple[dict[str, str | list[str]], str]:
    """What ``-p name=value`` gave.

    Args:
        texts: the values of the option; a name that comes several times has several values.
        lang: language so far.

    Returns:
        The values by name, and the language: ``-p lang=en`` is the same as ``--lang en``.

    Raises:
        IpgraphError: a text has another form.
    """
    given: dict[str, list[str]] = {}
    for text in texts:
        name, found, value = text.partition("=")
        if not found:
            raise IpgraphError(
                f"„{text}“ ist kein Parameter. Richtig ist: -p name=wert",
                f"“{text}” is no parameter. Write: -p name=value",
            )
        given.setdefault(name.strip(), []).append(value)
    lang = given.pop("lang", [lang])[-1].strip()
    if lang not in LANGUAGES:
        names = ", ".join(LANGUAGES)
        raise IpgraphError(f"Die Sprache „{lang}“ gibt es nicht: {names}.", f"There is no language “{lang}”: {names}.")
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}, lang


def named_format(chosen: str | None, output: Path | None) -> str | None:
    """The format asked for, else the one of the file's suffix; None where nothing was said."""
    if chosen or output is None:
        return chosen
    suffix = output.suffix.lower()
    return {".txt": "table", ".htm": "html", "": "csv"}.get(suffix, suffix.lstrip("."))


def chosen_format(chosen: str | None, output: Path | None) -> str:
    """As :func:`named_format`, else a table on a terminal and CSV in a pipe."""
    return named_format(chosen, output) or ("table" if sys.stdout.isatty() else "csv")


def terminal_width() -> int:
    """Columns of the terminal, or what ``COLUMNS`` says; 80 where neither is known."""
    return shutil.get_terminal_size().columns


def write(content: bytes, output: Path | None) -> None:
    """Write a result into a file, or to stdout where none is named."""
    if output:
        from ipgraph.files import save

        save(output, content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
