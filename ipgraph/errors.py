"""What can go wrong, in words that name the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class IpgraphError(Exception):
    """A user's mistake: wrong usage or input that cannot be used at all (exit code 2).

    Args:
        de: one German sentence that says what is wrong and what to do.
        en: the same in English.
    """

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.message: Mapping[str, str] = {"de": de, "en": en}


@dataclass(frozen=True)
class Place:
    """A place in a source: a file, and where it has them a sheet, a row and a column.

    Args:
        file: file name as given, without its folder.
        sheet: name of the sheet; None for CSV and RDF files.
        row: row number as the user's program shows it, from 1.
        column: heading of the column.
        letter: letter of the column in a workbook ("F").
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    letter: str | None = None

    @property
    def cell(self) -> str | None:
        """Name of the cell in a workbook ("F12"), where there is one."""
        return f"{self.letter}{self.row}" if self.sheet and self.letter and self.row else None

    def words(self, lang: str = "de") -> str:
        """The place in words: ``plan.xlsx, Blatt Ziele, Zelle F12 (Termin)``."""
        german = lang != "en"
        parts = [self.file]
        if self.sheet:
            parts.append(f"{'Blatt' if german else 'sheet'} {self.sheet}")
        if self.cell:
            parts.append(f"{'Zelle' if german else 'cell'} {self.cell}" + (f" ({self.column})" if self.column else ""))
        else:
            if self.row:
                parts.append(f"{'Zeile' if german else 'row'} {self.row}")
            if self.column:
                parts.append(f"{'Spalte' if german else 'column'} {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Problem:
    """Something in the input that could not be taken as it stands; the rest was still read.

    Args:
        code: stable code, ``E-01`` and so on (see ``docs/input-problems.md``).
        message: one sentence by language ("de", "en"), without the place.
        place: where it stands.
        value: the text of the cell, where there is one.
        resource: IRI of the row's resource, where there is one.
        path: IRI of the column's property, where there is one.
    """

    code: str
    message: Mapping[str, str]
    place: Place
    value: str | None = None
    resource: str | None = None
    path: str | None = None

    def sentence(self, lang: str = "de") -> str:
        """Place and message in one line."""
        return f"{self.place.words(lang)}: {self.message[lang]}"
