"""The folder of an adopted plan: remembers what was written, so that nobody's edits are ever overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import own_folder, save

MANIFEST = ".ipgraph-adopt.json"
"""Checksums (SHA-256) of what was written."""

MAPPING = "zuordnung.toml"
DECISIONS = "entscheidungen.xlsx"
REPORT = "uebernahme.html"
LEFT_OVER = "nicht-uebernommen.xlsx"
FOR_PEOPLE = (MAPPING, DECISIONS, REPORT)
"""Files that a person may change, or that are only a report: their changes stop nothing."""


class Deposit:
    """A folder to write an adopted plan into.

    Args:
        path: the folder; made where it is missing.
        force: whether edits may be overwritten.

    Raises:
        IpgraphError: the folder holds something else, or files were edited since they were written.
    """

    def __init__(self, path: Path, force: bool = False) -> None:
        self.path = path
        self._sums = self._known()
        if not force:
            self._refuse_edits()

    def _known(self) -> dict[str, list[str]]:
        manifest = own_folder(self.path, MANIFEST)
        sums = json.loads(manifest.read_text(encoding="utf-8")) if manifest else {}
        return {str(name): list(known) for name, known in sums.items()}

    def _refuse_edits(self) -> None:
        edited = [name for name in sorted(self._sums) if name not in FOR_PEOPLE and self.edited(name)]
        if edited:
            names = ", ".join(edited[:3]) + (" …" if len(edited) > 3 else "")
            raise IpgraphError(
                f"Im Ordner {self.path} wurde seit der letzten Übernahme etwas geändert: {names}. Damit nichts davon "
                "verloren geht, wurde nichts geschrieben. Einen anderen Ordner angeben (-o), oder mit --force "
                "überschreiben.",
                f"In the folder {self.path} something was changed since the last take-over: {names}. So that none of "
                "it is lost, nothing was written. Give another folder (-o), or overwrite with --force.",
            )

    def edited(self, name: str) -> bool:
        """Whether a file that is there is not as it was written."""
        path = self.path / name
        return path.is_file() and _sum(path.read_bytes()) not in self._sums.get(name, ())

    def read(self, name: str) -> bytes | None:
        """The content of a file that is there; None where it is not."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def write(self, files: Mapping[str, bytes], kept: Collection[str] = ()) -> None:
        """Write all files, and take away those of an earlier run that are written no more.

        Args:
            files: content by name.
            kept: files of an earlier run that stay as they are.
        """
        sums = {name: _sum(data) for name, data in files.items()}
        # While this runs, the old and the new content count as ours: a run that breaks off must not stop the next.
        self._note({name: [*self._sums.get(name, []), new] for name, new in sums.items()} | {
            name: old for name, old in self._sums.items() if name not in sums
        })  # fmt: skip
        for name, data in files.items():
            save(self.path / name, data)
        for name in sorted(self._sums.keys() - files.keys() - set(kept)):
            if not self.edited(name):
                (self.path / name).unlink(missing_ok=True)
        stay = {name: old for name, old in self._sums.items() if name in kept}
        self._note({name: [new] for name, new in sums.items()} | stay)

    def _note(self, sums: Mapping[str, list[str]]) -> None:
        text = json.dumps(dict(sorted(sums.items())), indent=0, ensure_ascii=False) + "\n"
        save(self.path / MANIFEST, text.encode("utf-8"))


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
