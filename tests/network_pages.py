"""Network pages for the tests: of a plan as it is, and of one with hostile text wherever a plan may hold text."""

from __future__ import annotations

from typing import Any

from ipgraph.model import Text
from ipgraph.network.findings import Coverage
from ipgraph.network.joined import short_number
from ipgraph.network.views import network_page

HOSTILE = (
    "</script><script>window.PWN=1</script>",
    '<img src=x onerror="window.PWN=2">',
    "javascript:window.PWN=3",
    '\u202eretsiM \u202dO&#39;"Neill\u2069 {{ 7 * 7 }} ${8*8}',
    "</style><svg onload=window.PWN=4>",
    "🤝 Arbeitsgemeinschaftsgeschäftsstelle" * 13 + "ohne-Ende" * 10,
)
Tables = dict[str, list[dict[str, Any]]]

# What a page is asked in a browser.
PRESETS = "() => ipg.data.presets.map((p) => p.id)"
LABELS = """() => ({W: document.getElementById('canvas').clientWidth, H: document.getElementById('canvas').clientHeight,
  list: ipg.labels.placed.concat(ipg.labels.chapters).map(({x, y, w, h}) => [x, y, w, h])})"""
TILES = """() => {
  const goals = [...ipg.now.shown.nodes.keys()].filter((id) => ipg.type(id) === 'g' && !ipg.now.shown.ring);
  const box = (id) => [ipg.now.plan.at.get(id), ipg.half(id, ipg.now.plan.s)];
  const meet = (a, b) => Math.abs(a[0].x - b[0].x) < a[1][0] + b[1][0] && Math.abs(a[0].y - b[0].y) < a[1][1] + b[1][1];
  return goals.flatMap((a, n) => goals.slice(0, n).filter((b) => meet(box(a), box(b))).map((b) => [a, b]));
}"""
PRESENT = """([id, on]) => {
  document.documentElement.classList.toggle('presenting', on);
  ipg.state.presenting = on;
  ipg.ask(id);
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def hostile(tables: Tables) -> Tables:
    """The same plan with hostile text in every text that a plan may hold."""
    changed: Tables = {}
    columns = {
        "name",
        "short_name",
        "municipality",
        "wording",
        "chapter_title",
        "section_title",
        "form",
        "topic",
        "reasons",
    }
    for query, rows in tables.items():
        changed[query] = [
            {k: HOSTILE[(n + len(k)) % len(HOSTILE)] if k in columns else v for k, v in row.items()}
            for n, row in enumerate(rows)
        ]
    return changed


def covered_in(tables: Tables) -> list[Coverage]:
    """Kinds and towns of a plan against its chapters, with a kind that no body has; the page counts by itself."""
    kinds: dict[str, Text] = {"x/nowhere": {"de": "Nirgends", "en": "Nowhere"}}
    towns: dict[str, Text] = {}
    for row in tables.get("network-actors", []):
        kinds.setdefault(str(row.get("kind")), {"de": str(row.get("kind_label")), "en": str(row.get("kind_label"))})
        if town := str(row.get("municipality") or ""):
            towns.setdefault(town, {"de": town, "en": town})
    chapters = {
        str(row["chapter"]): (short_number(row["chapter_identifier"]), str(row.get("chapter_title")))
        for row in tables.get("network-goals", [])
        if row.get("chapter")
    }
    return [Coverage("kind", kinds, chapters, {}, ()), Coverage("town", towns, chapters, {}, ())]


def network_of(tables: Tables, **more: Any) -> str:
    words: dict[str, Any] = {
        "title": {"de": "Netz des Plans", "en": "Network of the plan"},
        "subtitle": "Probeplan",
        "as_of": "22.11.2026",
        "source": "Plan",
        "notice": "Fiktiv.",
        "covered": covered_in(tables),
        **more,
    }
    return network_page(tables, **words)


def overlapping(found: dict[str, Any]) -> list[tuple[list[float], list[float]]]:
    """Labels (x, y, width, height) that cover another one, or that reach over the edge of the canvas."""
    boxes, faults = found["list"], []
    for n, one in enumerate(boxes):
        x, y, w, h = one
        if x < 0 or y < 0 or x + w > found["W"] + 1 or y + h > found["H"] + 1:
            faults.append((one, [0, 0, found["W"], found["H"]]))
        faults += [
            (one, [a, b, c, d]) for a, b, c, d in boxes[:n] if x < a + c and a < x + w and y < b + d and b < y + h
        ]
    return faults
