"""Completion on the command line, by click: what is offered where, and how Bash is told.

Switched on by one line in the start file of a shell (see README); ``_IPGRAPH_COMPLETE`` is click's own variable.
"""

from __future__ import annotations

import os
import re

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string


def suggest_queries(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids of the catalogue; files where what is typed looks like one."""
    from ipgraph.catalogue.completion import query_ids

    found = [CompletionItem(value, help=text) for value, text in query_ids(begun, _lang(ctx))]
    return found or [CompletionItem(begun, type="file")]


def suggest_sources(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files and folders."""
    return [CompletionItem(begun, type="file")]


def suggest_parameters(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Names of the query's parameters, and after ``=`` their values."""
    from ipgraph.catalogue.completion import parameters

    name, *sources = ctx.args or [""]  # click has not told them apart while the option waits for its value
    return [CompletionItem(value, help=text) for value, text in parameters(name, sources, begun, _lang(ctx))]


def _lang(ctx: click.Context) -> str:
    return str(ctx.find_root().obj or "de")


@add_completion_class
class Bash(BashComplete):
    """Bash cuts words at ``=`` and ``:``: we look at the line as it is typed, and answer with the rest of the word."""

    source_template = BashComplete.source_template.replace(
        "COMP_CWORD=$COMP_CWORD", 'COMP_CWORD=$COMP_CWORD COMP_LINE="${COMP_LINE:0:COMP_POINT}"'
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words before the cursor, and the one that it stands in or behind."""
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)[1:]
        begun = words.pop() if words and not line[-1:].isspace() else ""
        self.known = len(begun) - len(re.split("[=:]", begun)[-1])
        return words, begun

    def format_completion(self, item: CompletionItem) -> str:
        """The part of a suggestion that Bash puts in the place of its own word."""
        return f"{item.type},{item.value[self.known :] if item.type == 'plain' else item.value}"
