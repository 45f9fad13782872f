"""What the rows above a list say about the plan as a whole: its title, and whose plan it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipgraph.intake.part import Part
from ipgraph.namespaces import DCTERMS, IP

_A_PLAN = re.compile(
    r"plan|konzept|strategie|programm|maßnahme|katalog|leitbild|leitlinie|agenda|fahrplan|roadmap|strategy|policy|"
    r"concept|measures|actions?\b|aufgaben|übersicht|controlling|bericht",
    re.IGNORECASE,
)
_TERRITORY = re.compile(
    r"(?:der |die |das )?(?:Landkreis|Kreis|Stadtkreis|(?:Kreisfreie |Große )?(?:Kreis|Universitäts|Hanse)?[Ss]tadt|"
    r"Gemeinde|Markt|"
    r"Marktgemeinde|Verbandsgemeinde|Samtgemeinde|Bezirk|Region|StädteRegion|Regionalverband|County|District|City) "
    r"(?:of )?[A-ZÄÖÜ][\w.-]*(?:[ /-][\w.()-]+){0,4}|[A-ZÄÖÜ][\w-]+(?:-Kreis|kreis)|[A-ZÄÖÜ][\w-]+ (?:County|District)"
)


def about_plan(parts: list[Part], as_of: re.Pattern[str]) -> dict[str, str]:
    """Title and territory of the plan, as far as rows above the first table say them.

    Args:
        parts: the tables.
        as_of: what rows begin with that only tell the day of the list.

    Returns:
        Texts by the property of the plan. The title is the first line that speaks of a plan, a concept, a list of
        measures, else the first line; a line with nothing but the name of a territory is that territory.
    """
    found: dict[str, str] = {}
    lines = [line for part in parts[:1] for line in _lines(part, as_of)]
    territories = [line for line in lines if _TERRITORY.fullmatch(line) and not _A_PLAN.search(line)]
    titles = [line for line in lines if line not in territories and sum(c.isalpha() for c in line) >= 8]
    title = next((line for line in titles if _A_PLAN.search(line)), titles[0] if titles else "")
    if title:
        found[DCTERMS + "title"] = title
    if territories:
        found[IP + "territory"] = territories[0]
    return found


def _lines(part: Part, as_of: re.Pattern[str]) -> Iterator[str]:
    """The lines above a table that may be titles: no headings of groups, no explanations, no days."""
    table, groups = part.table, {line.row for line in part.lines}
    for row in (row for row in table.above if row not in groups):
        for _, text in table.grid.texts(row):
            line = " ".join(re.sub(r"^(?:title|titel|name):\s*", "", text, flags=re.IGNORECASE).split())
            if len(line) <= 200 and not as_of.match(line) and ": " not in line[:20] and any(map(str.isalpha, line)):
                yield line
