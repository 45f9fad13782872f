"""Files that are meant to harm a reader, or that went wrong badly: one builder each, and what ought to come of it.

Run as a program, it reads all of them in one process with little memory, one line of JSON for each reader and file.
"""

from __future__ import annotations

import io
import json
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MEGABYTE = 1024 * 1024
MEMORY = 1536 * MEGABYTE
"""Address space, in bytes, within which every file has to be read or refused."""

ROWS, CELLS, TRIPLES = 20_000, 2_000_000, 200_000
"""The bounds are lower here, so that tests that run into them take seconds."""

Parts = Mapping[str, bytes | Iterable[bytes]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY m SYSTEM "file:///etc/passwd">]>'
HEADINGS = ("Nr.", "Maßnahme", "Zuständig")
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


# ---------------------------------------------------------------------- workbooks


def zipped(parts: Parts, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as stream:
                for piece in [content] if isinstance(content, bytes) else content:
                    stream.write(piece)


def sound_workbook() -> dict[str, bytes]:
    """The parts of a small workbook that is a plan and a list at once."""
    book = Workbook()
    plan = book.active
    assert plan is not None
    plan.title = "Plan"
    plan.append(["Kennung", "Titel"])
    plan.append(["p", "Plan"])
    measures = book.create_sheet("Maßnahmen")
    measures.append(["Kennung", "Wortlaut", "Verantwortlich"])
    for number in range(1, 4):
        measures.append([f"M{number}", f"Maßnahme {number}", "Jugendamt"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return with_strings(parts)


def with_strings(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same with its texts in a part of their own, as Excel keeps them; openpyxl leaves them in the cells."""
    texts: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c r="%s" t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    cell = re.compile(rb'<c r="([A-Z]+\d+)"[^>]* t="inlineStr"><is><t>([^<]*)</t></is></c>')
    parts = {name: cell.sub(moved, part) for name, part in parts.items()}
    items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">'.encode() + items + b"</sst>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    if b"sharedStrings" not in parts["[Content_Types].xml"]:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return parts


def workbook(**changes: bytes | Callable[[bytes], bytes | Iterable[bytes]]) -> Callable[[Path], None]:
    """A builder for the small workbook with other parts; ``sheet`` is that of the measures."""
    names = {
        "sheet": "xl/worksheets/sheet2.xml", "book": "xl/workbook.xml", "styles": "xl/styles.xml",
        "strings": "xl/sharedStrings.xml", "relations": "xl/_rels/workbook.xml.rels", "types": "[Content_Types].xml",
        "sheet_relations": "xl/worksheets/_rels/sheet2.xml.rels", "macros": "xl/vbaProject.bin",
        "links": "xl/externalLinks/externalLink1.xml", "connections": "xl/connections.xml",
        "inner": "xl/media/inner.zip",
    }  # fmt: skip

    def build(path: Path) -> None:
        parts: dict[str, bytes | Iterable[bytes]] = dict(sound_workbook())
        for key, change in changes.items():
            before = parts.get(names[key], b"")
            assert isinstance(before, bytes)
            parts[names[key]] = change if isinstance(change, bytes) else change(before)
        zipped(parts, path)

    return build


def doctype(declarations: bytes, entity: bytes) -> Callable[[bytes], bytes]:
    """Put a document type before a part, and use one of its entities."""

    def change(part: bytes) -> bytes:
        body = part.partition(b"?>")[2] if part.startswith(b"<?xml") else part
        return b'<?xml version="1.0"?>' + declarations + body.replace(b"Jugendamt", b"&" + entity + b";")

    return change


def wide(part: bytes) -> bytes:
    """UTF-16, in which a search for ``<!DOCTYPE`` in bytes finds nothing."""
    return part.decode("utf-8").replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")


class Pieces:
    """What a generator yields, as often as it is asked for: some files are written twice."""

    def __init__(self, make: Callable[..., Iterator[bytes]], *arguments: Any) -> None:
        self._make, self._arguments = make, arguments

    def __iter__(self) -> Iterator[bytes]:
        return self._make(*self._arguments)


def pieces(make: Callable[..., Iterator[bytes]]) -> Callable[..., Pieces]:
    return lambda *arguments: Pieces(make, *arguments)


@pieces
def sheet_of(rows: Iterable[bytes]) -> Iterator[bytes]:
    yield f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'.encode()
    yield b'<row r="1"><c r="A1" t="inlineStr"><is><t>Kennung</t></is></c>'
    yield b'<c r="B1" t="inlineStr"><is><t>Wortlaut</t></is></c></row>'
    yield b'<row r="2"><c r="A2" t="inlineStr"><is><t>M1</t></is></c>'
    yield "<c r='B2' t='inlineStr'><is><t>Eine Maßnahme</t></is></c></row>".encode()
    yield from rows
    yield b"</sheetData></worksheet>"


@pieces
def many(count: int, piece: Callable[[int], bytes], first: int = 3) -> Iterator[bytes]:
    for start in range(first, count, 1000):
        yield b"".join(map(piece, range(start, min(start + 1000, count))))


@pieces
def again(piece: bytes, megabytes: int) -> Iterator[bytes]:
    block = piece * (MEGABYTE // len(piece))
    for _ in range(megabytes):
        yield block


@pieces
def framed(before: bytes, middle: Iterable[bytes], after: bytes) -> Iterator[bytes]:
    yield before
    yield from middle
    yield after


def lying(path: Path) -> None:
    """A sheet that says it is small and goes on for 60 MB: the size in both headers is made up."""
    workbook(sheet=lambda _: sheet_of(again(b" ", 60)))(path)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"xl/worksheets/sheet2.xml")  # in the directory at the end; its record begins 46 bytes before
    struct.pack_into("<L", data, place - 46 + 24, 4000)
    path.write_bytes(data)


def overlapping(path: Path) -> None:
    """Many entries that share one stretch of data (after D. Fifield, “A better zip bomb”, WOOT 2019)."""
    workbook(sheet=lambda _: sheet_of(again(b" ", 20)))(path)
    with zipfile.ZipFile(path, "a") as archive:
        one = archive.getinfo("xl/worksheets/sheet2.xml")
        for number in range(400):
            twin = zipfile.ZipInfo(f"xl/worksheets/more{number}.xml")
            twin.header_offset, twin.CRC, twin.compress_type = one.header_offset, one.CRC, one.compress_type
            twin.compress_size, twin.file_size = one.compress_size, one.file_size
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True  # type: ignore[attr-defined]


def nested(_: bytes) -> bytes:
    inner = bytes(10 * MEGABYTE)
    for level in range(4):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(4):
                archive.writestr(f"{level}{number}.zip", inner)
        inner = out.getvalue()
    return inner


def with_relation(kind: str, target: str, mode: str = "") -> Callable[[bytes], bytes]:
    extra = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    return lambda part: part.replace(b"</Relationships>", extra.encode())


def formulas(part: bytes) -> bytes:
    """A cell whose result is stored, one without, one that would fetch, one that would call another program."""
    cells = (
        '<row r="5"><c r="A5" t="str"><f>"M"&amp;4</f><v>M4</v></c><c r="B5"><f>1+1</f></c></row>'
        '<row r="6"><c r="A6" t="inlineStr"><is><t>M5</t></is></c>'
        '<c r="B6" t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>geholt</v></c>'
        '<c r="C6" t="str"><f>cmd|\' /C calc\'!A0</f><v>0</v></c></row>'
    )
    return part.replace(b"</sheetData>", cells.encode() + b"</sheetData>")


def bits(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def encrypted(path: Path) -> None:
    """The container of an encrypted workbook (MS-OFFCRYPTO 2.3): an OLE file with an entry ``EncryptedPackage``."""
    entry = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(OLE + bytes(504) + entry + bytes(1500))


def truncated(path: Path) -> None:
    workbook()(path)
    path.write_bytes(path.read_bytes()[:-700])


def protected_entry(path: Path) -> None:
    """A zip file whose entries ask for a password."""
    workbook()(path)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    path.write_bytes(data)


# ---------------------------------------------------------------------- OpenDocument


def calc(rows: Iterable[bytes], before: bytes = b"", manifest: bytes = b"<x/>") -> Callable[[Path], None]:
    start = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}">'
        '<office:body><office:spreadsheet><table:table table:name="Liste">'
    ).encode()
    end = b"</table:table></office:spreadsheet></office:body></office:document-content>"

    def build(path: Path) -> None:
        head = row_of(*HEADINGS) + row_of("1", "Eine Maßnahme", "Jugendamt")
        content = framed(b'<?xml version="1.0"?>' + before + start + head, rows, end)
        zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": content,
                "META-INF/manifest.xml": manifest,
            },
            path,
        )

    return build


def row_of(*texts: str) -> bytes:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row>{cells}</table:table-row>".encode()


ENCRYPTED_MANIFEST = (
    b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
    b'<m:encryption-data m:checksum-type="SHA1/1K" m:checksum="x"/></m:file-entry></m:manifest>'
)


def encrypted_calc(path: Path) -> None:
    zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": bytes(range(256)) * 40,
            "META-INF/manifest.xml": ENCRYPTED_MANIFEST,
        },
        path,
    )


REPEATED = (
    b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384" '
    b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)
CORNER = (
    b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    b'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
    b'<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)
EMPTY = (
    b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
    b"</table:table-row>"
)


# ---------------------------------------------------------------------- text


def text(content: bytes | Iterable[bytes]) -> Callable[[Path], None]:
    def build(path: Path) -> None:
        with path.open("wb") as stream:
            stream.writelines([content] if isinstance(content, bytes) else content)

    return build


def vast(path: Path) -> None:
    """A file of 300 MB that takes no room on the disk."""
    with path.open("wb") as stream:
        stream.truncate(300 * MEGABYTE)


def spread(build: Callable[[Path], None]) -> Callable[[Path], None]:
    """The file as a part of a folder of CSV files."""

    def inside(path: Path) -> None:
        path.mkdir()
        (path / "plan.csv").write_text("Kennung,Titel\np,Plan\n", encoding="utf-8")
        build(path / "massnahmen.csv")

    return inside


BLANKS = b";".join([b"M1", (b"x" + b" " * 90_000) * 2, b" 1" * 40_000, b"1" * 99_000]) + b"\n"
"""A row on which a careless pattern would search for hours."""

CSV: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "nul": (text(b"Kennung;Wortlaut\nM1;a\0b\n"), "read"),
    "one huge line": (text(framed(b"Kennung;Wortlaut\nM1;", again(b"x", 31), b"\n")), "refused"),
    "huge": (text(framed(b"Kennung;Wortlaut\n", again(b"M1;x\n", 40), b"")), "refused"),
    "open quote": (text(framed(b'Kennung;Wortlaut\nM1;"', again(b"x\n", 3), b"")), "refused"),
    "many rows": (text(framed(b"Kennung;Wortlaut\n", again(b"M;x\n", 1), b"")), "refused"),
    "many columns": (text(framed(b"Kennung;Wortlaut\nM1;x\nM2", again(b";", 4), b"x\n")), "read"),
    "blanks": (text(b"Kennung;Wortlaut;Beginn;Kosten (EUR)\n" + BLANKS), "read"),
    "an Excel file": (workbook(), "refused"),
    "latin": (text("Kennung;Wortlaut\nM1;Übergänge\n".encode("cp1252")), "any"),
    "empty": (text(b""), "any"),
}  # fmt: skip

TURTLE = b"@prefix ip: <https://w3id.org/ipgraph/ontology#> .\n<http://x/p> a ip:Plan .\n"
JSON_PLAN = '{"@id": "http://x/p", "@type": "https://w3id.org/ipgraph/ontology#Plan"%s}'

RDF_OPEN = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
WEB_QUERY = '<connection id="1" name="x" type="4"><webPr url="http://127.0.0.1:9/"/></connection>'


def with_context(address: str) -> bytes:
    return f'{{"@context": "{address}", "@graph": [{JSON_PLAN % ""}]}}'.encode()


@dataclass(frozen=True)
class Case:
    """A file, the readers that get it, and what has to come of it: "refused", "read", or "any" of both."""

    name: str
    build: Callable[[Path], None]
    readers: tuple[str, ...]
    outcome: str


def _cases() -> Iterator[Case]:
    both = ("plan", "list")
    books: dict[str, tuple[Callable[[Path], None], str]] = {
        "sound": (workbook(), "read"),
        "zip bomb": (workbook(sheet=lambda _: sheet_of(again(b" ", 450))), "refused"),
        "zip bomb in the styles": (
            workbook(styles=lambda p: framed(p.partition(b"<fonts")[0], again(b"<fonts/>", 40), b"</styleSheet>")),
            "refused",
        ),
        "zip bomb in the strings": (
            workbook(strings=lambda _: framed(f'<sst xmlns="{MAIN}">'.encode(), again(b"<si/>", 12), b"</sst>")),
            "refused",
        ),
        "zip bomb in the book": (
            workbook(book=lambda p: framed(p.replace(b"</workbook>", b""), again(b"<x/>", 40), b"</workbook>")),
            "refused",
        ),
        "lying zip": (lying, "refused"),
        "overlapping zip": (overlapping, "refused"),
        "nested zip": (workbook(inner=nested), "read"),
        "laughs": (workbook(sheet=doctype(LAUGHS, b"m"), strings=lambda part: part), "refused"),
        "laughs in the strings": (workbook(strings=doctype(LAUGHS, b"m")), "refused"),
        "laughs in the book": (workbook(book=doctype(LAUGHS, b"m")), "refused"),
        "laughs in UTF-16": (workbook(strings=lambda part: wide(doctype(LAUGHS, b"m")(part))), "refused"),
        "entity from outside": (workbook(strings=doctype(OUTSIDE, b"m")), "refused"),
        "external link": (
            workbook(
                relations=with_relation("externalLink", "externalLinks/externalLink1.xml"),
                links=f'<externalLink xmlns="{MAIN}"/>'.encode(),
            ),
            "read",
        ),
        "link to a server": (
            workbook(
                relations=with_relation("externalLinkPath", "http://127.0.0.1:9/x.xlsx", ' TargetMode="External"')
            ),
            "read",
        ),
        "data connection": (
            workbook(
                relations=with_relation("connections", "connections.xml"),
                connections=f'<connections xmlns="{MAIN}">{WEB_QUERY}</connections>'.encode(),
            ),
            "read",
        ),
        "a sheet elsewhere": (
            workbook(relations=lambda part: part.replace(b"/xl/worksheets/sheet2.xml", b"../../../../etc/passwd")),
            "any",
        ),
        "a million formatted rows": (
            workbook(sheet=lambda _: sheet_of(many(1_048_577, lambda n: b'<row r="%d" s="1" customFormat="1"/>' % n))),
            "read",
        ),
        "up to XFD1048576": (
            workbook(
                sheet=lambda _: sheet_of(many(1_048_577, lambda n: b'<row r="%d"><c r="XFD%d" s="0"/></row>' % (n, n)))
            ),
            "read",
        ),
        "a value in XFD1048576": (
            workbook(sheet=lambda _: sheet_of([b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])),
            "any",
        ),
        "rows beyond Excel": (
            workbook(sheet=lambda _: sheet_of([b'<row r="2147483647"><c r="A2147483647"><v>1</v></c></row>'])),
            "refused",
        ),
        "rows without end": (workbook(sheet=lambda _: sheet_of(again(b"<row/>", 20))), "any"),
        "cells without end": (
            workbook(sheet=lambda _: sheet_of(framed(b"<row>", again(b"<c/>", 12), b"<c><v>1</v></c></row>"))),
            "refused",
        ),
        "cells in UTF-16": (workbook(sheet=wide), "refused"),
        "too many rows": (
            workbook(
                sheet=lambda _: sheet_of(
                    many(30_000, lambda n: b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n))
                )
            ),
            "refused",
        ),
        "merged everything": (
            workbook(
                sheet=lambda part: part.replace(
                    b"</sheetData>",
                    b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 1000 + b"</mergeCells>",
                )
            ),
            "read",
        ),
        "hidden everything": (
            workbook(
                sheet=lambda part: part.replace(
                    b"<sheetData>", b'<cols><col min="1" max="2000000000" hidden="1"/></cols><sheetData>'
                )
            ),
            "any",
        ),
        "deep XML": (
            workbook(
                sheet=lambda part: part.replace(b"</sheetData>", b"<x>" * 300_000 + b"</x>" * 300_000 + b"</sheetData>")
            ),
            "any",
        ),
        "formulas": (workbook(sheet=formulas), "read"),
        "encrypted": (encrypted, "refused"),
        "password in the zip": (protected_entry, "refused"),
        "truncated": (truncated, "refused"),
        "empty": (text(b""), "refused"),
        "a CSV file": (text(b"Kennung;Titel\np;Plan\n"), "refused"),
        "an OpenDocument file": (calc([]), "refused"),
    }
    for name, (build, outcome) in books.items():
        yield Case(f"{name}.xlsx", build, both, outcome)
    macros = workbook(macros=OLE + bytes(3000), relations=with_relation("vbaProject", "vbaProject.bin"))
    yield Case("macros.xlsm", macros, both, "read")
    for name, (build, outcome) in {
        "sound": (calc([]), "read"),
        "zip bomb": (calc(again(b" ", 450)), "refused"),
        "laughs": (calc([row_of("&m;")], LAUGHS), "refused"),
        "entity from outside": (calc([row_of("&m;")], OUTSIDE), "refused"),
        "repeated": (calc([REPEATED]), "refused"),
        "corner": (calc([CORNER]), "refused"),
        "a million empty rows": (calc([EMPTY]), "read"),
        "many tags": (calc(again(b"<table:table-row/>", 50)), "refused"),
        "encrypted": (encrypted_calc, "refused"),
        "empty": (text(b""), "refused"),
        "an Excel file": (workbook(), "refused"),
    }.items():
        yield Case(f"{name}.ods", build, ("list",), outcome)
    for name, content in {
        "empty": b"",
        "no workbook": b"Kennung;Titel\n",
        "encrypted": OLE + bytes(3000),
        "broken": OLE + b"\xff" * 5000,
        "Excel 2007": b"PK\x03\x04",
    }.items():
        yield Case(f"{name}.xls", text(content), ("list",), "refused")
    for name, (build, outcome) in CSV.items():
        yield Case(f"{name}.csv", build, ("list",), "any" if outcome == "read" else outcome)
        yield Case(name, spread(build), ("plan",), outcome)
    for name, (content, outcome) in {
        "deep lists": (b"[" * 500_000 + b"]" * 500_000, "refused"),
        "deep objects": (b'[{"a":' * 100_000 + b"1" + b"}]" * 100_000, "refused"),
        "deep but short": (b'[{"Ma\xc3\x9fnahme": "x", "a":' + b'{"a":' * 800 + b"1" + b"}" * 800 + b"}]", "any"),
        "huge number": (b'[{"Ma\xc3\x9fnahme": "x", "Kosten": ' + b"9" * 100_000 + b"}]", "refused"),
        "huge exponent": (b'[{"Titel": "Kurs", "Kosten": 1e999999}, {"Titel": "Kurs 2", "Kosten": NaN}]', "any"),
        "many objects": (framed(b"[", again(b"{},", 33), b"{}]"), "refused"),
        "many names": (b"[{" + b",".join(b'"k%d":1' % n for n in range(200_000)) + b"}]", "any"),
        "half a character": (b'[{"Ma\xc3\x9fnahme": "\\ud800 x"}, {"Ma\xc3\x9fnahme": "y"}]', "any"),
        "empty": (b"", "refused"),
    }.items():
        yield Case(f"{name}.json", text(content), ("list",), outcome)
    for name, (content, outcome) in {
        "deep.ttl": (
            TURTLE + b"<http://x/p> <http://x/b> " + b"[<http://x/b> " * 30_000 + b"1" + b"]" * 30_000 + b" .",
            "any",
        ),
        "deep list.ttl": (TURTLE + b"<http://x/p> <http://x/b> " + b"(" * 30_000 + b")" * 30_000 + b" .", "any"),
        "triple terms.ttl": (
            TURTLE
            + b"<http://x/a> <http://x/b> "
            + b"<<( <http://x/a> <http://x/b> " * 50_000
            + b"1"
            + b" )>>" * 50_000
            + b" .",
            "any",
        ),
        "huge literal.ttl": (framed(TURTLE + b'<http://x/p> ip:motto "', again(b"x", 20), b'" .'), "refused"),
        "huge.ttl": (None, "refused"),
        "many.ttl": (framed(TURTLE + b"<http://x/p> ip:motto 1", again(b",1", 1), b" ."), "refused"),
        "endless.nt": (framed(b"<http://x/p> <http://x/b> ", again(b"<", 2), b""), "refused"),
        "nul.ttl": (TURTLE + b"\0", "refused"),
        "empty.ttl": (b"", "refused"),
        "context from outside.jsonld": (with_context("http://127.0.0.1:9/context.jsonld"), "refused"),
        "file as context.jsonld": (with_context("file:///etc/passwd"), "refused"),
        "deep.jsonld": (
            (JSON_PLAN % ', "http://x/b": ').replace("}", "").encode()
            + b'{"http://x/b":' * 100_000
            + b"1"
            + b"}" * 100_001,
            "any",
        ),
        "deep list.jsonld": (b'{"@id": "http://x/p", "http://x/b": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "any"),
        "deep context.jsonld": (b'{"@context": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "any"),
        "laughs.rdf": (
            b'<?xml version="1.0"?>'
            + LAUGHS
            + RDF_OPEN
            + b"<rdf:Description><x:b>&m;</x:b></rdf:Description></rdf:RDF>",
            "refused",
        ),
        "entity from outside.rdf": (
            b'<?xml version="1.0"?>'
            + OUTSIDE
            + RDF_OPEN
            + b"<rdf:Description><x:b>&m;</x:b></rdf:Description></rdf:RDF>",
            "refused",
        ),
        "deep.rdf": (
            RDF_OPEN + b"<rdf:Description><x:b>" * 100_000 + b"</x:b></rdf:Description>" * 100_000 + b"</rdf:RDF>",
            "any",
        ),
    }.items():
        yield Case(name, vast if content is None else text(content), ("plan",), outcome)


CASES = list(_cases())


# ---------------------------------------------------------------------- the process that reads them


def read(reader: str, path: Path) -> dict[str, object]:
    """What comes of a file: a sentence, or what was read; anything else ends the process or is told as it is."""
    from ipgraph.errors import IpgraphError
    from ipgraph.ingest import read as read_plan
    from ipgraph.intake.source import read_list

    try:
        if reader == "plan":
            reading = read_plan(path)
            facts = sum(1 for iri in reading.plans for _ in reading.store.triples(iri))
            return {"outcome": "read", "count": facts, "told": [one.sentence("de") for one in reading.problems][:50]}
        grids = read_list(path)
        unusable = [f"{text}: {why['de']}" for grid in grids for text, why in grid.unusable.values()]
        return {"outcome": "read", "count": sum(len(grid.cells) for grid in grids), "told": unusable[:50]}
    except IpgraphError as error:
        return {"outcome": "refused", "told": [error.message["de"], error.message["en"]]}
    except BaseException as error:  # a MemoryError, and what Rust calls a panic, are no Exceptions or end in none
        return {"outcome": "broken", "told": [f"{type(error).__name__}: {str(error)[:300]}"]}


def peak_memory() -> int:
    """Peak memory of this process (MB); what ``getrusage`` says begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main(folder: Path) -> None:
    """Read every file in the folder that a case tells of."""
    import resource
    import time

    from ipgraph.ingest import bounds, rdf

    bounds.MAXIMUM_ROWS, bounds.MAXIMUM_CELLS, rdf.MAXIMUM_TRIPLES = ROWS, CELLS, TRIPLES
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for case in CASES:
        if not (folder / case.name).exists():
            continue
        for reader in case.readers:
            print(json.dumps({"file": case.name, "reader": reader}), flush=True)
            start = time.perf_counter()
            found = read(reader, folder / case.name)
            found["peak"] = peak_memory()
            found["seconds"] = round(time.perf_counter() - start, 2)
            print(json.dumps({"file": case.name, "reader": reader, **found}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
