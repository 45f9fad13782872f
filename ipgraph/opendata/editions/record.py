"""The record of each edition of a package: number, date, what changed, the checksums of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.model import Text
from ipgraph.opendata.editions.retired import Retired

EDITIONS = "v"
RECORD = "version.json"
LIST = "versionen.json"
"""Names: the folder of the editions, the record in each of them, and the list at the top."""


@dataclass(frozen=True)
class Version:
    """The record of an edition.

    Args:
        number: what people call it, such as ``2. Fassung``.
        date: ISO day of its publication; empty where it is not known.
        path: where its files stay, below the folder of the plan, such as ``v/2-fassung/``.
        notes: what has changed with it, in a short text.
        previous: number of the edition before; empty for the first.
        graph: which of its files is the plan as RDF, to compare the next edition with.
        keys: keys of its datasets.
        files: SHA-256 of each file by its path in the package.
        retired: rows that were published once and are there no more.
    """

    number: str
    date: str
    path: str
    notes: Text
    previous: str = ""
    graph: str = ""
    keys: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    retired: tuple[Retired, ...] = ()


def versions(folder: Path) -> tuple[Version, ...]:
    """The editions that a folder holds, the oldest first.

    Args:
        folder: the folder of a plan; it need not exist.

    Returns:
        Each with the one before it, but for the first: the oldest may have been taken away by hand.

    Raises:
        IpgraphError: a record cannot be read, or the editions do not follow one another.
    """
    found = [_record(path) for path in sorted((folder / EDITIONS).glob(f"[!.]*/{RECORD}"))]
    numbers = {version.number for version in found}
    by_previous = {version.previous: version for version in found}
    ordered = [version for version in found if version.previous not in numbers][:1]
    while ordered and (version := by_previous.pop(ordered[-1].number, None)):
        ordered.append(version)
    if len(ordered) != len(found):
        raise IpgraphError(
            f"{folder / EDITIONS}: Die Fassungen folgen nicht aufeinander; eine fehlt oder ist doppelt da. Bitte den "
            "Ordner aus der Sicherung zurückholen.",
            f"{folder / EDITIONS}: the editions do not follow one another; one is missing or there twice. Please bring "
            "the folder back from the backup.",
        )
    return tuple(ordered)


def _record(path: Path) -> Version:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        retired = (Retired(**{**one, "replaced_by": tuple(one["replaced_by"])}) for one in found["retired"])
        return Version(**{**found, "keys": tuple(found["keys"]), "retired": tuple(retired)})
    except (ValueError, KeyError, TypeError) as error:
        raise IpgraphError(
            f"{path} ist kein lesbarer Eintrag einer Fassung. Bitte den Ordner aus der Sicherung zurückholen.",
            f"{path} is no readable record of an edition. Please bring the folder back from the backup.",
        ) from error


def sum_of(content: bytes) -> str:
    """SHA-256 of a file, as a record has it."""
    return hashlib.sha256(content).hexdigest()


def sum_at(path: Path) -> str:
    """SHA-256 of a file in a folder; empty where there is none."""
    return sum_of(path.read_bytes()) if path.is_file() else ""
