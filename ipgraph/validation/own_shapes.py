"""A county's own shapes: rules made stricter, switched off or added, in a small Turtle file beside the plan.

What the file states of a rule or column takes the place of what the program states there: one value of
``sh:maxInclusive`` replaces the other, a German message the German message. Everything else of the rule stays. Only
what a shape may have several of by its nature is added to: its types and the columns of a sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from ipgraph.errors import IpgraphError
from ipgraph.files import unopened
from ipgraph.ingest.problems import near
from ipgraph.ingest.rdf import unreadable
from ipgraph.lookups import Lookups, key
from ipgraph.model import Text
from ipgraph.namespaces import FACT, FIELD, IP, RDF, RULE, SH, local_name
from ipgraph.validation.own_faults import fault_of

ADDED = (RDF + "type", SH + "property")
"""Properties that add to what is there."""

NEEDED = {IP + "code": "ip:code", SH + "name": "sh:name", SH + "message": "sh:message", SH + "severity": "sh:severity"}
"""What a new rule has to say, so that a finding can be told."""

TARGETS = tuple(SH + name for name in ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))


def overlaid(given: Iterable[ox.Triple], stated: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Lay own statements over given ones.

    Args:
        given: the shapes of the program.
        stated: the county's.

    Returns:
        The county's statements, and of the given ones those in whose place it states nothing.
    """
    stated = list(stated)
    replaced = {_slot(triple) for triple in stated if triple.predicate.value not in ADDED}
    return [triple for triple in given if _slot(triple) not in replaced] + stated


def _slot(triple: ox.Triple) -> tuple[str, str, str]:
    """What a statement stands in the place of: subject and property, and the language of a text."""
    return str(triple.subject), triple.predicate.value, getattr(triple.object, "language", None) or ""


def read_own(path: Path, given: Sequence[ox.Triple]) -> list[ox.Triple]:
    """Read a county's own shapes.

    Args:
        path: a Turtle file.
        given: the shapes of the program, to know what can be changed.

    Returns:
        Its triples.

    Raises:
        IpgraphError: there is no such file, it is no Turtle, it names a rule that does not exist, a new rule lacks
            what a finding needs, or a value is not allowed by SHACL.
    """
    if not path.is_file():
        raise IpgraphError(f"{path} ist keine Datei.", f"{path} is no file.")
    try:
        triples = [quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)]
    except OSError as error:
        raise unopened(path, error) from error
    except (SyntaxError, ValueError) as error:
        raise unreadable(path.name, error) from error
    own, ours = Lookups(triples), Lookups(given)
    known = {triple.subject.value for triple in given if isinstance(triple.subject, ox.NamedNode)}
    for subject in sorted({t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)} - known):
        _check_name(path.name, subject, own, ours, known)
    for triple in triples:
        if fault := fault_of(triple, own, ours, known):
            raise _refused(path.name, triple, fault)
    _check_values(path.name, triples, given)
    return triples


def _check_name(file: str, subject: str, own: Lookups, ours: Lookups, known: Iterable[str]) -> None:
    """What we do not know is either a whole new rule or a slip of the pen."""
    if any(own.value(subject, target) for target in TARGETS):
        code = own.value(subject, IP + "code")
        if any(code == other for name in known for other in ours.values(name, IP + "code")):
            raise IpgraphError(
                f"{file}: Den Code „{code}“ hat schon eine andere Regel.",
                f"{file}: the code “{code}” is that of another rule already.",
            )
        missing = [short for iri, short in NEEDED.items() if own.value(subject, iri) is None]
        if missing:
            words = ", ".join(missing)
            raise IpgraphError(
                f"{file}: Der neuen Regel {local_name(subject)} fehlt {words}.",
                f"{file}: the new rule {local_name(subject)} lacks {words}.",
            )
    elif subject.startswith((RULE, FIELD, FACT)):
        names = sorted({local_name(name) for name in known if name.startswith((RULE, FIELD, FACT))})
        hint = near(local_name(subject), names)
        raise IpgraphError(
            f"{file}: Eine Regel oder Spalte „{local_name(subject)}“ gibt es nicht. {hint['de']}"
            "Alle Regeln zeigt: ipgraph validate --rules",
            f"{file}: there is no rule or column “{local_name(subject)}”. {hint['en']}"
            "All rules are shown by: ipgraph validate --rules",
        )


def _refused(file: str, triple: ox.Triple, fault: Text) -> IpgraphError:
    shape = "" if isinstance(triple.subject, ox.BlankNode) else f"{local_name(key(triple.subject))}, "
    value = "" if isinstance(triple.object, ox.BlankNode) else f" „{getattr(triple.object, 'value', '')}“"
    what = f"{file}: {shape}{local_name(triple.predicate.value)}{value}: "
    return IpgraphError(what + fault["de"], what.replace("„", "“").replace("““", "“") + fault["en"])


def _check_values(file: str, stated: Sequence[ox.Triple], given: Sequence[ox.Triple]) -> None:
    """Let SHACL's own shapes judge the changed shapes (SHACL 1.0, appendix C)."""
    import pyshacl
    from rdflib import SH as SHACL
    from rdflib import Graph

    changed = ox.serialize(_described(stated, given), format=ox.RdfFormat.N_TRIPLES) or b""
    _, report, _ = pyshacl.validate(
        Graph().parse(data=changed, format="nt"),
        shacl_graph="http://www.w3.org/ns/shacl-shacl",
        max_validation_depth=60,
    )
    if not isinstance(report, Graph):
        raise RuntimeError(f"SHACL: {report}")
    first = min(report.objects(None, SHACL.result), key=str, default=None)
    if first is not None:
        shape, path = (local_name(str(report.value(first, name))) for name in (SHACL.focusNode, SHACL.resultPath))
        value = report.value(first, SHACL.value)
        raise IpgraphError(
            f"{file}: {shape}: „{value}“ ist für {path} nicht erlaubt.",
            f"{file}: {shape}: “{value}” is not allowed for {path}.",
        )


def _described(stated: Sequence[ox.Triple], given: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
    """Each changed shape as it stands now, with the blank nodes that belong to it."""
    by_subject: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in overlaid(given, stated):
        by_subject[str(triple.subject)].append(triple)
    waiting = sorted({str(triple.subject) for triple in stated})
    seen = set(waiting)
    while waiting:
        for triple in by_subject[waiting.pop()]:
            yield triple
            if isinstance(triple.object, ox.BlankNode) and str(triple.object) not in seen:
                seen.add(str(triple.object))
                waiting.append(str(triple.object))
