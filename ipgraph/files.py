"""Files out, whole or not at all, under names that every system takes; texts in; the sentences where one refuses."""

from __future__ import annotations

import errno
import hashlib
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping
from pathlib import Path

from ipgraph.errors import IpgraphError

RESERVED = {
    "index",
    "plan",
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)),
}
"""Names that Windows or the site itself keeps for other things."""

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(key: str) -> str:
    """A file name for a Kennung that is safe on every system and in every address.

    Args:
        key: the Kennung.

    Returns:
        ASCII letters, digits, ``.``, ``-`` and ``_``; with a short checksum where characters had to be replaced.
    """
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", key).strip(".") or "_"
    if safe.casefold().split(".")[0] in RESERVED:
        return f"{checksum(key)}-{safe[:80]}"  # in front: Windows looks at what stands before the first dot
    if safe != key or len(safe) > 80:
        return f"{safe[:80]}-{checksum(key)}"
    return safe


def checksum(text: str) -> str:
    """Six characters that tell one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def ascii_name(text: str) -> str:
    """A name for machines: ``Kosten (EUR)`` becomes ``kosten_eur``, ``Maßnahmen`` becomes ``massnahmen``."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "_"


def distinct(names: Iterable[str]) -> list[str]:
    """The names, with a number behind one that was there before; ``A`` and ``a`` are one name to Windows."""
    found: dict[str, str] = {}
    for name in names:
        number, free = 1, name
        while free.casefold() in found:
            number += 1
            free = f"{name}_{number}"
        found[free.casefold()] = free
    return list(found.values())


def json_bytes(value: object) -> bytes:
    """A value as JSON that people can read, too: UTF-8, indented, in the order of its keys."""
    import json

    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def is_address(source: object) -> bool:
    """Whether a source is an address of the web instead of a file."""
    return re.match(r"(?i)https?:", str(source)) is not None


def shown(source: object) -> str:
    """A source as it may be read by others.

    Args:
        source: a file, a folder or an address.

    Returns:
        Its text; of an address without what may be a login or a key: what stands before ``@`` and behind ``?``.
    """
    text = re.sub(r"(?<=//)[^/]*@|^[^/\\@:]*:[^/\\@]*@", "", str(source))
    return re.sub(r"\?.*", "?…", text, flags=re.DOTALL) if "://" in text else text


REASONS: Mapping[int, Mapping[str, str]] = {
    errno.EACCES: {"de": "kein Recht dazu", "en": "no permission"},
    errno.EPERM: {"de": "kein Recht dazu", "en": "no permission"},
    errno.EROFS: {"de": "dort kann nur gelesen werden", "en": "it can only be read from there"},
    errno.ENOSPC: {"de": "kein Platz mehr frei", "en": "no space left"},
    errno.ENAMETOOLONG: {"de": "der Name ist zu lang", "en": "the name is too long"},
    errno.ENOENT: {"de": "das gibt es nicht", "en": "it does not exist"},
    errno.EINVAL: {"de": "der Name ist nicht erlaubt", "en": "the name is not allowed"},
    errno.ELOOP: {"de": "der Verweis führt im Kreis", "en": "the link leads in a circle"},
    errno.EBUSY: {"de": "es ist gerade belegt", "en": "it is in use"},
    errno.EADDRINUSE: {"de": "da läuft schon ein Server", "en": "a server runs there already"},
    errno.EADDRNOTAVAIL: {"de": "das ist keine Adresse dieses Rechners", "en": "it is no address of this computer"},
    errno.EHOSTUNREACH: {"de": "dorthin führt kein Weg im Netz", "en": "no way in the network leads there"},
    errno.ENETUNREACH: {"de": "dieser Rechner ist nicht im Netz", "en": "this computer is not in the network"},
    errno.EEXIST: {
        "de": "dort liegt eine Datei, wo ein Ordner sein soll",
        "en": "a file lies where a folder should be",
    },
    errno.EISDIR: {"de": "das ist ein Ordner", "en": "it is a folder"},
    errno.ENOTDIR: {"de": "ein Ordner im Pfad ist eine Datei", "en": "a folder on the way is a file"},
}
"""What a system means by the numbers of its errors; Python has the words in English only."""


def because(error: OSError) -> Mapping[str, str]:
    """Why the system does not let us read or write."""
    from socket import EAI_AGAIN, EAI_NONAME  # only where something went wrong: it takes long to import

    said = error.strerror or str(error)
    if error.errno in (EAI_AGAIN, EAI_NONAME):
        return {"de": "einen Rechner dieses Namens findet das Netz nicht", "en": "no computer of that name is found"}
    return REASONS.get(error.errno or 0, {"de": f"das System meldet: {said}", "en": said})


def unopened(path: Path, error: OSError) -> IpgraphError:
    """The sentence about a file that the system does not let us read.

    Args:
        path: the file.
        error: what the system said.
    """
    reason = because(error)
    return IpgraphError(
        f"{path.name} kann nicht geöffnet werden ({reason['de']}). Ist die Datei in einem anderen Programm offen?",
        f"{path.name} cannot be opened ({reason['en']}). Is the file open in another program?",
    )


def text_of(path: Path) -> str:
    """A text that a person has written.

    Args:
        path: the file, in UTF-8, with a mark of it at the beginning or without.

    Raises:
        IpgraphError: it is not there, cannot be opened, or is not in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise IpgraphError(f"{path} gibt es nicht.", f"{path} does not exist.") from error
    except OSError as error:
        raise unopened(path, error) from error
    except UnicodeDecodeError as error:
        if b"\0" in error.object and not error.object.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise IpgraphError(f"{path.name} ist keine Textdatei.", f"{path.name} is no text file.") from error
        raise IpgraphError(
            f"{path.name} ist nicht in UTF-8 gespeichert. Bitte im Editor „Speichern unter“ mit UTF-8 wählen.",
            f"{path.name} is not saved in UTF-8. Please choose “Save as” with UTF-8 in the editor.",
        ) from error


def own_folder(path: Path, manifest: str) -> Path | None:
    """Whether a folder is one that we wrote ourselves; one that does not exist yet, or is empty, will do as well.

    Args:
        path: the folder.
        manifest: name of the file in which we take down what we wrote.

    Returns:
        The path of that file; None where the folder is new.

    Raises:
        IpgraphError: it is no folder, or something else lies in it.
    """
    if path.exists() and not path.is_dir():
        raise IpgraphError(f"{path} ist kein Ordner.", f"{path} is no folder.")
    known = path / manifest
    if known.is_file():
        return known
    if path.is_dir() and any(path.iterdir()):
        raise IpgraphError(
            f"Im Ordner {path} liegt schon etwas anderes. Bitte einen leeren oder neuen Ordner angeben.",
            f"The folder {path} already holds something else. Please give an empty or a new one.",
        )
    return None


def keep_sources(output: Path | None, sources: Iterable[str | Path | None]) -> None:
    """Refuse to write over what was read, or into it; raises :class:`IpgraphError`.

    Args:
        output: the file that will be written; None for standard output.
        sources: files, folders and addresses that are read.
    """
    given = [Path(source).resolve() for source in sources if source and not is_address(source)]
    if output and any(one == output.resolve() or (one.is_dir() and one in output.resolve().parents) for one in given):
        raise IpgraphError(
            f"{output} gehört zur Quelle, und die bleibt, wie sie ist. Bitte hinter -o einen anderen Namen angeben.",
            f"{output} belongs to the source, which stays as it is. Please give another name behind -o.",
        )


def keep_filled(output: Path | None) -> None:
    """Refuse to write over a file in which somebody may have filled in something; raises :class:`IpgraphError`.

    Args:
        output: the file that will be written to be filled in; None for none.
    """
    if output and output.exists():
        raise IpgraphError(
            f"{output} gibt es schon. Bitte einen anderen Namen angeben, damit nichts verloren geht.",
            f"{output} exists already. Please give another name, so that nothing is lost.",
        )


def save(path: Path, data: bytes) -> None:
    """Write a file; its folder is made where it is missing, and no half-written file is ever left.

    Args:
        path: where to.
        data: the bytes.

    Raises:
        IpgraphError: the system refuses to write there.
    """
    if path.is_dir():
        raise IpgraphError(f"{path} ist ein Ordner, keine Datei.", f"{path} is a folder, not a file.")
    unfinished = path.with_name(path.name + ".part")
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # a device or a pipe is written to, not replaced
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True) if unfinished.is_file() else None
        reason = because(error)
        raise IpgraphError(
            f"{path} kann nicht geschrieben werden ({reason['de']}). Ist die Datei in einem anderen Programm offen?",
            f"{path} cannot be written ({reason['en']}). Is the file open in another program?",
        ) from error
