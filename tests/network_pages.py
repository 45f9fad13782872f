"""Network pages for the tests: of a plan as it is, and of one with hostile text wherever a plan may hold text."""

from __future__ import annotations

from typing import Any

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


def network_of(tables: Tables, **more: Any) -> str:
    words: dict[str, Any] = {
        "title": {"de": "Netz des Plans", "en": "Network of the plan"},
        "subtitle": "Probeplan",
        "as_of": "22.11.2026",
        "source": "Plan",
        "notice": "Fiktiv.",
        **more,
    }
    return network_page(tables, **words)
