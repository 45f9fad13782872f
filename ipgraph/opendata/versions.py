"""Editions of a published package: each keeps its files for ever, the newest also stands at the top.

A folder of a plan holds ``v/NAME/`` for each edition, with all its files and its record, and the files of the newest
edition once more at the top, where addresses stay the same. An edition appears by one renaming of a folder and is never
written to again, so that a run that breaks off leaves the old state or the new one. See
``docs/decisions/published-editions.md``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from ipgraph.changes import EDITION, Changes, between, words
from ipgraph.changes.renames import listed
from ipgraph.changes.report import markdown, page
from ipgraph.emit.tabular import facts_of
from ipgraph.errors import IpgraphError
from ipgraph.files import because, checksum, json_bytes, own_folder, save
from ipgraph.ingest import Reading, read
from ipgraph.ingest.values import literal_text
from ipgraph.model import Text, load_model
from ipgraph.opendata.personal import blotted
from ipgraph.opendata.retired import Retired, retire, retired_files
from ipgraph.opendata.tables import ascii_name
from ipgraph.validation.editions import editions
from ipgraph.validation.findings import Edition

EDITIONS = "v"
RECORD = "version.json"
LIST = "versionen.json"
"""Names: the folder of the editions, the record in each of them, and the list at the top."""

FIRST: Text = {"de": "Erste veröffentlichte Fassung.", "en": "First published edition."}
_UNFINISHED = ".unfertig"


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


# ---------------------------------------------------------------------- what comes next


def draft(
    folder: Path, reading: Reading, plan: str = "", *, number: str = "", date: str = "", renames: Path | None = None,
    exceptions: Path | None = None,
) -> Draft:  # fmt: skip
    """Prepare an edition: compare it with the last one that was published.

    Args:
        folder: the folder of the plan; it need not exist.
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
    known = versions(folder)
    earlier = known[: next((place for place, one in enumerate(known) if one.number == number), len(known))]
    path = _path(number, earlier)
    if not earlier:
        return Draft(Version(number, date, path, FIRST))
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
        if (name := next((name for name in one.files if _sum_of(folder / one.path / name) != one.files[name]), ""))
    ]


def _sum_of(path: Path) -> str:
    return _sum(path.read_bytes()) if path.is_file() else ""


# ---------------------------------------------------------------------- publish


def publish(folder: Path, draft: Draft, files: Mapping[str, bytes], graph: str, keys: Sequence[str] = ()) -> bool:
    """Publish an edition.

    Args:
        folder: the folder of the plan; made where it is missing.
        draft: the edition.
        files: content by path in the package, in the order in which the top is renewed.
        graph: which of them is the plan as RDF.
        keys: keys of the datasets in it.

    Returns:
        True when the edition is new; False when it was published before with the same files, which changes nothing.

    Raises:
        IpgraphError: the edition was published before with other files, another one came out in the meantime, the
            folder holds something else, or it cannot be written.
    """
    claim(folder)
    known = versions(folder)
    sums = {name: _sum(content) for name, content in sorted(files.items())}
    version = replace(draft.version, graph=graph, keys=tuple(keys), files=sums)
    there = next((one for one in known if one.number == version.number), None)
    if there is None:
        if known != draft.earlier:
            raise IpgraphError(
                f"In {folder} wurde inzwischen eine andere Fassung veröffentlicht. Bitte noch einmal beginnen.",
                f"In {folder} another edition has been published in the meantime. Please start again.",
            )
        _freeze(folder, version, files)
        known = (*known, version)
    elif there.files != sums:
        raise _published(folder, there, sums)
    if there is None or (there == known[-1] and not _at_top(folder, known)):
        _renew(folder, known, files)
    return there is None


def claim(folder: Path) -> None:
    """Make a folder ours, so that a later run knows it again; raises :class:`IpgraphError` where it is not empty."""
    if folder.is_dir():
        (folder / f"{LIST}.part").unlink(missing_ok=True)  # of a run that broke off here
    if own_folder(folder, LIST) is None:
        save(folder / LIST, _list(()))


def _freeze(folder: Path, version: Version, files: Mapping[str, bytes]) -> None:
    """Write an edition beside its place, then put it there at once."""
    unfinished = folder / EDITIONS / _UNFINISHED
    try:
        if unfinished.exists():
            shutil.rmtree(unfinished)
        for name, content in files.items():
            target = unfinished / _inside(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (unfinished / RECORD).write_bytes(json_bytes(asdict(version)))
        unfinished.rename(folder / version.path)
    except OSError as error:
        reason = because(error)
        raise IpgraphError(
            f"{folder / version.path} kann nicht geschrieben werden ({reason['de']}). Ist eine Datei darin offen?",
            f"{folder / version.path} cannot be written ({reason['en']}). Is a file in it open?",
        ) from error


def _renew(folder: Path, known: Sequence[Version], files: Mapping[str, bytes]) -> None:
    """Put the files of the newest edition at the top, take away those of the last one, and list all editions."""
    for name, content in files.items():
        save(folder / _inside(name), content)
    for name in sorted({name for one in known for name in one.files} - files.keys()):
        (folder / _inside(name)).unlink(missing_ok=True)
    save(folder / LIST, _list(known))


def _inside(name: str) -> PurePosixPath:
    """A path of a package; one that leads elsewhere is our fault."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] == EDITIONS or name in (LIST, RECORD):
        raise ValueError(f"no path of a package: {name}")
    return path


def _published(folder: Path, there: Version, sums: Mapping[str, str]) -> IpgraphError:
    names = sorted(name for name in there.files.keys() | sums.keys() if there.files.get(name) != sums.get(name))
    shown = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    place = folder / there.path
    return IpgraphError(
        f"„{there.number}“ ist in {place} veröffentlicht und bleibt, wie es ist; anders wäre: {shown}. Für einen neuen "
        "Stand bitte beim Plan eine neue Fassung eintragen. War noch nichts davon öffentlich, den Ordner "
        f"{place} löschen.",
        f"“{there.number}” is published in {place} and stays as it is; different would be: {shown}. For a new state "
        f"please enter a new edition of the plan. If none of it was public yet, delete {place}.",
    )


def _at_top(folder: Path, known: Sequence[Version]) -> bool:
    """Whether the newest edition stands at the top, whole."""
    listed = (folder / LIST).read_bytes() == _list(known)
    return listed and all(_sum_of(folder / name) == wanted for name, wanted in known[-1].files.items())


def _list(known: Sequence[Version]) -> bytes:
    """The editions for machines, without their files."""
    names = ("number", "date", "path", "previous", "notes")
    return json_bytes([{name: getattr(one, name) for name in names} for one in known])


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
