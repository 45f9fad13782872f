"""A command line that cannot be understood, told in a sentence of our own: click speaks English only."""

from __future__ import annotations

from typing import Any

import click

from ipgraph.usage import language


class Misuse(click.UsageError):
    """What is wrong with a command line.

    Args:
        error: what click found.
    """

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(error.message, error.ctx)
        self.error = error

    def show(self, file: Any = None) -> None:
        """Say what is wrong and where help is, on standard error."""
        lang = language(self.ctx)
        said = self._said()[lang]
        help_ = f"{self.ctx.command_path if self.ctx else 'ipgraph'} --help"
        click.echo(f"ipgraph: {said} {'Help' if lang == 'en' else 'Hilfe'}: {help_}", err=True)

    def _said(self) -> dict[str, str]:
        error = self.error
        if isinstance(error, click.NoSuchOption):
            near = ", ".join(error.possibilities or ())
            return {
                "de": f"Die Option {error.option_name} gibt es nicht." + f" Gemeint vielleicht: {near}." * bool(near),
                "en": f"There is no option {error.option_name}." + f" Perhaps: {near}." * bool(near),
            }
        if isinstance(error, click.BadOptionUsage):
            return {
                "de": f"Hinter {error.option_name} fehlt ein Wert, oder es steht einer zu viel.",
                "en": f"A value is missing behind {error.option_name}, or there is one too many.",
            }
        name = self._parameter()
        if isinstance(error, click.MissingParameter):
            return {"de": f"Es fehlt eine Angabe: {name}.", "en": f"Something is missing: {name}."}
        if isinstance(error, click.BadParameter):
            kind = error.param.type if error.param else None
            possible = ""
            if isinstance(kind, click.Choice):
                possible = ", ".join(map(str, kind.choices))
            elif isinstance(kind, click.IntRange | click.FloatRange):
                first = f"> {kind.min}" if kind.min_open else kind.min
                possible = f"{first} – {'…' if kind.max is None else kind.max}"
            elif isinstance(kind, click.DateTime):
                possible = "31.12.2026, 2026-12-31"
            if possible:
                return {
                    "de": f"Der Wert für {name} passt nicht. Möglich: {possible}.",
                    "en": f"The value for {name} does not fit. Possible: {possible}.",
                }
            return {
                "de": f"Der Wert für {name} passt nicht ({error.message}).",
                "en": f"The value for {name} does not fit ({error.message}).",
            }
        if self.ctx and isinstance(self.ctx.command, click.Group):
            known = ", ".join(self.ctx.command.list_commands(self.ctx))
            return {
                "de": f"Einen solchen Befehl gibt es nicht. Es gibt: {known}.",
                "en": f"There is no such command. There are: {known}.",
            }
        return {"de": f"Der Aufruf passt nicht ({error.message}).", "en": f"The call does not fit ({error.message})."}

    def _parameter(self) -> str:
        """The parameter as it is typed."""
        parameter = getattr(self.error, "param", None)
        if parameter is None:
            return str(getattr(self.error, "param_hint", "") or "")
        return (
            str(parameter.metavar or parameter.name) if parameter.param_type_name == "argument" else parameter.opts[0]
        )
