"""Networks as files for other programs: GraphML, GEXF (Gephi), CSV in the shape of Kumu, JSON."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from ipgraph.files import json_bytes
from ipgraph.ingest.sheets import CONTROL
from ipgraph.network.analysis import analysis_workbook
from ipgraph.network.asking import ask
from ipgraph.network.portable import portable

if TYPE_CHECKING:
    from ipgraph.ingest import Reading

GOAL = {"de": "Ziel", "en": "Goal"}

About = Mapping[str, str]
"""What a file says of itself: ``title``, ``source``, ``date``, ``notice``, ``caveat``, ``licence``, …; all optional."""

VIZ, GEXF = "http://gexf.net/1.3/viz", "http://gexf.net/1.3"


def graphml(graph: nx.Graph[str], about: About | None = None, lang: str = "de") -> bytes:
    """Write a network as GraphML 1.1 (Brandes and others 2002), valid against its schema.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        about: what the file says of itself, as its description.
        lang: language of the labels.

    Returns:
        UTF-8, the same bytes every time. Attributes are those of :func:`ipgraph.network.portable.portable`; Gephi reads
        places, sizes and colours (``x``, ``y``, ``size``, ``r``, ``g``, ``b``) from GraphML as well.
    """
    from lxml import etree

    made = portable(graph, lang)
    for _, node in made.nodes(data=True):
        node.update(_channels(node.pop("colour")))
    out = io.BytesIO()
    nx.write_graphml_lxml(made, out)
    root = etree.fromstring(out.getvalue(), etree.XMLParser(huge_tree=True))
    _name_keys(root)
    if about:  # not as data of the graph: Gephi reports that as an error
        said = root.makeelement(f"{{{root.nsmap[None]}}}desc")
        said.text = _said(about)
        root.insert(0, said)
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data.rstrip() + b"\n"


def _name_keys(root: Any) -> None:
    """Name the keys after what they hold: Gephi takes those that networkx calls ``d3`` and ``d7`` for labels of yEd."""
    names = {key.get("id"): f"{key.get('for')}-{key.get('attr.name')}" for key in root.iter("{*}key")}
    for key in root.iter("{*}key"):
        key.set("id", names[key.get("id")])
    for data in root.iter("{*}data"):
        data.set("key", names[data.get("key")])


def gexf(graph: nx.Graph[str], about: About | None = None, lang: str = "de") -> bytes:
    """Write a network as GEXF 1.3, valid against its schema; Gephi and Gephi Lite open it with places and colours.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        about: what the file says of itself, as its description.
        lang: language of the labels.

    Returns:
        UTF-8, the same bytes every time.
    """
    made = portable(graph, lang)
    for _, node in made.nodes(data=True):
        viz: dict[str, Any] = {"color": _channels(node.pop("colour")), "size": node.pop("size")}
        if "x" in node:
            viz["position"] = {"x": node.pop("x"), "y": node.pop("y"), "z": 0.0}
        viz["shape"] = "square" if node["node_type"] == "goal" else "disc"
        node["viz"] = viz
    writer = nx.readwrite.gexf.GEXFWriter(made, encoding="utf-8", prettyprint=True, version="1.3")
    _head(writer.xml, about or {})
    out = io.BytesIO()
    writer.write(out)
    # The schema has colours and places in the namespace of GEXF itself, programs look for the prefix viz or the bare
    # name: with the prefix on that namespace both are served.
    return out.getvalue().replace(f'"{VIZ}"'.encode(), f'"{GEXF}"'.encode()).rstrip() + b"\n"


def _head(root: Any, about: About) -> None:
    """Put right what networkx writes into the head: attributes that the schema does not know, and today's date."""
    for name in [name for name in root.attrib if name.startswith(("xmlns:xsi", "xsi:"))]:
        del root.attrib[name]
    meta, graph = root.find("meta"), root.find("graph")
    del graph.attrib["name"], meta.attrib["lastmodifieddate"]
    meta.find("creator").text = "ipgraph"
    if about:
        description = meta.makeelement("description", {})
        description.text = _said(about)
        meta.append(description)


def _said(about: About) -> str:
    """What a file says of itself, a line each, without the characters that XML cannot hold."""
    return CONTROL.sub("�", "\n".join(filter(None, about.values())))


def kumu(graph: nx.Graph[str], plan: str = "", lang: str = "de") -> tuple[bytes, bytes]:
    """Write a network as two tables in the shape that Kumu imports: elements first, then connections.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        plan: what the plan is called, for each row.
        lang: language of the labels.

    Returns:
        Two CSV files (RFC 4180, UTF-8). Kumu knows elements by their label, so a label that two would share has the
        Kennung behind it. ``Tags`` hold several values, separated by ``|``; elsewhere, Kumu would take that for
        several values as well, so it becomes ``/``.
    """
    made = portable(graph, lang)
    for row in (*(row for _, row in made.nodes(data=True)), *(row for *_, row in made.edges(data=True))):
        row.update({name: value.replace("|", "/") for name, value in row.items() if isinstance(value, str)})
    labels, plan = _labels(made), plan.replace("|", "/")
    elements = [
        {
            "Label": labels[node],
            "Type": row.get("kind", "") or GOAL[lang],
            "Description": row["name"],
            "Tags": "|".join(filter(None, [row.get("chapter", ""), row.get("town", ""), row.get("level", "")])),
            **_others(row, ("label", "name", "x", "y", "size", "kind")),
            "Plan": plan,
        }
        for node, row in made.nodes(data=True)
    ]
    connections = [
        {
            "From": labels[a],
            "To": labels[b],
            "Direction": "undirected",
            "Label": row["label"],
            "Type": row["relation"],
            "Strength": row["weight"],
            **_others(row, ("label", "relation", "weight")),
            "Plan": plan,
        }
        for a, b, row in made.edges(data=True)
    ]
    first = ("Label", "Type", "Description", "Tags")
    ends = ("From", "To", "Direction", "Label", "Type", "Strength")
    return _csv(elements, first), _csv(connections, ends)


def node_link(graph: nx.Graph[str], about: About | None = None, lang: str = "de") -> bytes:
    """Write a network as JSON in the node-link form of networkx and D3.

    Args:
        graph: result of :func:`ipgraph.network.actor_network` or ``actor_goal_network``.
        about: what the file says of itself, under ``graph``.
        lang: language of the labels.

    Returns:
        ``{"directed": false, "multigraph": false, "graph": {…}, "nodes": [{"id": …, …}], "edges": [{"source": …,
        "target": …, …}]}`` in UTF-8, which ``networkx.node_link_graph(data, edges="edges")`` reads.
    """
    made = portable(graph, lang)
    nodes = [{"id": node, **row} for node, row in made.nodes(data=True)]
    edges = [{"source": a, "target": b, **row} for a, b, row in made.edges(data=True)]
    form = {"directed": False, "multigraph": False, "graph": dict(about or {}), "nodes": nodes, "edges": edges}
    return json_bytes(form)


def network_files(
    reading: Reading, view: str, form: str, path: Path, plan: str | None = None, lang: str = "de"
) -> dict[Path, bytes]:
    """Write a network of one plan for another program.

    Args:
        reading: the plans.
        view: ``actors`` or ``goals``.
        form: one of :data:`FORMATS`, ``csv``, or ``xlsx`` for the analysis of both networks.
        path: where to.
        plan: IRI of the plan, or the end of it; None for the only one.
        lang: language of the labels.

    Returns:
        The files by path; for ``csv`` two beside each other, with ``-elements`` and ``-connections`` in their names.

    Raises:
        IpgraphError: there are several plans and none is named; or none of that name.
    """
    asked = ask(reading, plan, lang)
    graph = asked.actors if view == "actors" else asked.goals
    if form == "csv":
        names = [path.with_name(f"{path.stem}-{part}.csv") for part in ("elements", "connections")]
        return dict(zip(names, kumu(graph, asked.plan.resource.label, lang), strict=True))
    if form == "xlsx":
        return {path: analysis_workbook(asked, lang)}
    return {path: FORMATS[form](graph, asked.about(lang), lang)}


FORMATS: Mapping[str, Callable[[nx.Graph[str], About, str], bytes]] = {
    "graphml": graphml,
    "gexf": gexf,
    "json": node_link,
}
"""What writes one file; ``csv`` writes two, see :func:`kumu`."""


def _channels(colour: str) -> dict[str, int]:
    return {name: int(colour[place : place + 2], 16) for name, place in (("r", 1), ("g", 3), ("b", 5))}


def _labels(made: nx.Graph[str]) -> dict[str, str]:
    """A label of its own for each node."""
    often = Counter(row["label"].casefold() for _, row in made.nodes(data=True))
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for node, row in made.nodes(data=True):
        label = row["label"]
        while often[label.casefold()] > 1 or label.casefold() in taken:
            label = f"{label} ({node.partition('-')[2]})"
        taken.add(label.casefold())
        labels[node] = label
    return labels


def _others(row: Mapping[str, Any], without: Iterable[str]) -> dict[str, Any]:
    return {
        name.replace("_", " ").capitalize(): value for name, value in row.items() if name not in (*without, "node_type")
    }


def _csv(rows: list[dict[str, Any]], columns: Iterable[str]) -> bytes:
    """A table of all columns that any row has; rows of another kind leave some empty."""
    names = dict.fromkeys([*columns, *(name for row in rows for name in row)])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(names), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: str(v).lower() if isinstance(v, bool) else v for name, v in row.items()} for row in rows)
    return out.getvalue().encode("utf-8")
