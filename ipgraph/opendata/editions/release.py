"""An edition is published: compared with what its folder holds, written beside its place, put there at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath

from ipgraph.errors import IpgraphError
from ipgraph.files import because, json_bytes, own_folder, save
from ipgraph.opendata.editions.draft import Draft
from ipgraph.opendata.editions.record import EDITIONS, LIST, RECORD, Version, sum_at, sum_of, versions

_UNFINISHED = ".unfertig"


def claim(folder: Path) -> None:
    """Make a folder ours, so that a later run knows it again; raises :class:`IpgraphError` where it is not empty."""
    if folder.is_dir():
        (folder / f"{LIST}.part").unlink(missing_ok=True)  # of a run that broke off here
    if own_folder(folder, LIST) is None:
        save(folder / LIST, _list(()))


@dataclass(frozen=True)
class Release:
    """An edition with its files, fit to be published in a folder.

    Args:
        folder: the folder of the plan.
        known: the editions that it holds, the oldest first.
        version: the record of this one.
        files: content by path in the package, in the order in which the top is renewed.
        is_new: whether it was not published before.
    """

    folder: Path
    known: tuple[Version, ...]
    version: Version
    files: Mapping[str, bytes] = field(repr=False)
    is_new: bool

    def write(self) -> None:
        """Write a new edition beside its place, where nobody sees it; raises :class:`IpgraphError`."""
        if not self.is_new:
            return
        with self._writing():
            if self._unfinished.exists():
                shutil.rmtree(self._unfinished)
            for name, content in self.files.items():
                target = self._unfinished / _inside(name)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            (self._unfinished / RECORD).write_bytes(json_bytes(asdict(self.version)))

    def publish(self) -> None:
        """Put a new edition in its place, and whatever the newest one lacks at the top; raises :class:`IpgraphError`.

        What was published before with the same files stays untouched.
        """
        known = self.known
        if self.is_new:
            with self._writing():
                self._unfinished.rename(self.folder / self.version.path)
            known = (*known, self.version)
        if self.version == known[-1] and not _at_top(self.folder, known):
            _renew(self.folder, known, self.files)

    @property
    def _unfinished(self) -> Path:
        return self.folder / EDITIONS / _UNFINISHED

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place, reason = self.folder / self.version.path, because(error)
            raise IpgraphError(
                f"{place} kann nicht geschrieben werden ({reason['de']}). Ist eine Datei darin offen?",
                f"{place} cannot be written ({reason['en']}). Is a file in it open?",
            ) from error


def prepare(folder: Path, draft: Draft, files: Mapping[str, bytes], graph: str, keys: Sequence[str] = ()) -> Release:
    """Compare an edition with what its folder holds; nothing is written.

    Args:
        folder: the folder of the plan; it need not exist.
        draft: the edition.
        files: content by path in the package, in the order in which the top is renewed.
        graph: which of them is the plan as RDF.
        keys: keys of the datasets in it.

    Returns:
        What can be published.

    Raises:
        IpgraphError: the edition was published before with other files, or another one came out in the meantime.
    """
    known = versions(folder)
    sums = {name: sum_of(content) for name, content in sorted(files.items())}
    there = next((one for one in known if one.number == draft.version.number), None)
    if there and there.files != sums:
        raise _published(folder, there, sums)
    if not there and known != draft.earlier:
        raise IpgraphError(
            f"In {folder} wurde inzwischen eine andere Fassung veröffentlicht. Bitte noch einmal beginnen.",
            f"In {folder} another edition has been published in the meantime. Please start again.",
        )
    version = there or replace(draft.version, graph=graph, keys=tuple(keys), files=sums)
    return Release(folder, known, version, files, is_new=there is None)


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
    return listed and all(sum_at(folder / name) == wanted for name, wanted in known[-1].files.items())


def _list(known: Sequence[Version]) -> bytes:
    """The editions for machines, without their files."""
    names = ("number", "date", "path", "previous", "notes")
    return json_bytes([{name: getattr(one, name) for name in names} for one in known])
