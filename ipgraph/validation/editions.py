"""Which plans there are, and which of them is the last edition before another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ipgraph.ingest import Reading
from ipgraph.namespaces import prologue
from ipgraph.validation.findings import Edition

_QUERY = """
SELECT ?plan (MIN(?key) AS ?identifier) (MIN(?title) AS ?label) (MIN(?districtKey) AS ?district) (MIN(?day) AS ?begins)
  (SAMPLE(?mark) AS ?fictional)
WHERE {
  ?plan a ip:Plan .
  OPTIONAL { ?plan dcterms:identifier ?key }
  OPTIONAL { ?plan dcterms:title ?words BIND(STR(?words) AS ?title) }
  OPTIONAL { ?plan ip:districtKey ?written BIND(STR(?written) AS ?districtKey) }
  OPTIONAL { ?plan ip:periodStart/ip:earliest ?day }
  OPTIONAL { ?plan ip:fictional true BIND(true AS ?mark) }
}
GROUP BY ?plan
"""


def editions(reading: Reading) -> tuple[Edition, ...]:
    """The plans of a reading, in the order of the sources.

    Args:
        reading: the plans as they were read.

    Returns:
        Kennung, title, district, first day and mark of each plan, as far as the plan gives them.
    """
    rows = (tuple(map(_text, row)) for row in reading.store.select(prologue() + _QUERY).rows)
    found = {
        iri: Edition(iri, key, label, district, begins, bool(mark)) for iri, key, label, district, begins, mark in rows
    }
    return tuple(found.get(iri) or Edition(iri, "", "") for iri in reading.plans)


def _text(term: Any) -> str:
    return str(getattr(term, "value", ""))


def earlier(plan: Edition, plans: Iterable[Edition]) -> Edition | None:
    """The last edition before a plan.

    Args:
        plan: the plan.
        plans: where to look.

    Returns:
        Of the plans of the same district that begin before this one, the newest; None if there is none.
    """
    known = [
        one
        for one in plans
        if plan.district and one.district == plan.district and one.begins and one.begins < plan.begins
    ]
    return max(known, key=lambda one: (one.begins, one.iri), default=None)
