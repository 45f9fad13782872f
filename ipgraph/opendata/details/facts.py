"""What the plan says that a portal wants to know, read from its graph by properties."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from ipgraph.ingest.sheets import CONTROL
from ipgraph.namespaces import DCTERMS, IP, PREFIXES
from ipgraph.store import Store

_PLAN = """
SELECT ?path ?value ?earliest ?latest
WHERE {
  VALUES ?plan { <%s> }
  ?plan ?path ?value
  OPTIONAL { ?value ip:earliest ?earliest }
  OPTIONAL { ?value ip:latest ?latest }
}
ORDER BY ?path ?value ?earliest ?latest
"""
_NEWEST = """
SELECT (MAX(?day) AS ?newest)
WHERE {
  VALUES ?plan { <%s> }
  ?report a ip:StatusReport ; ip:inPlan ?plan ; ip:date/ip:earliest ?day
}
"""


@dataclass(frozen=True)
class PlanFacts:
    """What the sheet of the plan says; an empty text where it says nothing.

    Args:
        iri: the plan.
        identifier: its Kennung.
        title: its title.
        language: code of its language.
        territory: the county, town or municipality that it is for.
        district_key: official key of the county or municipality, digits.
        publisher: the body that publishes it.
        contact: mailbox or address for questions.
        licence: address of the licence.
        edition: how it counts its editions.
        description: what it is about.
        adopted: day, month or year of its adoption in ISO form.
        start: day, month or year in which its period begins.
        end: day, month or year in which its period ends.
        newest: ISO day of the newest status report.
        fictional: whether it is made up.
    """

    iri: str
    identifier: str = ""
    title: str = ""
    language: str = "de"
    territory: str = ""
    district_key: str = ""
    publisher: str = ""
    contact: str = ""
    licence: str = ""
    edition: str = ""
    description: str = ""
    adopted: str = ""
    start: str = ""
    end: str = ""
    newest: str = ""
    fictional: bool = False


def plan_facts(store: Store, plan: str) -> PlanFacts:
    """Read what a plan says of itself.

    Args:
        store: where it lies.
        plan: its IRI.

    Returns:
        The facts.
    """
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    said: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for path, *terms in store.select(prefixes + _PLAN % plan, graphs=(plan,)).rows:
        value, earliest, latest = (str(getattr(term, "value", "")) for term in terms)
        said[str(getattr(path, "value", ""))].append((_clean(value), earliest, latest))

    def text(path: str) -> str:
        return said[path][0][0] if path in said else ""

    def times(path: str) -> tuple[str, str]:
        return said[path][0][1:] if path in said else ("", "")

    newest = store.select(prefixes + _NEWEST % plan, graphs=(plan,)).rows
    return PlanFacts(
        iri=plan,
        identifier=text(DCTERMS + "identifier"),
        title=text(DCTERMS + "title"),
        language=text(DCTERMS + "language") or "de",
        territory=text(IP + "territory"),
        district_key=text(IP + "districtKey"),
        publisher=text(DCTERMS + "publisher"),
        contact=text(IP + "contact"),
        licence=text(DCTERMS + "license"),
        edition=text(IP + "edition"),
        description=text(DCTERMS + "description"),
        adopted=_as_written(*times(IP + "adopted"), end=True),
        start=_as_written(*times(IP + "periodStart"), end=False),
        end=_as_written(*times(IP + "periodEnd"), end=True),
        newest=latest if _day(latest := str(getattr(newest[0][0], "value", ""))) else "",
        fictional=text(IP + "fictional") in ("true", "1"),
    )


def _clean(text: str) -> str:
    """A text on one line without control characters, which no form of RDF but Turtle can hold."""
    return " ".join(CONTROL.sub("", text).split())


def _as_written(earliest: str, latest: str, end: bool) -> str:
    """A date in words as exact as the words are: a day, a month or a year; else one end of the span.

    Args:
        earliest: first day that the words can mean; empty where it is open.
        latest: last day that they can mean; empty where it is open.
        end: which end, where they mean neither a day nor a month nor a year.
    """
    first, last = _day(earliest), _day(latest)
    if first and last and first.year == last.year and first.day == 1:
        ends = last.day == monthrange(last.year, last.month)[1]
        if ends and (first.month, last.month) == (1, 12):
            return earliest[:4]
        if ends and first.month == last.month:
            return earliest[:7]
    return latest if end and last else earliest if not end and first else ""


def _day(text: str) -> date | None:
    """A day in ISO form; None for what a foreign file has there instead."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
