"""The folder of a site: remembers what a build wrote, so that the next one takes away what is no longer there."""

from __future__ import annotations

import json
from pathlib import Path

from ipgraph.files import own_folder

MANIFEST = "site-files.json"
"""List of what a build wrote, so that the next one can take away what is no longer there."""


class Folder:
    """The folder of the site: writes files, and in the end removes those of an earlier build."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: set[str] = set()
        known = own_folder(path, MANIFEST)
        self.earlier: set[str] = set(json.loads(known.read_text(encoding="utf-8"))) if known else set()
        self._note(self.earlier)  # a build that breaks off must not lock the next one out

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file, text as UTF-8."""
        self.written.add(name)
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def finish(self) -> None:
        """Remove the files of an earlier build that were not written again, and note what there is now."""
        for name in sorted(self.earlier - self.written):
            inside, root = (self.path / name).resolve(), self.path.resolve()
            if inside.is_relative_to(root):
                inside.unlink(missing_ok=True)
                for folder in inside.relative_to(root).parents[:-1]:
                    if (root / folder).is_dir() and not any((root / folder).iterdir()):
                        (root / folder).rmdir()
        self._note(self.written)

    def _note(self, names: set[str]) -> None:
        self.write(MANIFEST, json.dumps(sorted(names | {MANIFEST}), indent=0) + "\n")

    def size(self, name: str) -> str:
        """Size of a file, for people."""
        return f"{max(1, round((self.path / name).stat().st_size / 1024))} KB"
