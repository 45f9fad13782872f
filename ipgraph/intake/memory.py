"""Which Kennung every name got in a folder, so that it keeps it when the list grows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ipgraph.bodies.register import Identity
from ipgraph.errors import IpgraphError

NAMES = ".ipgraph-kennungen.json"
"""The file in the folder of an adopted plan."""

_BODIES, _ROWS = "bodies", "rows"


@dataclass
class Memory:
    """The Kennungen that earlier runs have given. One that is given stays so, even if its name is gone.

    Args:
        bodies: by what the spellings of a name share.
        rows: by sheet, Kennung of the group and folded wording: several where rows are called the same.
    """

    bodies: dict[Identity, str] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes | None, name: str) -> Memory:
        """What a file holds.

        Args:
            data: its content; None where there is none.
            name: its name, for the error.

        Raises:
            IpgraphError: it is not what was written.
        """
        if data is None:
            return cls()
        try:
            told = json.loads(data)
            bodies = {(str(name), str(form)): str(key) for name, form, key in told[_BODIES]}
            rows = {(str(a), str(b), str(c)): [str(key) for key in keys] for a, b, c, keys in told[_ROWS]}
        except (ValueError, KeyError, TypeError) as error:
            raise IpgraphError(
                f"{name} ist beschädigt. Bitte die Datei löschen; dann werden die Kennungen neu vergeben.",
                f"{name} is damaged. Please delete the file; then the identifiers are given anew.",
            ) from error
        return cls(bodies, rows)

    def written(self) -> bytes:
        """The content of the file."""
        told = {
            _BODIES: sorted([*identity, key] for identity, key in self.bodies.items()),
            _ROWS: sorted([*place, keys] for place, keys in self.rows.items()),
        }
        return (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode("utf-8")

    def key(self, sheet: str, group: str, text: str, used: Collection[str]) -> str:
        """The Kennung that a row had; empty where it had none, or where another row has it now.

        Args:
            sheet: file name of its sheet.
            group: Kennung of what it stands under.
            text: its wording.
            used: Kennungen that are in use.
        """
        found = self.rows.get((sheet, group, folded(text)), []) if text else []
        return next((key for key in found if key not in used), "")

    def keys(self, sheet: str) -> set[str]:
        """All Kennungen that rows of a sheet have had."""
        return {key for (name, _, _), keys in self.rows.items() if name == sheet for key in keys}

    def note(self, sheet: str, group: str, text: str, key: str) -> None:
        """Remember the Kennung of a row."""
        keys = self.rows.setdefault((sheet, group, folded(text)), [])
        if key not in keys:
            keys.append(key)

    def note_bodies(self, given: Mapping[Identity, str]) -> None:
        """Remember the Kennungen of bodies."""
        self.bodies.update(given)


def folded(text: str) -> str:
    """A wording without regard to case and spaces."""
    return " ".join(text.casefold().split())
