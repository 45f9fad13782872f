"""Plans into a store that lasts: a folder, or a server."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import is_address, shown
from ipgraph.loading.gathered import Loaded, Progress, gathered
from ipgraph.loading.removing import remove
from ipgraph.store import Warn, warned

__all__ = ["Loaded", "load", "remove"]


def load(
    *sources: str | Path,
    to: str | Path,
    codes: bool = False,
    force: bool = False,
    warn: Warn = warned,
    progress: Progress = lambda text: None,
) -> Loaded:
    """Put plans into a store, with the code lists: one named graph a plan, replaced as a whole.

    All sources are read before anything is written. Whatever happens then, a plan is there as it was or as it is now,
    never a part of it.

    Args:
        sources: as for :func:`ipgraph.read`.
        to: a folder (new, empty, or a store already), or the address of a SPARQL endpoint.
        force: whether to load plans too that lack a required column or their own row.
        codes: whether to load the code lists alone, without a source.
        warn: told what the user should know.
        progress: told what is being done, one sentence at a time.

    Returns:
        What was put there.

    Raises:
        IpgraphError: a source cannot be read; there is none; the target cannot be written, or is something else.
    """
    if bool(sources) == codes:
        raise IpgraphError(
            "Bitte angeben, was geladen wird: einen oder mehrere Pläne, oder nur die Codelisten mit --codes.",
            "Please say what to load: one or more plans, or the code lists only with --codes.",
        )
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", str(to)) and not is_address(to):
        raise IpgraphError(
            f"{shown(to)} ist weder ein Ordner noch eine Adresse, die mit http:// oder https:// beginnt.",
            f"{shown(to)} is neither a folder nor an address that begins with http:// or https://.",
        )
    gather = partial(gathered, sources, warn, progress, force)
    if is_address(to):
        from ipgraph.loading.server import into_server

        return into_server(gather, str(to), progress)
    from ipgraph.loading.folder import into_folder

    return into_folder(sources, gather, Path(to), progress)
