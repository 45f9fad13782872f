"""The network page of a plan: one HTML file, complete in itself, that opens offline and asks nothing of any server.

pyvis builds nodes, lines and options; everything else of pyvis is left alone (its page needs the internet, is not
escaped, and cannot be written on every system). The page is our own template with escaping on; data travel as JSON in
a block that no browser runs, and scripts are allowed by their hashes alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from ipgraph import resources
from ipgraph.model import Text
from ipgraph.network import actor_goal_network, actor_network
from ipgraph.network.before import changes
from ipgraph.network.findings import Coverage
from ipgraph.network.joined import Tables
from ipgraph.network.questions import CHANGED, view_of
from ipgraph.network.view_model import View
from ipgraph.templating import lone_page

Label = str | Text
"""A text in all languages alike, or by language."""

SCRIPTS = (
    "network-state.js", "network-draw.js", "network-places.js", "network-labels.js", "network-panel.js",
    "network-details.js", "network-legend.js", "network-search.js", "network-svg.js", "network-export.js",
    "network-address.js", "network-story.js", "network-corrections.js", "network-paper.js", "network.js",
    "network-keys.js",
)  # fmt: skip
"""Our scripts, in the order in which they run."""


def network_page(
    tables: Tables,
    *,
    title: Label,
    view: str = "actors",
    subtitle: Label = "",
    lang: str = "de",
    as_of: str = "",
    source: Label = "",
    notice: Label = "",
    link: Callable[[str], str | None] | None = None,
    pages: Iterable[tuple[Label, str]] = (),
    before: tuple[Tables, Label] | None = None,
    covered: Iterable[Coverage] = (),
    story: Sequence[Mapping[str, str]] = (),
    sheets: Mapping[str, Any] | None = None,
) -> str:
    """Make the network page of a plan: all views, all questions, all tables.

    Args:
        tables: results by id of query, of one plan.
        title: name of the page, one for all languages or by language.
        view: what the page opens on: ``actors``, ``goals`` or ``plan``.
        subtitle: second line, such as the title of the plan.
        lang: language that the page opens in, ``de`` or ``en``.
        as_of: date of the information, printed on every picture.
        source: where the information comes from, printed on every picture.
        notice: what everybody must know, such as that the plan is fictional; printed on every picture.
        link: address of the page of a resource by its IRI; addresses with a scheme other than http(s) are ignored.
        pages: other pages to go to, with their addresses.
        before: an earlier state of the plan to compare with, and what it is called.
        covered: who takes part in which chapter, by kind of actor and by town.
        story: steps as :func:`ipgraph.network.story.read_story` reads them.
        sheets: what people may add to, as :func:`ipgraph.network.corrections.sheets_to_correct` gives it.

    Returns:
        A complete HTML document. The same input gives the same text.
    """
    networks = (actor_network(tables), actor_goal_network(tables))
    changed = changes(networks, (actor_network(before[0]), actor_goal_network(before[0]))) if before else None
    shown = view_of(*networks, lambda iri: _safe(link(iri)) if link else None, changed, covered)
    nodes, edges, options = _through_pyvis(shown)
    texts = _texts()
    former = before[1] if before else ""
    said = {"title": title, "subtitle": subtitle, "source": source, "notice": notice, "before": former}
    meta = {name: _both(text) for name, text in said.items()}
    data = {
        "view": view,
        "lang": lang,
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "presets": shown.presets,
        "texts": texts,
        "meta": {**meta, "asOf": as_of},
        "story": list(story),
        "sheets": sheets,
        **shown.data,
    }
    others = [(_both(name), address) for name, href in pages if (address := _safe(href))]
    return lone_page(
        "network.html.j2", ["network.css"], _scripts(), data=Markup(_json(data)), lang=lang, meta=meta, as_of=as_of,
        texts=texts, tables=shown.tables, steps=bool(story), pages=others,
    )  # fmt: skip


def questions(compared: bool) -> list[str]:
    """The names of the questions that a page asks.

    Args:
        compared: whether the page compares with an earlier state.
    """
    return [name for name in _texts()["presets"] if compared or name not in CHANGED]


def _through_pyvis(view: View) -> tuple[list[dict[str, Any]], list[list[Any]], dict[str, Any]]:
    """Let pyvis build what vis-network reads."""
    from pyvis.network import Network  # slow to import

    # directed=True: an undirected pyvis network drops the second line between two nodes without a word.
    network = Network(directed=True, cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node["id"], d=node["d"])
    network.node_ids = dict.fromkeys(network.node_ids)  # pyvis looks up both ends of each line there, in a list
    for edge in view.edges:
        network.add_edge(edge["from"], edge["to"], id=edge["id"], d=edge["d"])
    network.set_options(json.dumps(OPTIONS))
    nodes, edges, _, _, _, options = network.get_network_data()
    # The rest of what pyvis writes on each (labels, colours, arrows) is the same for all and stands in the options;
    # lines are numbered in the order in which they were added. There are thousands of them: rows take half the room.
    nodes = [{"id": node["id"], "d": node["d"]} for node in nodes]
    return nodes, [[edge["from"], edge["to"], edge["d"]] for edge in edges], json.loads(options)


OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "hover": True,
        "dragNodes": False,
        "keyboard": False,
        "tooltipDelay": 100000,
        "selectConnectedEdges": False,
    },
}
"""Options of vis-network: places are fixed, lines straight, and keys belong to the page."""


def _json(value: object) -> str:
    """JSON that can stand in a script block: nothing in it can end the block or start a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "&<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _safe(href: str | None) -> str | None:
    """An address that can do nothing but lead somewhere; None for any other."""
    if not href or any(ord(character) < 33 for character in href):
        return None
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return None
    return href if scheme in {"", "http", "https"} else None


def _both(label: Label) -> dict[str, str]:
    if isinstance(label, str):
        return {"de": label, "en": label}
    first = next(iter(label.values()), "")
    return {lang: label.get(lang, first) for lang in ("de", "en")}


def _texts() -> dict[str, Any]:
    return resources.words("network.texts.toml")


@cache
def _scripts() -> list[str]:
    """vis-network, then ours."""
    renderer = (resources.folder("vendor") / "vis-network" / "vis-network.min.js").read_text(encoding="utf-8")
    # The map is not here; the comment would make developer tools ask for it.
    renderer = renderer.replace("//# sourceMappingURL=vis-network.min.js.map", "").strip()
    return [renderer, *((resources.folder("templates") / name).read_text(encoding="utf-8") for name in SCRIPTS)]
