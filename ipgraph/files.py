"""Files out: whole or not at all, and a sentence where the system refuses."""

from __future__ import annotations

from pathlib import Path

from ipgraph.errors import IpgraphError


def save(path: Path, data: bytes) -> None:
    """Write a file; its folder is made where it is missing, and no half-written file is ever left.

    Args:
        path: where to.
        data: the bytes.

    Raises:
        IpgraphError: the system refuses to write there.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True) if unfinished.is_file() else None
        reason = error.strerror or str(error)
        raise IpgraphError(
            f"{path} kann nicht geschrieben werden ({reason}). Ist die Datei in einem anderen Programm offen?",
            f"{path} cannot be written ({reason}). Is the file open in another program?",
        ) from error
