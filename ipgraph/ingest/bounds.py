"""What is no plan and no list: files that are damaged, hostile or far too large, refused before they fill the memory.

Packed files are measured by unpacking them as a stream, for what they say of their size may be made up. No part may
bring declarations of its own (a DOCTYPE): entities multiply or fetch, and no spreadsheet program writes any.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ipgraph.errors import IpgraphError

MAXIMUM_ROWS = 200_000
MAXIMUM_COLUMNS = 500
MAXIMUM_CELLS = 10_000_000
"""So many elements may a workbook hold, and so many cells may lie between the first and the last value of a sheet."""

EXCEL_ROWS = 1_048_576
FIELD = 1024 * 1024
"""So many characters may one cell of a CSV file hold; a cell of a workbook holds 32,767."""

MEGABYTE = 1024 * 1024
LARGEST = 400 * MEGABYTE
"""So many bytes may the parts of a workbook unpack to; a list of 200,000 rows has less than half of it."""

LARGEST_FILE = 200 * MEGABYTE
LARGEST_TEXT = 32 * MEGABYTE
"""So large may a CSV or JSON file be: a list of 200,000 rows with 160 characters each."""

DAMAGED = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, SyntaxError, EOFError, AttributeError,
    AssertionError, OverflowError, RuntimeError,
)  # fmt: skip
"""What zipfile, zlib, the XML parser (its ParseError is a SyntaxError) and openpyxl raise over a damaged workbook."""

_WHOLE = 32 * MEGABYTE  # what is held in memory as a whole: styles, relations, properties
_STREAMED = re.compile(r"xl/worksheets/[^/]+\.xml|xl/sharedstrings\.xml|content\.xml", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"']|iso-8859-1[\"'])", re.IGNORECASE)
_FAR_RIGHT = re.compile(rb"\br=\"[A-Z]{3}\d")
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*/>")
_OVERLAP = 64  # a mark may begin in one chunk and end in the next


def workbook_within_bounds(path: Path) -> io.BytesIO:
    """Open a workbook for reading, after a look at how much is in it.

    Spreadsheets often hold formats for a million rows below a table, or for columns far beside it. Nothing stands
    there, and reading them takes minutes; they are left out.

    Args:
        path: an Excel or OpenDocument workbook.

    Returns:
        The file, or a copy without cells in which nothing stands.

    Raises:
        IpgraphError: it is larger than any plan or list, or its XML declares entities.
        zipfile.BadZipFile: it is damaged, as the other errors of :data:`DAMAGED` say.
    """
    refuse_large(path, LARGEST_FILE)
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as archive:
        _refuse_size(path, sum(entry.file_size for entry in archive.infolist()), LARGEST)
        parts = {}
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                part = parts[entry.filename] = _Part()
                for chunk in _chunks(archive, entry.filename):
                    part.take(chunk, path)
                if not _STREAMED.fullmatch(entry.filename):
                    _refuse_size(path, part.size, _WHOLE)
                if sum(one.tags for one in parts.values()) > MAXIMUM_CELLS:
                    raise _too_full(path)
        return _lightened(archive, parts) if any(part.is_loose for part in parts.values()) else source


@dataclass
class _Part:
    """What a part of a workbook holds, chunk by chunk.

    Args:
        size: bytes.
        tags: elements, as far as they will be read.
        end: position behind the row with the last value; None where there is none.
        close: position of the end of the rows.
        is_wide: whether cells stand far to the right.
    """

    size: int = 0
    tags: int = 0
    end: int | None = None
    close: int = 0
    is_wide: bool = False
    _before: bytes = b""
    _prefix: bytes | None = None
    _open: bool = False  # whether the row with the last value goes on
    _behind: int = 0  # elements behind that row

    @property
    def is_loose(self) -> bool:
        """Whether much can be left out."""
        return self.is_wide or (self.end is not None and self.close - self.end > MEGABYTE)

    def take(self, chunk: bytes, path: Path) -> None:
        """Note what the next piece of the part holds."""
        text = self._before + chunk
        start = self.size - len(self._before)
        if not self.size:
            if text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:4] or _ENCODING.match(text):
                raise ValueError("an encoding in which declarations could hide")
            found = re.search(rb"<(\w+:)?worksheet\b", text)
            self._prefix = (found[1] or b"") if found else None
        if b"<!DOCTYPE" in text:
            raise _declares(path)
        self.size += len(chunk)
        self._before = text[-_OVERLAP:]
        tags = chunk.count(b"<") - chunk.count(b"</")
        if self._prefix is not None and self._lies_behind(text, start):
            self._behind += tags
        else:
            self.tags += tags

    def _lies_behind(self, text: bytes, start: int) -> bool:
        """Look for values in a piece of a sheet; whether all of it lies behind the last one so far."""
        prefix = self._prefix or b""
        self.is_wide = self.is_wide or bool(_FAR_RIGHT.search(text))
        rows = b"<%ssheetData>" % prefix
        if (place := text.rfind(rows)) >= 0:
            self.end = start + place + len(rows)
        value = max(text.rfind(b"<%s%s" % (prefix, mark)) for mark in (b"v>", b"v ", b"is>", b"is ", b"f>", b"f "))
        if value >= 0 or self._open:
            close = b"</%srow>" % prefix
            row_end = text.find(close, max(value, 0))
            self._open = row_end < 0
            if not self._open:
                self.end = start + row_end + len(close)
        if value >= 0:
            self.tags, self._behind = self.tags + self._behind, 0
        last = text.rfind(b"</%ssheetData>" % prefix)
        if last >= 0:
            self.close = start + last
        return self.end is not None and max(place, value, last) < 0 and not self._open and not self.close


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as stream:
        while chunk := stream.read(MEGABYTE):
            yield chunk


def _lightened(source: zipfile.ZipFile, parts: Mapping[str, _Part]) -> io.BytesIO:
    """A copy of the parts that are XML, in which sheets have no rows behind their last value and no empty cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            with archive.open(name, "w", force_zip64=True) as target:
                for piece in _kept(source, name, part):
                    target.write(piece)
    return out


def _kept(archive: zipfile.ZipFile, name: str, part: _Part) -> Iterator[bytes]:
    if not part.is_loose:
        yield from _chunks(archive, name)
        return
    place, rest = 0, b""
    end = part.end if part.end is not None and part.close > part.end else part.size
    for chunk in _chunks(archive, name):
        kept = chunk[: max(0, end - place)] + chunk[max(0, part.close - place) :] if part.close > end else chunk
        place += len(chunk)
        whole, mark, rest = (rest + kept).rpartition(b">")
        yield _EMPTY_CELL.sub(b"", whole + mark)
    yield rest


# ---------------------------------------------------------------------- sentences


def refuse_large(path: Path, limit: int = LARGEST_TEXT) -> None:
    """Refuse a file that is larger than any plan or list, before it is opened.

    Args:
        path: the file.
        limit: so many bytes it may have.

    Raises:
        IpgraphError: it has more.
    """
    size = path.stat().st_size
    if size > limit:
        raise IpgraphError(
            f"{path.name} ist {size // MEGABYTE} MB groß. So groß ist kein Plan und keine Liste; die Datei wird nicht "
            "geöffnet.",
            f"{path.name} has {size // MEGABYTE} MB. No plan and no list is that large; it is not opened.",
        )


def refuse_endless(path: Path, sheet: str, rows: int, last: int = 0) -> None:
    """Refuse a sheet with more rows than any list has.

    Args:
        path: the file.
        sheet: name of the sheet.
        rows: in how many rows something stands so far.
        last: number of the last row so far, where empty rows count as well.

    Raises:
        IpgraphError: they are too many.
    """
    if rows > MAXIMUM_ROWS or last > EXCEL_ROWS:
        raise IpgraphError(
            f"{path.name}, Blatt {sheet}: mehr als {MAXIMUM_ROWS} Zeilen. So lang ist keine Liste eines Plans.",
            f"{path.name}, sheet {sheet}: more than {MAXIMUM_ROWS} rows. No list of a plan is that long.",
        )


def refuse_vast(path: Path, sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet whose values lie so far apart that a table of the cells between them fills the memory.

    Args:
        path: the file.
        sheet: name of the sheet.
        rows: number of the last row in which something stands.
        columns: number of the last such column.

    Raises:
        IpgraphError: it is too long, or too large.
    """
    refuse_endless(path, sheet, rows)
    if rows * columns > MAXIMUM_CELLS:
        raise IpgraphError(
            f"{path.name}, Blatt {sheet}: Die Angaben reichen über {columns} Spalten und {rows} Zeilen. So groß ist "
            "keine Liste. Steht ganz unten oder ganz rechts versehentlich etwas? Bitte löschen.",
            f"{path.name}, sheet {sheet}: what stands there spreads over {columns} columns and {rows} rows. No list is "
            "that large. Does something stand far below or far to the right by mistake? Please delete it.",
        )


def _refuse_size(path: Path, size: int, limit: int) -> None:
    if size > limit:
        raise IpgraphError(
            f"{path.name} ist entpackt {size // MEGABYTE} MB groß. So groß ist kein Plan und keine Liste; die Datei "
            "wird nicht geöffnet.",
            f"{path.name} unpacks to {size // MEGABYTE} MB. No plan and no list is that large; it is not opened.",
        )


def _too_full(path: Path) -> IpgraphError:
    return IpgraphError(
        f"{path.name} hat mehr als {MAXIMUM_CELLS // 10**6} Millionen Elemente. So viele hat kein Plan und keine "
        "Liste; die Datei wird nicht gelesen.",
        f"{path.name} has more than {MAXIMUM_CELLS // 10**6} million elements. No plan and no list has as many; it is "
        "not read.",
    )


def _declares(path: Path) -> IpgraphError:
    return IpgraphError(
        f"{path.name} enthält eigene XML-Deklarationen (DOCTYPE). So etwas schreibt keine Tabellenkalkulation, und es "
        "kann schaden; die Datei wird nicht gelesen. In Excel oder LibreOffice neu speichern.",
        f"{path.name} has XML declarations of its own (DOCTYPE). No spreadsheet program writes them, and they can do "
        "harm; the file is not read. Save it anew in Excel or LibreOffice.",
    )


def unreadable(path: Path) -> IpgraphError:
    """The sentence about a list file that is not what its name says."""
    return IpgraphError(
        f"{path.name} lässt sich nicht lesen. Ist die Datei beschädigt, mit Kennwort geschützt oder nur umbenannt? "
        "In Excel oder LibreOffice öffnen und ohne Kennwort als .xlsx speichern.",
        f"{path.name} cannot be read. Is it damaged, protected by a password or merely renamed? "
        "Open it in Excel or LibreOffice and save it as .xlsx without a password.",
    )


def open_quote(path: Path, line: int) -> IpgraphError:
    """What is said of a line that is no CSV: there is nothing else that its reader refuses."""
    return IpgraphError(
        f"{path.name}, Zeile {line}: Hier oder weiter oben ist ein Anführungszeichen zu viel oder zu wenig. Steht "
        'eines in einer Zelle, wird es verdoppelt (""); Excel tut das beim Speichern selbst.',
        f"{path.name}, row {line}: here or further up, there is a quotation mark too many or too few. One within a "
        'cell is doubled (""); Excel does so itself when it saves.',
    )
