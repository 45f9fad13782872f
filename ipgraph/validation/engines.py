"""Two engines that judge a graph against shapes: pySHACL is the reference, shifty (in Rust) the quick one.

``tests/test_engines.py`` holds them to the same findings (docs/decisions/shacl-engines.md). Nothing past this module
knows which one has spoken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from ipgraph.namespaces import RDF, SH, XSD
from ipgraph.validation.shapes import Shapes

if TYPE_CHECKING:
    from rdflib import BNode, Graph, Literal, URIRef
    from shifty._shifty import PreparedValidator

Term = ox.NamedNode | ox.BlankNode | ox.Literal

DEEPEST = 30
"""How deep shapes may refer to shapes."""


@dataclass(frozen=True)
class Result:
    """One ``sh:ValidationResult`` (SHACL 1.0, section 3.6.2).

    Args:
        focus: the node that was judged.
        path: the property; a blank node for a longer path, None for a constraint on the node itself.
        value: the value that does not fit; None where one is missing.
        shape: the shape that was not met.
        component: IRI of the constraint component.
        severity: ``violation``, ``warning`` or ``info``.
    """

    focus: Term
    path: Term | None
    value: Term | None
    shape: Term
    component: str
    severity: str


Engine = Callable[[bytes, Shapes, int], list[Result]]


def fast(data: bytes, shapes: Shapes, threads: int = 1) -> list[Result]:
    """Judge a graph with shifty, which lets other threads run meanwhile.

    Args:
        data: the graph (N-Triples); blank nodes keep their labels in the results.
        shapes: the shapes.
        threads: over how many threads the shapes are dealt out.

    Returns:
        What does not fit, in no order.
    """
    with ThreadPoolExecutor(threads) as pool:
        reports = list(pool.map(lambda validator: _report(validator, data), _prepared(shapes, threads)))
    return [result for report in reports for result in _results(report, ox.RdfFormat.TURTLE)]


def _report(validator: PreparedValidator, data: bytes) -> bytes:
    # Only the Rust class gives the report as text; the Python class around it parses it with rdflib, which takes
    # longer than the check.
    report = validator.validate_w3c(
        data, data_format="ntriples", graph_mode="data", run_infer=False, on_unsupported="error", sort_results=False
    )
    return report.report_turtle.encode("utf-8")


@cache
def _prepared(shapes: Shapes, parts: int) -> list[PreparedValidator]:
    from shifty._shifty import PreparedValidator

    return [PreparedValidator(shapes.part(part, parts), shapes_format="ntriples") for part in range(parts)]


def reference(data: bytes, shapes: Shapes, threads: int = 1) -> list[Result]:
    """Judge a graph with pySHACL, which has one thread; arguments and result as for :func:`fast`.

    The graph is one of rdflib in memory: on a graph that lies in Oxigraph, pySHACL takes equal strings for different
    and is ten times slower.
    """
    import pyshacl
    from rdflib import Graph

    _, report, text = pyshacl.validate(
        rdflib_graph(data), shacl_graph=_rdflib_shapes(shapes), max_validation_depth=DEEPEST
    )
    if not isinstance(report, Graph):
        raise RuntimeError(f"SHACL: {text}")
    return _results(report.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)


ENGINES: Mapping[str, Engine] = {"fast": fast, "pyshacl": reference}
"""Engine by the name that people give on the command line."""


@cache
def _rdflib_shapes(shapes: Shapes) -> Graph:
    return rdflib_graph(ox.serialize(shapes.judging, format=ox.RdfFormat.N_TRIPLES) or b"")


def rdflib_graph(data: bytes) -> Graph:
    """A graph of rdflib in which blank nodes keep their labels.

    Args:
        data: N-Triples.

    Returns:
        The graph, in memory.
    """
    from rdflib import Graph, URIRef

    graph = Graph()
    for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES):
        graph.add((_node(quad.subject), URIRef(quad.predicate.value), _node(quad.object)))
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    """An rdflib node for an Oxigraph term; strings lose their explicit ``xsd:string``."""
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == XSD + "string" else URIRef(datatype), normalize=False)
    return BNode(term.value) if isinstance(term, ox.BlankNode) else URIRef(cast(ox.NamedNode, term).value)


def _results(report: bytes, format: ox.RdfFormat) -> list[Result]:
    """The results of a validation report."""
    found: dict[str, dict[str, Term]] = {}
    for quad in ox.parse(report, format=format):
        found.setdefault(str(quad.subject), {})[quad.predicate.value] = cast(Term, quad.object)
    kind = ox.NamedNode(SH + "ValidationResult")
    return [
        Result(
            focus=result[SH + "focusNode"],
            path=result.get(SH + "resultPath"),
            value=result.get(SH + "value"),
            shape=result[SH + "sourceShape"],
            component=result[SH + "sourceConstraintComponent"].value,
            severity=result[SH + "resultSeverity"].value.removeprefix(SH).lower(),
        )
        for result in found.values()
        if result.get(RDF + "type") == kind
    ]
