"""Where the triples live and questions are asked. One seam: embedded, or a SPARQL endpoint behind the same face.

The store behind an endpoint is :class:`ipgraph.store.remote.RemoteStore`, which is imported where it is needed only.
"""

from __future__ import annotations

from ipgraph.store.answers import Answer, Solutions, Store, Term, Warn, warned
from ipgraph.store.embedded import EmbeddedStore, is_store

__all__ = [
    "Answer",
    "EmbeddedStore",
    "Solutions",
    "Store",
    "Term",
    "Warn",
    "is_store",
    "warned",
]
