"""ipgraph: integration plans as a knowledge graph that people can question.

One function a command; nothing heavy is imported before it is needed::

    import ipgraph

    reading = ipgraph.read("plan.xlsx")
    table = ipgraph.query("focus-areas", reading)
    report = ipgraph.validate(reading)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ipgraph.catalogue import queries, query
    from ipgraph.changes import diff
    from ipgraph.emit import convert
    from ipgraph.emit.form import template
    from ipgraph.errors import IpgraphError
    from ipgraph.ingest import Reading, read
    from ipgraph.intake import adopt
    from ipgraph.loading import load
    from ipgraph.opendata.export import export
    from ipgraph.server import serve, serving
    from ipgraph.site import build
    from ipgraph.validation import validate

_HOMES = {
    "IpgraphError": "errors",
    "Reading": "ingest",
    "adopt": "intake",
    "build": "site",
    "convert": "emit",
    "diff": "changes",
    "export": "opendata.export",
    "load": "loading",
    "queries": "catalogue",
    "query": "catalogue",
    "read": "ingest",
    "serve": "server",
    "serving": "server",
    "template": "emit.form",
    "validate": "validation",
}

__all__ = [
    "IpgraphError",
    "Reading",
    "__version__",
    "adopt",
    "build",
    "convert",
    "diff",
    "export",
    "load",
    "queries",
    "query",
    "read",
    "serve",
    "serving",
    "template",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562), so that ``ipgraph --help`` stays quick."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
