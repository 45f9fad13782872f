"""From a reading to a network page: asks the saved queries, compares, draws the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ipgraph.browse import as_of
from ipgraph.ingest import Reading
from ipgraph.model import Text, load_model
from ipgraph.network.asking import ask
from ipgraph.network.before import running
from ipgraph.network.corrections import sheets_to_correct
from ipgraph.network.joined import Tables
from ipgraph.network.story import read_story
from ipgraph.network.views import network_page, questions

TITLE: Text = {"de": "Netz des Plans", "en": "Network of the plan"}


@dataclass(frozen=True)
class Picture:
    """What the page can open on: what it is called and what it shows."""

    title: Text
    text: Text


PICTURES: Mapping[str, Picture] = {
    "actors": Picture(
        {"de": "Wer arbeitet mit wem?", "en": "Who works with whom?"},
        {
            "de": "Akteure, ihre belegte Zusammenarbeit, und die Paare mit gleichen Zielen ohne Kontakt im Plan.",
            "en": "Actors, their documented co-operation, and pairs with the same goals but no contact in the plan.",
        },
    ),
    "goals": Picture(
        {"de": "Wer arbeitet woran?", "en": "Who works on what?"},
        {
            "de": "Ziele nach Kapiteln und die Akteure dazwischen; Ziele ohne Maßnahme fallen auf.",
            "en": "Goals by chapter and the actors between them; goals without a measure stand out.",
        },
    ),
    "plan": Picture(
        {"de": "Der ganze Plan", "en": "The whole plan"},
        {
            "de": "Kapitel, Ziele und Maßnahmen als Baum; was gestrichelt ist, ist noch offen.",
            "en": "Chapters, goals and measures as a tree; what is dashed is still open.",
        },
    ),
}


COMPARED = Picture(
    {"de": "Was hat sich geändert?", "en": "What has changed?"},
    {
        "de": "Neue und weggefallene Verbindungen und geschlossene Lücken seit der vorigen Ausgabe.",
        "en": "New and lost connections, and gaps closed, since the last edition.",
    },
)
"""What it can open on as well, as ``before``, where it compares with the last edition."""


def network(
    reading: Reading,
    view: str = "actors",
    lang: str = "de",
    plan: str | None = None,
    link: Callable[[str], str | None] | None = None,
    pages: tuple[tuple[Text, str], ...] = (),
    previous: Reading | None = None,
    previous_plan: str | None = None,
    between: tuple[date, date] | None = None,
    story: Path | None = None,
) -> str:
    """Draw the networks of one plan as a page that is complete in itself.

    Args:
        reading: the plans.
        view: one of :data:`PICTURES`, to open on.
        lang: language that the page opens in.
        plan: IRI of the plan, or the end of it; None for the only one.
        link: address of the page of a resource by its IRI.
        pages: other pages to go to, with their addresses.
        previous: the last edition of the plan, to compare with.
        previous_plan: IRI of it there; None for the only plan, or the one of the same name.
        between: two days to compare instead: what runs on the second with what ran on the first.
        story: file with the steps of an evening.

    Returns:
        The HTML.

    Raises:
        IpgraphError: there are several plans and none is named; or none of that name; or the story is not one.
    """
    steps = read_story(story, questions(bool(previous or between))) if story else ()
    asked = ask(reading, plan, lang)
    shown = asked.plan
    tables: Tables = asked.tables
    before: tuple[Tables, Text] | None = None
    if previous:
        before = _before(previous, previous_plan or (plan if len(previous.plans) > 1 else None), lang)
    elif between:
        day = between[0].strftime("%d.%m.%Y")
        before = (running(tables, between[0]), {"de": f"Stand {day}", "en": f"as of {day}"})
        tables = running(tables, between[1])
    return network_page(
        tables,
        title=TITLE,
        view=view,
        subtitle=shown.resource.label,
        lang=lang,
        as_of=between[1].strftime("%d.%m.%Y") if between else as_of([shown])[lang],
        source=shown.resource.label,
        notice=asked.notice,
        link=link,
        pages=pages,
        before=before,
        covered=[asked.coverage("kind"), asked.coverage("town")],
        story=steps,
        sheets=sheets_to_correct(asked.store, shown.iri, load_model(), lang),
    )


def _before(previous: Reading, plan: str | None, lang: str) -> tuple[Tables, Text]:
    """The last edition, and what it is called."""
    asked = ask(previous, plan, lang)
    days = as_of([asked.plan])
    return asked.tables, {"de": f"vorige Ausgabe (Stand {days['de']})", "en": f"last edition (as of {days['en']})"}
