"""An edition before it is published: its number and place, what differs from the last one, what is retired with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from ipgraph.changes import EDITION, Changes, between, words
from ipgraph.changes.renames import listed
from ipgraph.changes.report import markdown, page
from ipgraph.emit.tabular import facts_of
from ipgraph.errors import IpgraphError
from ipgraph.files import ascii_name, checksum
from ipgraph.ingest import Reading, read
from ipgraph.ingest.values import literal_text
from ipgraph.model import Text, load_model
from ipgraph.opendata.editions.record import EDITIONS, Version, sum_at, versions
from ipgraph.opendata.editions.retired import retire, retired_files
from ipgraph.opendata.personal.gate import blotted
from ipgraph.validation.editions import editions
from ipgraph.validation.findings import Edition

FIRST: Text = {"de": "Erste veröffentlichte Fassung.", "en": "First published edition."}


@dataclass(frozen=True)
class Draft:
    """An edition that is about to be published.

    Args:
        version: its record, which knows no files yet.
        earlier: the editions before it, the oldest first.
        changes: what differs from the last one; None for the first.
        notes: what a person should know first, a sentence each.
    """

    version: Version
    earlier: tuple[Version, ...] = ()
    changes: Changes | None = None
    notes: tuple[Text, ...] = ()

    @property
    def versions(self) -> tuple[Version, ...]:
        """All editions, the oldest first."""
        return (*self.earlier, self.version)

    def files(self) -> dict[str, bytes]:
        """What the package says of its history: what has changed, and what is retired."""
        found = {}
        if self.changes is not None:
            found = {
                "aenderungen.html": page(self.changes, "de").encode("utf-8"),
                "aenderungen.md": markdown(self.changes, "de").encode("utf-8"),
                "changes.html": page(self.changes, "en").encode("utf-8"),
                "changes.md": markdown(self.changes, "en").encode("utf-8"),
            }
        return found | retired_files(self.version.retired)


def draft(
    folder: Path | None, reading: Reading, plan: str = "", *, number: str = "", date: str = "",
    renames: Path | None = None, exceptions: Path | None = None,
) -> Draft:  # fmt: skip
    """Prepare an edition: compare it with the last one that was published.

    Args:
        folder: the folder of the plan, which need not exist; None for an edition that follows no other.
        reading: where the plan lies.
        plan: IRI of the plan; empty for the only one.
        number: what the edition is called; empty for what the plan says of itself (Fassung), else ``1``.
        date: ISO day of publication, if it is known.
        renames: list of the rows that got another Kennung, as a person confirmed it.
        exceptions: list of what may stay although it looks like data of a person; what else does in the last edition is
            not repeated in what is told of it.

    Returns:
        The edition with its notes. One of a number that is there already is compared with the one before that.

    Raises:
        IpgraphError: the folder holds editions of another plan, or they cannot be read.
    """
    edition = _edition(reading, plan)
    number = number or _stated(reading, edition.iri) or "1"
    known = versions(folder) if folder else ()
    earlier = known[: next((place for place, one in enumerate(known) if one.number == number), len(known))]
    path = _path(number, earlier)
    if folder is None or not earlier:
        return Draft(Version(number, date, path, FIRST), notes=(_needless(renames),) if renames else ())
    last = earlier[-1]
    before = blotted(read(folder / last.path / last.graph), exceptions)
    changes = between(before, reading, (editions(before)[0], edition), renames, signed=False)
    notes = {
        "de": f"Gegenüber „{last.number}“: {changes.summary['de']}",
        "en": f"Compared with “{last.number}”: {changes.summary['en']}",
    }
    confirmed = [one for _, one in listed(renames, load_model())]
    gone = retire(last.retired, changes, (last.number, last.path), number, confirmed)
    version = Version(number, date, path, notes, last.number, retired=gone)
    guessed = (words.CONFIRM,) if changes.guesses else ()
    return Draft(version, earlier, changes, (*changes.notes, *guessed, *_altered(folder, earlier)))


def _needless(renames: Path) -> Text:
    return {
        "de": f"{renames.name} wurde nicht gebraucht: Es gibt keine frühere Fassung, mit der zu vergleichen wäre.",
        "en": f"{renames.name} was not needed: there is no earlier edition to compare with.",
    }


def _edition(reading: Reading, plan: str) -> Edition:
    found = [one for one in editions(reading) if not plan or one.iri == plan]
    if len(found) == 1:
        return found[0]
    raise IpgraphError("Es ist nicht klar, welcher Plan gemeint ist.", "It is not clear which plan is meant.")


def _stated(reading: Reading, plan: str) -> str:
    """What a plan calls its edition; empty where it does not."""
    facts = facts_of(reading.store.triples(plan))
    return next((literal_text(term) for term in facts[plan].get(EDITION, ()) if isinstance(term, ox.Literal)), "")


def _path(number: str, earlier: Sequence[Version]) -> str:
    """Where an edition lies: its number in small ASCII letters, told apart from the others where that is needed."""
    name = ascii_name(number).replace("_", "-").strip("-")[:60]
    path = f"{EDITIONS}/{name}/"
    if not name or any(one.path == path for one in earlier):
        path = f"{EDITIONS}/{name}-{checksum(number)}/".replace("/-", "/")
    return path


def _altered(folder: Path, known: Sequence[Version]) -> list[Text]:
    """A sentence for each edition whose files are not as they were published."""
    return [
        {
            "de": f"{one.path}: {name} ist nicht mehr, wie es veröffentlicht wurde. Bitte aus der Sicherung "
            "zurückholen.",
            "en": f"{one.path}: {name} is not as it was published. Please bring it back from the backup.",
        }
        for one in known
        if (name := next((name for name in one.files if sum_at(folder / one.path / name) != one.files[name]), ""))
    ]
