"""Notes on cells (18.7): writing them, and taking ours off again.

What is ours in a note stands between two lines. A person's own words before and after stay, and so does a whole note
of a person. An author alone would not tell: LibreOffice drops it, and the notes of the template have ours too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from ipgraph.emit.ooxml.boxes import Boxes
from ipgraph.emit.ooxml.cells import Cells, position_of
from ipgraph.emit.ooxml.package import Package, child, children, local, namespace, parsed, remove, valid
from ipgraph.ingest.sheets import EXCEL_CELL, column_letter

AUTHOR = "ipgraph"
OPENING = "―― ipgraph ――"
CLOSING = "――――――――――"
_OURS = re.compile(rf"\n?{OPENING}.*?(?:{CLOSING}|\Z)", re.DOTALL)

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_RUN = (
    "<x xmlns='{}'><r><rPr><sz val='9'/><color indexed='81'/><rFont val='Tahoma'/><family val='2'/></rPr><t/></r></x>"
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def boxed(text: str) -> str:
    """Our part of a note: a text between its two lines, short enough to leave a person's note some room."""
    text, room = text.replace(CLOSING[0], "—"), EXCEL_CELL // 2
    return f"{OPENING}\n{text if len(text) <= room else text[:room] + ' …'}\n{CLOSING}"


class Notes:
    """The notes of a worksheet.

    Args:
        package: the package.
        part: the part of the worksheet.
        cells: its cells.
    """

    def __init__(self, package: Package, part: str, cells: Cells) -> None:
        self._package = package
        self._part = part
        self._namespace = cells.namespace[1:-1]
        self._boxes = Boxes(package, part, cells)

    @cached_property
    def _comments(self) -> str | None:
        return next(iter(self._package.related(self._part, "comments")), None)

    def _texts(self) -> dict[Element, list[Element]]:
        """The texts of each comment, without reading aids of Asian scripts."""
        found: dict[Element, list[Element]] = {}
        if self._comments is not None:
            for parent in children(self._package.tree(self._comments), "commentList"):
                for comment in children(parent, "comment"):
                    runs = [one for text in children(comment, "text") for one in (text, *children(text, "r"))]
                    found[comment] = [text for run in runs for text in children(run, "t")]
        return found

    # ------------------------------------------------------------------ off

    def strip(self) -> None:
        """Take our part out of all notes, and notes away that hold nothing else."""
        for comment, texts in self._texts().items():
            written = "".join(text.text or "" for text in texts)
            ours = list(_OURS.finditer(written))
            if not ours or not self._boxes.readable:
                continue
            place = position_of(comment.get("ref"))
            if _OURS.sub("", written).strip():
                _cut(texts, ours)
                for part in ours:
                    self._boxes.grow(*place, part[0].removeprefix("\n"), -1)
            else:
                self._boxes.remove(*place)
                remove(comment)
        if self._comments is not None and not self._texts():
            self._package.unrelate(self._part, self._comments)
            self._package.drop(self._comments)
            self._comments = None
            self._boxes.drop_if_empty()

    # ------------------------------------------------------------------ on

    def put(self, notes: Mapping[tuple[int, int], str]) -> None:
        """Write notes; a person's note gets ours below its own words. Threads of comments are left alone.

        Args:
            notes: our part by row and column of the cell, from 1.
        """
        if not notes or not self._boxes.readable:
            return
        existing = {position_of(comment.get("ref")): comment for comment in self._texts()}
        threads = self._threads()
        for place, text in sorted(notes.items()):
            if place in threads:
                continue
            if place in existing:
                self._append(existing[place], text)
            else:
                self._write(place, text)

    def _threads(self) -> set[tuple[int, int]]:
        """Cells with a thread: the note there is a mere copy of it that Excel makes for older programs."""
        parts = self._package.related(self._part, "threadedComment")
        found = {position_of(one.get("ref")) for part in parts for one in self._package.tree(part)}
        if self._comments is not None:
            root = self._package.tree(self._comments)
            names = [one.text or "" for parent in children(root, "authors") for one in children(parent, "author")]
            threaded = {str(number) for number, name in enumerate(names) if name.startswith("tc=")}
            found |= {position_of(one.get("ref")) for one in self._texts() if one.get("authorId") in threaded}
        return found

    def _append(self, comment: Element, text: str) -> None:
        self._boxes.grow(*position_of(comment.get("ref")), text)
        parent = child(comment, "text", ())
        plain = next(children(parent, "t"), None)
        if plain is not None and len(parent) == 1:
            _set(plain, f"{plain.text or ''}\n{valid(text)}")
            return
        run = self._run(f"\n{text}")
        last = max((index for index, one in enumerate(parent, start=1) if local(one) in ("t", "r")), default=0)
        parent.insert(last, run)

    def _run(self, text: str) -> Element:
        (run,) = parsed(_RUN.format(self._namespace).encode())
        _set(run[-1], valid(text))
        return run

    def _write(self, place: tuple[int, int], text: str) -> None:
        row, column = place
        root = self._comments_root()
        authors = child(root, "authors", ())
        names = [one.text or "" for one in children(authors, "author")]
        if AUTHOR not in names:
            etree.SubElement(authors, f"{namespace(root)}author").text = AUTHOR
            names.append(AUTHOR)
        comment = etree.SubElement(child(root, "commentList", ("authors",)), f"{namespace(root)}comment")
        comment.set("ref", f"{column_letter(column - 1)}{row}")
        comment.set("authorId", str(names.index(AUTHOR)))
        parent = etree.SubElement(comment, f"{namespace(root)}text")
        parent.append(self._run(text))
        self._boxes.draw(row, column, text)

    def _comments_root(self) -> Element:
        if self._comments is None:
            self._comments = self._package.free("xl/comments{}.xml")
            root = etree.Element(f"{{{self._namespace}}}comments", nsmap={None: self._namespace})
            self._package.add(self._comments, root, _COMMENTS)
            self._package.relate(self._part, "comments", self._comments)
        return self._package.tree(self._comments)


def _cut(texts: list[Element], parts: list[re.Match[str]]) -> None:
    """Take parts out of the joined texts; a run that becomes empty goes."""
    inside = {index for part in parts for index in range(*part.span())}
    start = 0
    for text in texts:
        written = text.text or ""
        _set(text, "".join(letter for index, letter in enumerate(written, start) if index not in inside))
        start += len(written)
        run = text.getparent()
        if written and not text.text and run is not None and local(run) == "r":
            remove(run)


def _set(element: Element, text: str) -> None:
    element.text = text
    element.set(_SPACE, "preserve")
