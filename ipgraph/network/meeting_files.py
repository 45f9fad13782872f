"""The meeting kit as files: one workbook to work on, and pages to print on A4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipgraph.errors import IpgraphError
from ipgraph.network.asking import ask
from ipgraph.network.coming import read_coming
from ipgraph.network.lists import ListSheet, lists_workbook
from ipgraph.network.meeting import Meeting, plan_meeting, words
from ipgraph.templating import lone_page

if TYPE_CHECKING:
    from ipgraph.ingest import Reading

PAGES = ("invitations", "tables", "agenda")
_WIDTHS = {"number": 6, "table": 8, "body": 34, "kind": 20, "town": 16, "comes": 12, "key": 14}
_WIDTHS |= {"time": 9, "step": 24, "how": 40, "agreed": 40}
_WIDE = 70


def meeting_files(meeting: Meeting, about: Mapping[str, str], lang: str = "de") -> dict[str, bytes]:
    """Write a meeting kit.

    Args:
        meeting: the meeting.
        about: source, date, notice and caveat, see :meth:`ipgraph.network.asking.Asked.about`.
        lang: language of the files.

    Returns:
        The files by name: a workbook, and pages for invitations, tables and agenda. The same bytes every time.
    """
    names = words()["files"]
    pages = {names[page][lang]: _page(page, meeting, about, lang) for page in PAGES}
    return {names["book"][lang]: _workbook(meeting, about, lang), **pages}


def meeting_kit(
    reading: Reading, plan: str | None = None, chapter: str | None = None, invite: Path | None = None, lang: str = "de"
) -> dict[str, bytes]:
    """Prepare a meeting on one plan and write its files.

    Args:
        reading: the plans.
        plan: IRI of the plan, or the end of it; None for the only one.
        chapter: keep to this chapter; None for all.
        invite: those who will come, see :func:`ipgraph.network.coming.read_coming`; None for all who work in it.
        lang: language of the files.

    Returns:
        The files by name.

    Raises:
        IpgraphError: the plan, the chapter or a body is not there, or the file cannot be read.
    """
    coming, guests = (None, False) if invite is None else read_coming(invite)
    asked = ask(reading, plan, lang)
    meeting = plan_meeting(asked.actors, asked.goals, chapter, coming, guests)
    return meeting_files(meeting, asked.about(lang), lang)


def place_of_kit(folder: Path) -> None:
    """Refuse a place where a kit would write over somebody's work; raises :class:`IpgraphError`.

    Args:
        folder: where to.
    """
    if folder.is_file():
        raise IpgraphError(
            f"{folder} ist eine Datei. Die Mappe braucht einen Ordner.", f"{folder} is a file. The kit needs a folder."
        )
    for name in words()["files"]["book"].values():
        if (folder / name).exists():
            raise IpgraphError(
                f"{folder / name} gibt es schon, vielleicht mit Kreuzen darin. Bitte einen anderen Ordner angeben.",
                f"{folder / name} is there already, perhaps with marks in it. Please give another folder.",
            )


def _page(page: str, meeting: Meeting, about: Mapping[str, str], lang: str) -> bytes:
    """One page, complete in itself: nothing in it runs, and it loads nothing."""
    said = words()
    intro = said["intro"][page][lang].format(*_figures(page, meeting))
    values = {"page": page, "meeting": meeting, "about": about, "lang": lang, "words": said, "intro": intro}
    return lone_page("meeting.html.j2", ["meeting.css"], **values).encode("utf-8")


def _figures(page: str, meeting: Meeting) -> tuple[int, ...]:
    """What the sentence at the top of a page counts."""
    bodies = len(meeting.invitations)
    return {
        "invitations": (bodies,),
        "tables": (len(meeting.tables), bodies),
        "agenda": (sum(step.minutes for step in meeting.agenda),),
    }[page]


def _workbook(meeting: Meeting, about: Mapping[str, str], lang: str) -> bytes:
    said = words()
    made = [
        ListSheet(said["titles"][title][lang], [(said["heads"][h][lang], _WIDTHS.get(h, _WIDE)) for h in heads], rows)
        for title, heads, rows in _sheets(meeting, lang)
    ]
    return lists_workbook(made, about)


def _sheets(meeting: Meeting, lang: str) -> Iterable[tuple[str, list[str], list[list[Any]]]]:
    """Name, columns and rows of each sheet."""
    actors = meeting.actors

    def about(actor: str) -> list[str]:
        row = actors[actor]
        return [row["name"], row["kind_label"][lang], row["town"]]

    invitations = [
        [
            number,
            *about(one.actor),
            "\n".join(reason[lang] for reason in one.reasons),
            one.table,
            "",
            actors[one.actor]["identifier"],
        ]
        for number, one in enumerate(meeting.invitations, start=1)
    ]
    yield "invitations", ["number", "body", "kind", "town", "why", "table", "comes", "key"], invitations
    tables = []
    for group in meeting.tables:
        for actor in group.members:
            talks = [pair.text[lang] for pair in group.talks if actor in pair.nodes]
            tables.append([group.number, *about(actor), "\n".join(talks), ""])
    yield "tables", ["table", "body", "kind", "town", "talk", "agreed"], tables
    agenda = [
        [step.minutes, step.title[lang], step.how[lang], "\n".join(text[lang] for text in step.said), ""]
        for step in meeting.agenda
    ]
    yield "agenda", ["time", "step", "how", "findings", "agreed"], agenda
