"""What is no list: files that are damaged or larger than any list, refused before they fill the memory."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.ingest.sheets import MAXIMUM_ROWS

LARGEST = 400 * 1024 * 1024
"""So many bytes may the parts of a workbook unpack to; a list of 200,000 rows has less than half of it."""


def refuse_giant(path: Path) -> None:
    """Refuse a packed file that unpacks to far more than any list holds, before anything is unpacked.

    Args:
        path: an Excel or OpenDocument workbook.

    Raises:
        IpgraphError: it is so large.
    """
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST:
        raise IpgraphError(
            f"{path.name} ist entpackt {size // 1024**2} MB groß. So groß ist keine Liste; sie wird nicht geöffnet.",
            f"{path.name} unpacks to {size // 1024**2} MB. No list is that large; it is not opened.",
        )


def refuse_endless(path: Path, sheet: str, rows: int) -> None:
    """Refuse a sheet with more rows than any list has.

    Args:
        path: the file.
        sheet: name of the sheet.
        rows: how many rows it has so far.

    Raises:
        IpgraphError: they are too many.
    """
    if rows > MAXIMUM_ROWS:
        raise IpgraphError(
            f"{path.name}, Blatt {sheet}: mehr als {MAXIMUM_ROWS} Zeilen. So lang ist keine Liste eines Plans.",
            f"{path.name}, sheet {sheet}: more than {MAXIMUM_ROWS} rows. No list of a plan is that long.",
        )


def unreadable(path: Path) -> IpgraphError:
    """The sentence about a file that is not what its name says."""
    return IpgraphError(
        f"{path.name} lässt sich nicht lesen. Ist die Datei beschädigt, mit Kennwort geschützt oder nur umbenannt? "
        "In Excel oder LibreOffice öffnen und ohne Kennwort als .xlsx speichern.",
        f"{path.name} cannot be read. Is it damaged, protected by a password or merely renamed? "
        "Open it in Excel or LibreOffice and save it as .xlsx without a password.",
    )
