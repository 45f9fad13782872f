"""What is wrong with a statement of a county's own shapes that SHACL itself would bear or pass over."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

import pyoxigraph as ox

from ipgraph.ingest.problems import near
from ipgraph.lookups import Lookups, key
from ipgraph.model import Text, load_model
from ipgraph.namespaces import CODES, IP, PREFIXES, SH, XSD, local_name, prologue

NUMBERS = (
    "minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "minLength", "maxLength", "minCount", "maxCount",
)  # fmt: skip
"""Parameters that take a number."""
SINGLE = {SH + name for name in (*NUMBERS, "in", "severity", "path")}
SEVERITIES = tuple(SH + name for name in ("Violation", "Warning", "Info"))


def fault_of(triple: ox.Triple, own: Lookups, ours: Lookups, known: AbstractSet[str]) -> Text | None:
    """Look for a fault in one statement.

    Args:
        triple: the statement.
        own: all statements of the county.
        ours: the shapes of the program.
        known: what the shapes and the ontology of the program name.

    Returns:
        A sentence by language; None if nothing is wrong.
    """
    subject, predicate = key(triple.subject), triple.predicate.value
    text = str(getattr(triple.object, "value", ""))
    if fault := _unknown(predicate, text if isinstance(triple.object, ox.NamedNode) else "", known):
        return fault
    if predicate in SINGLE and len(own.values(subject, predicate)) > 1:
        return {"de": "Dafür stehen zwei Werte da.", "en": "There are two values for it."}
    match predicate.removeprefix(SH):
        case "target":
            return {"de": "Möglich sind sh:targetClass und sh:targetSubjectsOf.", "en": "Use sh:targetClass."}
        case "severity" if text not in SEVERITIES:
            words = ", ".join(f"sh:{local_name(one)}" for one in SEVERITIES)
            return {"de": f"Möglich: {words}.", "en": f"Possible: {words}."}
        case name if name in NUMBERS and not _is_number(triple.object):
            return {"de": "Hier gehört eine Zahl hin, ohne Anführungszeichen.", "en": "This takes a number, unquoted."}
        case "in" if _only_iris(ours.items(subject, predicate)) and not _only_iris(own.items(subject, predicate)):
            return {"de": "Hier gehören Begriffe der Codelisten hin.", "en": "This takes concepts of the code lists."}
        case "pattern":
            return _pattern_fault(text)
        case "select" | "ask":
            return _query_fault(text, own)
    return None


def _unknown(predicate: str, value: str, known: AbstractSet[str]) -> Text | None:
    from rdflib import SH as SHACL
    from rdflib import URIRef

    if predicate.startswith(SH) and URIRef(predicate) not in SHACL:
        return {"de": "Diese Angabe kennt SHACL nicht.", "en": "SHACL does not know this."}
    model = load_model()
    named = {*known, *model.concepts, *(scheme.iri for scheme in model.schemes)}
    for iri in (predicate, value):
        if iri.startswith((IP, CODES)) and iri not in named:
            hint = near(local_name(iri), sorted(map(local_name, named)))
            return {
                "de": f"„{local_name(iri)}“ gibt es nicht. {hint['de']}".strip(),
                "en": f"There is no “{local_name(iri)}”. {hint['en']}".strip(),
            }
    return None


def _is_number(term: object) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value != XSD + "string"


def _only_iris(members: list[str]) -> bool:
    return bool(members) and all(member.startswith("http") for member in members)


def _pattern_fault(pattern: str) -> Text | None:
    try:
        re.compile(pattern)
    except re.error as error:
        return {
            "de": f"Das Muster ist nicht lesbar, von Zeichen {(error.pos or 0) + 1} an.",
            "en": f"The pattern cannot be read ({error}).",
        }
    return None


def _query_fault(query: str, own: Lookups) -> Text | None:
    """A fault in the SPARQL of a constraint; prefixes may be declared in the file (SHACL 1.0, section 5.2.1)."""
    declared = {
        own.value(node, predicate) or "": own.value(node, SH + "namespace") or ""
        for node, predicate in own.objects
        if predicate == SH + "prefix"
    }
    try:
        ox.Store().query(prologue({**PREFIXES, **declared}) + query)
    except SyntaxError as error:
        first = str(error).splitlines()[0]
        return {"de": f"Die Abfrage hat einen Fehler ({first}).", "en": f"The query has a fault ({first})."}
    return None
