"""The hidden sheet of a template with what its drop-downs offer: code lists, and the Kennungen of the other sheets.

Kennungen are offered as soon as they are typed: names of ranges end at the last filled row, and where a column may
refer to several sheets, formulas put their Kennungen one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from ipgraph.emit.ooxml.book import quoted
from ipgraph.emit.workbook import cell_at, put_text
from ipgraph.ingest.timespan import OPEN_WORDS
from ipgraph.model import IDENTIFIER, Field, Model, Scheme, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

OFFERED = 1000
"""So many Kennungen of several sheets together are offered at least."""

TIME_WORDS = "Liste_Zeitwoerter"
"""Name of the range with the words for a date that has no end."""


@dataclass(frozen=True)
class Span:
    """The rows of a sheet in which entries stand or may be typed.

    Args:
        first: the first one.
        last: how far down drop-downs and checks reach.
        filled: how many entries stand there now.
    """

    first: int
    last: int
    filled: int

    def of(self, letter: str, mark: str = "") -> str:
        """The cells of a column; with ``$`` as mark they stay the same wherever a formula is copied to."""
        return f"{mark}{letter}{mark}{self.first}:{mark}{letter}{mark}{self.last}"


@dataclass(frozen=True)
class _Keys:
    """The Kennungen of a sheet: name of their range, the cell with their number, and what one of them is called."""

    name: str
    count: str
    kind: str


class Choices:
    """What the drop-downs of a template offer, written into a sheet of its own.

    Names are plain ASCII letters, so that Excel and LibreOffice agree on them in every language.

    Args:
        book: the workbook, for the names of ranges.
        worksheet: the sheet to write to.
        model: sheets and code lists.
        spans: where entries may stand, by sheet.
        lang: language ("de", "en").
    """

    def __init__(
        self, book: Workbook, worksheet: Worksheet, model: Model, spans: Mapping[Sheet, Span], lang: str
    ) -> None:
        self._book = book
        self._worksheet = worksheet
        self._lang = lang
        self._column = 0
        self._offered = max(OFFERED, sum(span.filled for span in spans.values()) + 500)
        used = {scheme.iri for sheet in model.sheets for column in sheet.fields for scheme in column.schemes}
        self._codes = {
            scheme.iri: self._list(scheme.title.get("de", scheme.iri), self._notations([scheme]))
            for scheme in model.schemes
            if scheme.iri in used
        }
        self._list(TIME_WORDS.removeprefix("Liste_"), sorted(OPEN_WORDS))
        keyed = [(sheet, span) for sheet, span in spans.items() if sheet.identifier]
        self._keys = {sheet.target: keys for (sheet, _), keys in zip(keyed, self._counted(keyed), strict=True)}
        self._stacks: dict[tuple[object, ...], str] = {}

    def source(self, sheet: Sheet, column: Field) -> str | None:
        """The name of the range that a column offers; None if there is nothing to choose from."""
        codes = [self._codes[scheme.iri] for scheme in column.schemes]
        keys = [self._keys[name] for name in column.references if name in self._keys]
        names = [*codes, *(one.name for one in keys)]
        if len(names) < 2:
            return names[0] if names else None
        stack = (*names,)
        if stack not in self._stacks:
            self._stacks[stack] = self._stack(f"{sheet.name['de']}_{column.name['de']}", column.schemes, keys)
        return self._stacks[stack]

    def _notations(self, schemes: Sequence[Scheme]) -> list[str]:
        concepts = [concept for scheme in schemes for concept in scheme.concepts]
        return [c.notation if self._lang == "de" else c.label.get(self._lang, c.notation) for c in concepts]

    def _counted(self, keyed: Sequence[tuple[Sheet, Span]]) -> list[_Keys]:
        """Name the Kennungen of each sheet, from its first row down to the last filled one."""
        names, counts = self._new_column("Blatt"), self._new_column("Zeilen")
        found = []
        for number, (sheet, span) in enumerate(keyed, start=2):
            index = next(i for i, column in enumerate(sheet.fields, start=1) if column.path == IDENTIFIER)
            letter, title = get_column_letter(index), quoted(sheet.name[self._lang])
            area = f"{title}!{span.of(letter, '$')}"
            put_text(cell_at(self._worksheet, number, names), sheet.name[self._lang])
            filled = f'=SUMPRODUCT(MAX(({area}<>"")*(ROW({area})-{span.first - 1})))'
            cell_at(self._worksheet, number, counts).value = filled
            count = f"{self._title}!${get_column_letter(counts)}${number}"
            range_ = f"{title}!${letter}${span.first}:INDEX({area},MAX(1,{count}))"
            found.append(_Keys(self._name(f"Kennungen_{sheet.name['de']}", range_), count, sheet.singular[self._lang]))
        return found

    def _stack(self, title: str, schemes: Sequence[Scheme], keys: Sequence[_Keys]) -> str:
        """Words of code lists, then the Kennungen of several sheets with their kind: it is clear which one is meant."""
        words = self._notations(schemes)
        column = self._new_column(title)
        for number, word in enumerate(words, start=2):
            put_text(cell_at(self._worksheet, number, column), word)
        for number in range(1, self._offered + 1):
            cell_at(self._worksheet, len(words) + 1 + number, column).value = "=" + _nth(number, keys)
        letter = get_column_letter(column)
        first = f"{self._title}!${letter}$2"
        area = f"{first}:${letter}${len(words) + 1 + self._offered}"
        total = "+".join([str(len(words)), *(one.count for one in keys)])
        return self._name(f"Liste_{title}", f"{first}:INDEX({area},MAX(1,MIN({len(words) + self._offered},{total})))")

    def _list(self, title: str, values: Sequence[str]) -> str:
        """Write a list into the next column, and name it."""
        column = self._new_column(title)
        for number, value in enumerate(values, start=2):
            put_text(cell_at(self._worksheet, number, column), value)
        letter = get_column_letter(column)
        return self._name(f"Liste_{title}", f"{self._title}!${letter}$2:${letter}${len(values) + 1}")

    @property
    def _title(self) -> str:
        return quoted(str(self._worksheet.title))

    def _new_column(self, title: str) -> int:
        self._column += 1
        put_text(cell_at(self._worksheet, 1, self._column), title)
        return self._column

    def _name(self, title: str, area: str) -> str:
        name = range_name(title)
        self._book.defined_names[name] = DefinedName(name, attr_text=area)
        return name


def _nth(number: int, keys: Sequence[_Keys]) -> str:
    """A formula for the so-manieth Kennung, from 1, of several sheets one after the other; empty behind the last."""
    formula = '""'
    for index in reversed(range(len(keys))):
        before = "".join(f"-{one.count}" for one in keys[:index])
        one, place = keys[index], f"{number}{before}"
        key = f"INDEX({one.name},{place})"
        formula = f'IF({place}<={one.count},IF({key}="","","{one.kind}: "&{key}),{formula})'
    return formula


def range_name(title: str) -> str:
    """A name for a range that every spreadsheet program accepts: ASCII letters, digits and ``_``.

    Args:
        title: German title (``Liste_Umsetzungsstände``).

    Returns:
        The name (``Liste_Umsetzungsstaende``).
    """
    for umlaut, letters in {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}.items():
        title = title.replace(umlaut, letters)
    return re.sub(r"[^A-Za-z0-9_]+", "_", title).strip("_")
