"""How long a network takes until it is first drawn: our page against pyvis's own, in the same run.

    python tests/bench/network_page.py [PLAN] [--nodes 10000] [--patience 60]

Opens both in headless Chromium (CHROMIUM names another one) without a graphics card and prints seconds and sizes.
pyvis's page computes its places in the browser; it counts as drawn when it says that it has settled.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from pyvis.network import Network

from ipgraph.catalogue import queries
from ipgraph.ingest import read
from ipgraph.network import actor_goal_network
from ipgraph.network.joined import TABLES
from ipgraph.network.paper import browser
from ipgraph.network.pictures import network
from ipgraph.network.views import network_page

REPOSITORY = Path(__file__).resolve().parent.parent.parent
OURS = "Boolean(window.ipg && window.ipg.labels)"
THEIRS = (
    "document.getElementById('loadingBar') ? document.getElementById('loadingBar').style.display === 'none' : false"
)


def made_up(nodes: int) -> dict[str, list[dict[str, Any]]]:
    """Tables of a plan with so many nodes: three in ten actors, the rest goals and measures."""
    rng, actors, goals = random.Random(1), nodes * 3 // 10, nodes * 15 // 100
    kind = {"kind": "x/association", "kind_label": "Verein", "kind_symbol": "V", "kind_colour": "#E69F00"}
    named = []
    for m in range(nodes - actors - goals):
        goal = rng.randrange(goals)
        for k, a in enumerate(rng.sample(range(actors), rng.randint(1, 3))):
            role = "x/participant" if k else "x/lead"
            named.append(
                {"measure": f"m{m}", "identifier": f"M{m}", "goal": f"g{goal}", "actor": f"a{a}", "role": role}
            )
    chapter = [
        {"chapter": f"c{c}", "chapter_identifier": f"K{c + 1}", "chapter_title": f"Kapitel {c}"} for c in range(12)
    ]
    bodies = [{"actor": f"a{a}", "identifier": f"A{a}", "name": f"Verein {a}", **kind} for a in range(actors)]
    aims = [{"goal": f"g{g}", "identifier": f"Z{g}", "wording": f"Ziel {g}", **chapter[g % 12]} for g in range(goals)]
    return {"network-actors": bodies, "network-goals": aims, "network-measures": named}


def plain_pyvis(tables: dict[str, Any]) -> str:
    """What pyvis itself makes of actors and goals."""
    graph = actor_goal_network(tables)
    page = Network(directed=True, cdn_resources="in_line")
    for node, values in graph.nodes(data=True):
        page.add_node(node, label=str(values.get("name") or values.get("number")))
    for a, b in graph.edges:
        page.add_edge(a, b)
    return str(page.generate_html())


def seconds(chromium: Any, html: str, drawn: str, patience: float) -> float | None:
    """Seconds from opening to the first drawing; None when patience ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8", newline="\n")
        context = chromium.new_context(viewport={"width": 1920, "height": 1080}, offline=True)
        page = context.new_page()
        start = time.perf_counter()
        page.goto(path.as_uri(), wait_until="commit")
        try:
            while time.perf_counter() - start < patience:
                if page.evaluate(drawn):
                    return time.perf_counter() - start
                time.sleep(0.02)
            return None
        finally:
            context.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plan", nargs="?", default=str(REPOSITORY / "data" / "musterkreis"))
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--patience", type=float, default=60.0)
    given = parser.parse_args()
    reading = read(given.plan)
    tables = made_up(given.nodes)
    asked = {name: queries()[name].run(reading.embedded, "de") for name in TABLES}
    pages = (
        (given.plan, "ipgraph", network(reading), OURS),
        (given.plan, "pyvis", plain_pyvis(asked), THEIRS),
        (f"{given.nodes} nodes", "ipgraph", network_page(tables, title="Netz"), OURS),
        (f"{given.nodes} nodes", "pyvis", plain_pyvis(tables), THEIRS),
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        for what, who, html, drawn in pages:
            took = seconds(chromium, html, drawn, given.patience)
            said = "not within patience" if took is None else f"{took:.2f} s"
            print(f"{Path(what).name:14} {who:8} {said:>20} {len(html.encode()) / 1e6:6.2f} MB")
        chromium.close()


if __name__ == "__main__":
    main()
