"""The networks of a plan for other programs: GraphML (igraph, yEd, networkx, R) and GEXF 1.3 (Gephi)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ipgraph.files import slug
from ipgraph.ingest.sheets import CONTROL
from ipgraph.opendata.tables import distinct

if TYPE_CHECKING:
    import networkx as nx

Values = dict[str, Any]


def plain_graph(graph: nx.Graph[str], title: str, notice: str) -> nx.Graph[str]:
    """A network with numbers and words only, as files can hold it.

    Args:
        graph: a network of :mod:`ipgraph.network`.
        title: what it is called.
        notice: warning before a plan that is made up; may be empty.

    Returns:
        The same nodes and edges. A node is called by its kind and Kennung (an XML name token); ``label`` is its name,
        ``iri`` its address. Of an edge, ``weight`` is the number of reasons: measures, co-operations, shared goals.
    """
    import networkx as nx

    keys = [f"{row.get('type')}.{slug(row.get('identifier') or iri)}" for iri, row in graph.nodes(data=True)]
    ids = dict(zip(graph.nodes, distinct(keys), strict=True))
    made: nx.Graph[str] = nx.Graph()
    made.graph |= {"titel": _clean(title)} | ({"hinweis": notice} if notice else {})
    for iri, row in graph.nodes(data=True):
        made.add_node(ids[iri], **_node(iri, row))
    for one, other, row in graph.edges(data=True):
        made.add_edge(ids[one], ids[other], **_edge(row))
    return made


def _node(iri: str, row: Mapping[str, Any]) -> Values:
    values: Values = {"iri": iri, "typ": row["type"], "kennung": row["identifier"]}
    if row["type"] == "actor":
        values |= {"label": row["name"], "kurz": row["short"], "art": row["kind_label"]["de"], "ort": row["town"],
                   "farbe": row["colour"]}  # fmt: skip
    else:
        values |= {"label": row["wording"] or row["identifier"], "kurz": row["number"], "abschnitt": row["section"]}
    return {name: _clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _edge(row: Mapping[str, Any]) -> Values:
    counts = {name: len(row[key]) for name, key in _COUNTS.items() if key in row}
    more = {"rolle": row["role"]} if "role" in row else {"belegt": row["tied"], "naehe": float(row["weight"])}
    return {"weight": sum(counts.values()), **counts, **more}


_COUNTS = {"massnahmen": "measures", "kooperationen": "cooperations", "gemeinsame_ziele": "shared"}


def _clean(text: str) -> str:
    """Text without characters that XML forbids."""
    return CONTROL.sub("", text)


def graphml_bytes(graph: nx.Graph[str]) -> bytes:
    """Write GraphML 1.1.

    Args:
        graph: a network as :func:`plain_graph` makes it.

    Returns:
        The file, UTF-8.
    """
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_lxml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def gexf_bytes(graph: nx.Graph[str]) -> bytes:
    """Write GEXF 1.3 that keeps to its schema.

    Args:
        graph: a network as :func:`plain_graph` makes it.

    Returns:
        The file, UTF-8. networkx writes an attribute ``name`` that the schema does not know, a wrong namespace for the
        place of the schema, its own version and the day; they are taken out again.
    """
    import networkx as nx
    from lxml import etree

    out = io.BytesIO()
    nx.write_gexf(graph, out, encoding="utf-8", version="1.3")
    root = etree.fromstring(out.getvalue())
    space = etree.QName(root).namespace
    for name in [name for name in root.attrib if str(name).endswith("schemaLocation")]:
        del root.attrib[name]
    meta, drawn = root.find(f"{{{space}}}meta"), root.find(f"{{{space}}}graph")
    assert meta is not None and drawn is not None
    del meta.attrib["lastmodifieddate"], drawn.attrib["name"]
    meta[0].text = "ipgraph"
    etree.SubElement(meta, f"{{{space}}}description").text = " ".join(_words(graph.graph))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"


def _words(values: Mapping[str, Any]) -> Iterable[str]:
    return (str(values[name]) for name in ("titel", "hinweis") if name in values)
