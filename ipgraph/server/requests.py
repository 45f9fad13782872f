"""What a request asks for: media type by ``Accept`` or by name, language, and the parts of the SPARQL Protocol."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.wrappers import Request

from ipgraph.errors import IpgraphError
from ipgraph.server.engine import Limits, Refused, refused
from ipgraph.sparql import chooses_graphs
from ipgraph.store.answers import refuse_harmful
from ipgraph.store.limited import Question
from ipgraph.store.worker import GRAPHS, TABLES

HTML = "text/html"
NAMES = {
    "html": HTML,
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Media types by the name that ``?format=`` or the end of an address may give."""

ALIKE = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/csv", "application/n-triples"),
    "application/x-turtle": ("text/turtle",),
}
"""What clients write when they mean one of ours."""

FORM = "application/x-www-form-urlencoded"


def language(request: Request, usual: str) -> str:
    """The language of what is answered: ``de`` or ``en``."""
    wanted = (tag.lower().partition("-")[0] for tag in request.accept_languages.values())  # en-GB is English too
    return next((tag for tag in wanted if tag in ("de", "en")), usual)


def media_type(request: Request, offered: tuple[str, ...]) -> str | None:
    """The media type that a client likes best (RFC 9110, section 12.5.1).

    Args:
        request: the request; ``?format=`` counts more than ``Accept``.
        offered: what there is, the usual one first.

    Returns:
        One of those offered; None where the client wants none of them.

    Raises:
        Refused: ``?format=`` names something unknown.
    """
    if name := request.args.get("format"):
        wanted = NAMES.get(name, name)
        if wanted not in NAMES.values():
            raise Refused(
                406,
                f"Ein Format „{name[:40]}“ gibt es hier nicht. Möglich: {', '.join(NAMES)}.",
                f"There is no format “{name[:40]}” here. Possible: {', '.join(NAMES)}.",
            )
        return wanted if wanted in offered else None
    if not request.accept_mimetypes:
        return offered[0]
    synonyms = {other: one for other, ours in ALIKE.items() for one in ours if one in offered}
    chosen = request.accept_mimetypes.best_match((*offered, *synonyms))
    return synonyms.get(chosen, chosen) if chosen else None


def question(request: Request, limits: Limits) -> Question | None:
    """The query of a request (SPARQL 1.1 Protocol, section 2.1).

    Args:
        request: GET with a query in the address, POST of a form or of the query itself.
        limits: how long a query may be.

    Returns:
        The query; None for GET without one.

    Raises:
        Refused: the request is none of the protocol, asks for a change, or for another server.
    """
    values: Mapping[str, list[str]] = dict(request.args.lists())
    if request.method == "POST":
        if request.mimetype == FORM:
            values = {**values, **dict(request.form.lists())}
        elif request.mimetype == "application/sparql-query":
            values = {**values, "query": [_text(request.get_data())]}
        elif request.mimetype == "application/sparql-update":
            raise _read_only()
        else:
            raise Refused(
                415,
                f"Eine Abfrage kommt als {FORM} oder als application/sparql-query.",
                f"A query is sent as {FORM} or as application/sparql-query.",
            )
    if "update" in values:
        raise _read_only()
    queries = values.get("query", [])
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise Refused(400, "Bitte genau eine Abfrage schicken (query=…).", "Please send exactly one query (query=…).")
    sparql = queries[0]
    _check(sparql, limits)
    default, named = values.get("default-graph-uri", []), values.get("named-graph-uri", [])
    return Question(
        sparql=sparql,
        table=media_type(request, tuple(TABLES)),
        graph=media_type(request, tuple(GRAPHS)),
        default_graphs=default,
        named_graphs=named,
        union=not (default or named or chooses_graphs(sparql)),
    )


def _check(sparql: str, limits: Limits) -> None:
    if len(sparql.encode("utf-8", "replace")) > limits.length:
        most = limits.length // 1000
        raise Refused(413, f"Die Abfrage ist länger als {most} KB.", f"The query is longer than {most} KB.")
    try:
        refuse_harmful(sparql)
    except IpgraphError as error:
        raise refused(403, error) from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "Die Abfrage ist nicht in UTF-8.", "The query is not in UTF-8.") from error


def _read_only() -> Refused:
    return Refused(
        403,
        "Dieser Server liest nur; Änderungen (SPARQL Update) nimmt er nicht an.",
        "This server only reads; it takes no changes (SPARQL Update).",
    )
