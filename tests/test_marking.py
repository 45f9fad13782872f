"""Marks in a workbook: what has to change does, and everything else stays as it was, byte for byte where it can."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from messy_workbook import MAIN, OFFICE, messy_workbook, rewrite
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName

from ipgraph.emit.marking import MOST_TEXTS, Line, Listing, Mark, mark_workbook
from ipgraph.emit.ooxml.cells import ORDER, position_of
from ipgraph.emit.ooxml.notes import CLOSING, OPENING
from ipgraph.emit.ooxml.styles import COLOURS
from ipgraph.errors import IpgraphError
from ipgraph.ingest.sheets import column_letter

FILLS = [f"FF{colour:06X}" for colour in COLOURS]
TEXT = "muss · T-02\nDer Termin fehlt; bis wann soll das Ziel erreicht sein?"
TOUCHED = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
}  # fmt: skip


def mark(sheet: str, cell: str, level: int = 0, text: str = TEXT) -> Mark:
    row, column = position_of(cell)
    return Mark(sheet, row, column, level, text)


def listing(marks: Iterable[Mark], *names: str) -> Listing:
    lines = []
    for one in marks:
        cell = f"{column_letter(one.column - 1)}{one.row}"
        lines.append(Line(one.level, ("muss", one.text, cell), (one.sheet, cell)))
    return Listing(names or ("Prüfung", "Check"), "Ergebnis", "Hinweis", ("A", "B", "C"), (10, 60, 8), 2, lines)


def marked(content: bytes, *marks: Mark) -> bytes:
    return mark_workbook(content, "plan.xlsx", marks, listing(marks), lambda number: f"und {number} weitere")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content: bytes, part: str) -> etree._Element:
    return etree.fromstring(parts(content)[part])


def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content), rich_text=True)


def looks(content: bytes, *, fills: bool = True, notes: bool = True) -> dict[tuple[str, str], list[str]]:
    """Everything about each cell that a person sees or that protects it, except on the list of what was found."""
    found = {}
    for sheet in book(content):
        if sheet.title in ("Prüfung", "Check"):
            continue
        for row in sheet.iter_rows():
            for cell in row:
                look = [cell.value, cell.font, cell.border, cell.alignment, cell.number_format, cell.protection]
                look += [cell.hyperlink.target if cell.hyperlink else None]
                look += [cell.fill] if fills else []
                look += [cell.comment.text if cell.comment else None] if notes else []
                found[sheet.title, cell.coordinate] = [repr(one) for one in look]
    return found


def colours(content: bytes) -> dict[tuple[str, str], str]:
    """Colours of cells, those of ours without the number of the fill that was there before."""
    found = {}
    for sheet in book(content):
        for row in sheet.iter_rows():
            for cell in row:
                colour = str(cell.fill.fgColor.rgb) if hasattr(cell.fill, "fgColor") else ""
                base = f"FF{int(colour[2:], 16) & ~0x070707:06X}" if re.fullmatch("[0-9A-F]{8}", colour) else colour
                found[sheet.title, cell.coordinate] = base if base in FILLS else colour
    return found


def fill(content: bytes, sheet: str, cell: str) -> str:
    return colours(content)[sheet, cell]


def note(content: bytes, sheet: str, cell: str) -> str | None:
    found = book(content)[sheet][cell].comment
    return found.text if found else None


def ours(text: str = TEXT) -> str:
    return f"{OPENING}\n{text}\n{CLOSING}"


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return messy_workbook(tmp_path_factory.mktemp("messy") / "plan.xlsx").read_bytes()


def plain(**cells: object) -> bytes:
    """A workbook with one sheet, Ziele."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Ziele"
    for address, value in cells.items():
        sheet[address] = value
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(content: bytes, tmp_path: Path, **edits: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed: ``sheet1=…``, ``workbook=…``, ``styles=…``, ``types=…``."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "workbook": "xl/workbook.xml", "styles": "xl/styles.xml"}
    names |= {"types": "[Content_Types].xml", "relations": "xl/_rels/workbook.xml.rels"}
    path = tmp_path / "changed.xlsx"
    path.write_bytes(content)
    return rewrite(path, {names.get(name, name): edit for name, edit in edits.items()}).read_bytes()


EXAMPLES = 25
PHASES = (Phase.explicit, Phase.generate)
"""A workbook is too large to be made smaller step by step."""
MANY = (
    mark("Ziele", "A1", 0), mark("Ziele", "A2", 1), mark("Ziele", "A3", 0), mark("Ziele", "A4", 2),
    mark("Ziele", "C2", 0), mark("Ziele", "C4", 0), mark("Ziele", "E2", 1), mark("Ziele", "H30", 1),
    mark("Ämter & 'Co' Nord", "C3", 2), mark("Geheim", "A1", 1), mark("Diagramm", "A1", 1),
)  # fmt: skip


# ---------------------------------------------------------------- what stays


def test_all_other_parts_are_copied(messy: bytes) -> None:
    only = marked(messy, mark("Geheim", "A1"))
    before, after = parts(messy), parts(only)
    sheet = "xl/worksheets/sheet4.xml"
    active = "xl/worksheets/sheet2.xml"  # the sheet that was open is no longer selected
    assert {name for name in before if before[name] != after.get(name)} == TOUCHED | {sheet, active}
    assert set(after) - set(before) == {
        "xl/worksheets/_rels/sheet4.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/sheet5.xml",
    }  # fmt: skip


def test_the_order_of_parts_stays(messy: bytes) -> None:
    assert list(parts(marked(messy, *MANY)))[: len(parts(messy))] == list(parts(messy))


def test_cells_keep_everything_but_the_fill(messy: bytes) -> None:
    before, after = looks(messy, fills=False, notes=False), looks(marked(messy, *MANY), fills=False, notes=False)
    assert {cell for cell in before if before[cell] != after[cell]} == set()


def test_only_marked_cells_change_their_fill(messy: bytes) -> None:
    content = marked(messy, *MANY)
    before, after = looks(messy, notes=False), looks(content, notes=False)
    cells = {(one.sheet, f"{column_letter(one.column - 1)}{one.row}") for one in MANY}
    assert {cell for cell in before if before[cell] != after[cell]} == cells & before.keys()
    found = colours(content)
    assert [found[one.sheet, f"{column_letter(one.column - 1)}{one.row}"] for one in MANY] == [
        FILLS[one.level] for one in MANY
    ]


def test_settings_of_sheets_stay(messy: bytes) -> None:
    def told(content: bytes) -> list[object]:
        workbook = book(content)
        sheets = [sheet for sheet in workbook if sheet.title != "Prüfung"]
        return [
            [
                sheet.title, sheet.sheet_state, sheet.freeze_panes, sheet.auto_filter.ref, sheet.protection.sheet,
                sorted(map(str, sheet.merged_cells.ranges)),
                [str(one.sqref) for one in sheet.data_validations.dataValidation],
                [str(one.sqref) for one in sheet.conditional_formatting], sheet.print_title_rows, list(sheet.tables),
                {name: (one.width, one.hidden) for name, one in sheet.column_dimensions.items()},
                {number: one.height for number, one in sheet.row_dimensions.items()}, len(sheet._charts),
                sheet.oddHeader.center.text,
            ]
            for sheet in sheets
        ] + [{name: one.attr_text for name, one in workbook.defined_names.items() if name[0] != "_"}]  # fmt: skip

    before, after = told(messy), told(marked(messy, *MANY))
    assert isinstance(after[0], list) and after[0][11].pop(30, None) is None  # a row that was made for a mark
    assert before == after


def test_extensions_and_results_of_formulas_stay(messy: bytes) -> None:
    sheet = parts(marked(messy, *MANY))["xl/worksheets/sheet1.xml"]
    assert b'mc:Ignorable="x14ac"' in sheet
    assert b"<x14:conditionalFormattings/></ext></extLst></worksheet>" in sheet
    assert b"<f>SUM(D2:D5)</f><v>297.5</v>" in sheet


def test_macros_stay(tmp_path: Path) -> None:
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    content = changed(
        plain(A1="Kennung"),
        tmp_path,
        **{
            "types": lambda data: data.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", macro.encode()
            ),
            "xl/vbaProject.bin": lambda data: b"\xd0\xcf\x11\xe0 macros",
        },
    )
    after = parts(marked(content, mark("Ziele", "A1")))
    assert after["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"
    assert macro.encode() in after["[Content_Types].xml"]


# ---------------------------------------------------------------- again and again


def test_twice_is_once(messy: bytes) -> None:
    once = marked(messy, *MANY)
    assert marked(once, *MANY) == once
    assert marked(messy, *MANY) == once


def test_marks_go_when_all_is_mended(messy: bytes) -> None:
    mended = marked(marked(messy, *MANY))
    before, after = looks(messy), looks(mended)
    assert before == {cell: look for cell, look in after.items() if cell in before}
    assert {cell for cell in after if cell not in before} == set()
    assert "_ipgraph_fill" not in parts(mended)["xl/workbook.xml"].decode()
    drawing = "xl/drawings/commentsDrawing1.vml"  # the box of a person's note is as high as it was
    assert re.findall(rb"height:[^;]*", parts(mended)[drawing]) == re.findall(rb"height:[^;]*", parts(messy)[drawing])
    assert "xl/comments1.xml" not in parts(mended) and "xl/drawings/vmlDrawing1.vml" not in parts(mended)


def test_some_marks_go_and_others_come(messy: bytes) -> None:
    second = (*MANY[3:6], mark("Ziele", "B3", 1))
    again, fresh = marked(marked(messy, *MANY), *second), marked(messy, *second)
    assert looks(again, fills=False) == looks(fresh, fills=False)
    assert colours(again) == colours(fresh)
    assert looks(marked(again)) == looks(messy)


def test_marks_go_after_another_program_has_saved(messy: bytes) -> None:
    """openpyxl writes all styles anew and in another order, as Excel and LibreOffice do."""
    again = saved(book(marked(messy, *MANY)))
    assert looks(marked(again)) == looks(saved(book(messy)))


def test_marks_go_where_the_second_colour_was_lost(messy: bytes, tmp_path: Path) -> None:
    """LibreOffice writes a colour of its own into the unseen half of each solid fill, and shows hidden names."""
    content = changed(
        marked(messy, *MANY),
        tmp_path,
        styles=lambda data: data.replace(b'<bgColor indexed="64"/>', b'<bgColor rgb="FFFF8080"/>'),
        workbook=lambda data: data.replace(b' hidden="1"', b' hidden="false"'),
    )
    assert looks(marked(content), notes=False) == looks(messy, notes=False)


def test_a_cell_copied_elsewhere_loses_its_mark_too(messy: bytes) -> None:
    workbook = book(marked(messy, *MANY))
    workbook["Diagramm"]["F30"]._style = workbook["Ziele"]["A2"]._style
    after = book(marked(saved(workbook)))
    assert after["Diagramm"]["F30"].fill.fgColor.rgb == "FFFFFF00"


def test_a_colour_like_ours_is_not_ours_without_its_name() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"].fill = PatternFill("solid", fgColor=f"FF{COLOURS[0] | 0x010101:06X}")
    before = saved(workbook)
    assert looks(marked(before)) == looks(before)


def test_rows_and_columns_that_were_painted_with_our_colour(tmp_path: Path) -> None:
    content = marked(plain(A1="x"), mark("Ziele", "A1"))
    style = tree(content, "xl/worksheets/sheet1.xml").find(f".//{{{MAIN}}}c").get("s")  # type: ignore[union-attr]

    def painted(data: bytes) -> bytes:
        cols = f'<cols><col min="2" max="4" width="9" style="{style}"/></cols><sheetData>'.encode()
        return data.replace(b"<sheetData>", cols).replace(
            b'<row r="1"', f'<row r="1" s="{style}" customFormat="1"'.encode()
        )

    after = tree(marked(changed(content, tmp_path, sheet1=painted)), "xl/worksheets/sheet1.xml")
    assert [one.get("style") for one in after.iter(f"{{{MAIN}}}col")] == ["0"]
    assert [one.get("s") for one in after.iter(f"{{{MAIN}}}row")] == ["0"]


# ---------------------------------------------------------------- cells


def test_an_empty_cell_is_made_with_the_look_of_its_column(messy: bytes) -> None:
    sheet = book(marked(messy, mark("Ziele", "G40"), mark("Ziele", "C9")))["Ziele"]
    assert sheet["G40"].fill.fgColor.rgb != "FFFFFF00"
    after = book(marked(marked(messy, mark("Ziele", "G40"), mark("Ziele", "C9"))))["Ziele"]
    assert 40 not in after.row_dimensions
    assert after["C9"].fill.fgColor.rgb in ("FFFFFF00", "00000000")


def test_cells_and_rows_come_in_order() -> None:
    content = marked(plain(B2="b", D4="d"), *(mark("Ziele", cell) for cell in ("A2", "C2", "XFD2", "B1", "A3", "A5")))
    rows = tree(content, "xl/worksheets/sheet1.xml").findall(f".//{{{MAIN}}}row")
    assert [row.get("r") for row in rows] == ["1", "2", "3", "4", "5"]
    assert [cell.get("r") for cell in rows[1]] == ["A2", "B2", "C2", "XFD2"]
    assert tree(content, "xl/worksheets/sheet1.xml").find(f"{{{MAIN}}}dimension").get("ref") == "A1:XFD5"  # type: ignore[union-attr]


def test_a_merged_cell_is_marked_where_people_see_it(messy: bytes) -> None:
    content = marked(messy, mark("Ziele", "D8", 1, "a"), mark("Ziele", "B7", 0, "b"))
    assert fill(content, "Ziele", "B7") == FILLS[0]
    assert note(content, "Ziele", "B7") == ours("a\n\nb")
    assert note(content, "Ziele", "D8") is None


def test_rows_and_cells_without_an_address(tmp_path: Path) -> None:
    def bare(data: bytes) -> bytes:
        return re.sub(rb'<(row|c) r="\w+"', rb"<\1", data)

    content = changed(plain(A1="a", B1="b", A2="c", B2="d"), tmp_path, sheet1=bare)
    after = marked(content, mark("Ziele", "B2"), mark("Ziele", "D1"), mark("Ziele", "A4"))
    sheet = book(after)["Ziele"]
    assert [[cell.value for cell in row] for row in sheet["A1:D2"]] == [["a", "b", None, None], ["c", "d", None, None]]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"B2", "D1", "A4"}
    assert fill(after, "Ziele", "B2") == fill(after, "Ziele", "A4") == FILLS[0]
    assert looks(marked(after)) == looks(content)


def test_hints_on_the_used_part_reach_new_cells(tmp_path: Path) -> None:
    content = changed(
        plain(A1="a"), tmp_path, sheet1=lambda data: data.replace(b'<row r="1"', b'<row r="1" spans="1:1"')
    )
    row = tree(marked(content, mark("Ziele", "C1")), "xl/worksheets/sheet1.xml").find(f".//{{{MAIN}}}row")
    assert row is not None and row.get("spans") is None


def test_a_workbook_without_styles(tmp_path: Path) -> None:
    content = changed(
        plain(A1="a"),
        tmp_path,
        relations=lambda data: re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", data),
        types=lambda data: re.sub(rb"<Override [^>]*styles[^>]*/>", b"", data),
    )
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                if name != "xl/styles.xml":
                    target.writestr(name, source.read(name))
    after = marked(out.getvalue(), mark("Ziele", "A1", 2))
    assert fill(after, "Ziele", "A1") == FILLS[2]
    assert marked(after, mark("Ziele", "A1", 2)) == after


def test_prefixes_and_absolute_targets(tmp_path: Path) -> None:
    """Some programs write ``<x:worksheet>``, and targets from the top of the package."""

    def prefixed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?=[a-zA-Z])(?!\?)", rb"<\1x:", data)
        return data.replace(b"xmlns=", b"xmlns:x=")

    content = changed(
        plain(A1="a"),
        tmp_path,
        sheet1=prefixed,
        styles=prefixed,
        relations=lambda data: re.sub(rb'Target="/?(?:xl/)?', b'Target="/xl/', data),
    )
    after = marked(content, mark("Ziele", "A1"), mark("Ziele", "B5"))
    assert note(after, "Ziele", "B5") == ours()
    assert fill(after, "Ziele", "A1") == FILLS[0]
    assert b"ns0:" not in parts(after)["xl/worksheets/sheet1.xml"]


def test_strict_open_xml(tmp_path: Path) -> None:
    """Strict Open XML has other namespaces; the marks use them too, and no others."""
    strict = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def renamed(data: bytes) -> bytes:
        for old, new in strict.items():
            data = data.replace(old.encode(), new.encode())
        return data

    names = [name for name in parts(plain(A1="a")) if name.endswith((".xml", ".rels"))]
    content = changed(plain(A1="a"), tmp_path, **dict.fromkeys(names, renamed))
    after = marked(content, mark("Ziele", "A1"), mark("Ziele", "B2"))
    assert not [name for name, data in parts(after).items() if MAIN.encode() in data or OFFICE.encode() in data]
    assert marked(after, mark("Ziele", "A1"), mark("Ziele", "B2")) == after
    as_usual = changed(
        after, tmp_path, **{name: _usual(strict) for name in parts(after) if name.endswith((".xml", ".rels"))}
    )
    assert note(as_usual, "Ziele", "B2") == ours()


def _usual(strict: dict[str, str]) -> Callable[[bytes], bytes]:
    def renamed(data: bytes) -> bytes:
        for old, new in strict.items():
            data = data.replace(new.encode(), old.encode())
        return data

    return renamed


# ---------------------------------------------------------------- notes


def test_a_new_note() -> None:
    content = marked(plain(A1="a"), mark("Ziele", "A1"))
    comment = book(content)["Ziele"]["A1"].comment
    assert comment is not None
    assert (comment.author, comment.text) == ("ipgraph", ours())


def test_a_persons_note_keeps_its_words_and_gets_ours_below(messy: bytes) -> None:
    content = marked(messy, mark("Ziele", "C2"))
    assert note(content, "Ziele", "C2") == f"Mit Frau Amtsleitung klären\nbis Mai\n{ours()}"
    assert book(content)["Ziele"]["C2"].comment.author == "Sozialplanung"
    high = [float(one) for one in re.findall(rb"height:([\d.]+)px", parts(content)["xl/drawings/commentsDrawing1.vml"])]
    assert high[0] > 80 + 4 * 12


def test_a_note_in_several_fonts_stays_so(tmp_path: Path) -> None:
    workbook = book(plain(A1="a"))
    workbook.worksheets[0]["A1"].comment = Comment("x", "Müller")
    rich = b"<r><rPr><b/></rPr><t>Wichtig</t></r><r><t> bis Mai</t></r>"
    content = changed(
        saved(workbook),
        tmp_path,
        **{"xl/comments/comment1.xml": lambda data: re.sub(rb"<text>.*</text>", b"<text>" + rich + b"</text>", data)},
    )
    after = marked(content, mark("Ziele", "A1"))
    assert note(after, "Ziele", "A1") == f"Wichtig bis Mai\n{ours()}"
    assert rich in parts(after)["xl/comments/comment1.xml"].replace(b' xml:space="preserve"', b"")
    assert note(marked(after), "Ziele", "A1") == "Wichtig bis Mai"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"{ours()}\nerledigt, Müller", "\nerledigt, Müller"),
        (f"Davor\n{ours()}\nDanach", "Davor\nDanach"),
        (f"{OPENING}\nohne Ende", None),
        (f"{ours()}{ours('zwei')}", None),
        ("―― ipgraph", "―― ipgraph"),
    ],
)
def test_what_people_write_into_our_note_stays(written: str, kept: str | None) -> None:
    workbook = book(plain(A1="a"))
    workbook.worksheets[0]["A1"].comment = Comment(written, "Müller")
    assert note(marked(saved(workbook)), "Ziele", "A1") == kept


def test_a_note_of_ours_in_which_a_word_was_made_bold(tmp_path: Path) -> None:
    content = marked(plain(A1="a"), mark("Ziele", "A1"))
    split = b'</t></r><r><rPr><b/></rPr><t xml:space="preserve">'
    bold = changed(
        content, tmp_path, **{"xl/comments1.xml": lambda data: data.replace(b"Termin", split + b"Termin" + split)}
    )
    assert note(bold, "Ziele", "A1") == ours()
    assert note(marked(bold), "Ziele", "A1") is None


def test_a_thread_is_left_alone(messy: bytes) -> None:
    content = marked(messy, mark("Ziele", "C3", 1))
    assert fill(content, "Ziele", "C3") == FILLS[1]
    assert note(content, "Ziele", "C3") == "[Threaded comment]\n\nIst das sicher?"
    thread = "xl/threadedComments/threadedComment1.xml"
    assert parts(content)[thread] == parts(messy)[thread]


def test_several_texts_in_one_note() -> None:
    texts = [f"Satz {number}" for number in range(MOST_TEXTS + 3)]
    content = marked(plain(A1="a"), *(mark("Ziele", "A1", 1, text) for text in [*texts, "Satz 0"]))
    shown = "\n\n".join([*texts[:MOST_TEXTS], "und 3 weitere"])
    assert note(content, "Ziele", "A1") == ours(shown)


def test_text_that_xml_or_excel_would_take_for_something_else() -> None:
    text = f"a\x00b\x0b <&> \ufffe \U0001f469 _x0041_ {CLOSING} =1+1"
    content = marked(plain(A1="a"), mark("Ziele", "A1", 0, text))
    written = note(content, "Ziele", "A1") or ""
    assert written.startswith(f"{OPENING}\nab <&>  \U0001f469 _x005F_x0041_ —————————— =1+1")
    assert note(marked(content), "Ziele", "A1") is None


def test_drawings_that_are_no_xml(tmp_path: Path) -> None:
    """Excel writes line breaks into the captions of buttons without ending them."""
    button = (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1030"><v:textbox><div>Drucken{}Seite</div>'
        "</v:textbox></v:shape>"
    )
    workbook = book(plain(A1="a", B1="b"))
    workbook.worksheets[0]["B1"].comment = Comment("von Hand", "Müller")
    drawing = "xl/drawings/commentsDrawing1.vml"

    def with_button(end: str) -> bytes:
        edit = {drawing: lambda data: data.replace(b"</xml>", button.format(end).encode() + b"</xml>")}
        return changed(saved(workbook), tmp_path, **edit)

    after = marked(with_button("<br>"), mark("Ziele", "A1"))
    assert note(after, "Ziele", "A1") == ours()
    assert b"Drucken<br/>Seite" in parts(after)[drawing]
    after = marked(with_button("<p>"), mark("Ziele", "A1"))
    assert note(after, "Ziele", "A1") is None and note(after, "Ziele", "B1") == "von Hand"
    assert fill(after, "Ziele", "A1") == FILLS[0]
    assert b"Drucken<p>Seite" in parts(after)[drawing]


def test_boxes_have_numbers_and_places_of_their_own(messy: bytes) -> None:
    many = [mark("Ziele", f"J{row}") for row in range(1, 1200)] + [mark("Geheim", f"A{row}") for row in range(1, 5)]
    after = parts(marked(messy, *many))
    blocks, seen = [], []
    for data in (data for name, data in after.items() if name.endswith(".vml")):
        root = etree.fromstring(data)
        own = [int(one) for found in re.findall(rb'data="([\d,]+)"', data) for one in found.split(b",")]
        blocks += own
        numbers = [int(found) for found in re.findall(rb'id="_x0000_s(\d+)"', data)]
        seen += numbers
        assert {number // 1024 for number in numbers if number > 1024} <= set(own)
        data_of = [shape[-1] for shape in root.iter("{urn:schemas-microsoft-com:vml}shape")]
        places = [tuple(one.text for one in each[-2:]) for each in data_of]
        assert len(places) == len(set(places))
    assert len(blocks) == len(set(blocks)) > 2
    assert len(seen) == len(set(seen))


def test_a_box_fits_its_text_and_stands_beside_its_cell() -> None:
    workbook = book(plain(A1="a"))
    workbook.worksheets[0].column_dimensions["A"].width = 100
    workbook.worksheets[0].row_dimensions[2].height = 200
    content = marked(saved(workbook), mark("Ziele", "A1", 0, "kurz"), mark("Ziele", "A3", 0, "viel Text " * 200))
    styles = re.findall(r'<v:shape [^>]*style="([^"]*)"', parts(content)["xl/drawings/vmlDrawing1.vml"].decode())
    sizes = [{key: float(value) for key, value in re.findall(r"([a-z-]+):([\d.]+)pt", style)} for style in styles]
    assert sizes[0]["height"] < 60 < 300 < sizes[1]["height"]
    assert sizes[0]["margin-left"] > 500
    assert sizes[1]["margin-top"] > 200


# ---------------------------------------------------------------- the list


def test_the_list_leads_to_the_cells(messy: bytes) -> None:
    workbook = book(marked(messy, *MANY))
    sheet = workbook.worksheets[0]
    assert (sheet.title, workbook.active.title) == ("Prüfung", "Prüfung")
    assert [sheet.cell(1, 1).value, sheet.cell(2, 1).value, sheet.cell(3, 2).value] == ["Ergebnis", "Hinweis", "B"]
    links = [sheet.cell(row, 3).hyperlink for row in range(4, 4 + len(MANY))]
    assert [link.location if link else None for link in links] == [
        None
        if one.sheet == "Geheim"
        else "'{}'!{}{}".format(one.sheet.replace("'", "''"), column_letter(one.column - 1), one.row)
        for one in MANY
    ]
    assert [sheet.cell(row, 1).fill.fgColor.rgb for row in range(4, 4 + len(MANY))] == [
        FILLS[one.level] for one in MANY
    ]
    assert sheet["B4"].alignment.wrap_text and sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:C{3 + len(MANY)}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$3:$3",
    )


def test_only_one_sheet_is_selected(messy: bytes) -> None:
    content = marked(messy, *MANY)
    selected = [
        name
        for name, data in parts(content).items()
        if re.match(r"xl/worksheets/\w+\.xml", name) and b'tabSelected="1"' in data
    ]
    assert selected == ["xl/worksheets/sheet5.xml"]
    assert b"activeTab" not in parts(content)["xl/workbook.xml"]


def test_names_of_sheets_move_along(messy: bytes) -> None:
    def local(content: bytes) -> list[tuple[str, str | None]]:
        workbook = book(content)
        return [(sheet.title, sheet.print_title_rows) for sheet in workbook if sheet.title != "Prüfung"]

    once = marked(messy, *MANY)
    assert local(messy) == local(once) == local(marked(once))


def test_a_persons_own_sheet_of_that_name_stays() -> None:
    workbook = book(plain(A1="a"))
    workbook.create_sheet("prüfung")["A1"] = "Meine Notizen"
    once = marked(saved(workbook), mark("Ziele", "A1"))
    assert book(once).sheetnames == ["Prüfung 2", "Ziele", "prüfung"]
    assert book(marked(once, mark("Ziele", "A1"))).sheetnames == ["Prüfung 2", "Ziele", "prüfung"]
    assert marked(once, mark("Ziele", "A1")) == once


def test_a_list_that_was_given_another_name_stays() -> None:
    workbook = book(marked(plain(A1="a"), mark("Ziele", "A1")))
    workbook["Prüfung"].title = "Prüfung im Mai"
    assert book(marked(saved(workbook))).sheetnames == ["Prüfung", "Prüfung im Mai", "Ziele"]


def test_a_list_in_the_other_language_is_replaced() -> None:
    german = marked(plain(A1="a"), mark("Ziele", "A1"))
    english = mark_workbook(german, "plan.xlsx", [], listing([], "Check", "Prüfung"), str)
    assert book(english).sheetnames == ["Check", "Ziele"]


def test_a_list_with_formulas_of_a_person_leaves_no_trace(tmp_path: Path) -> None:
    """Excel's list of formulas must not name a sheet that is gone."""
    chain = b'<calcChain xmlns="%s"><c r="I1" i="2"/></calcChain>' % MAIN.encode()
    office = b"application/vnd.openxmlformats-officedocument"
    kind = b'<Override PartName="/xl/calcChain.xml" ContentType="%s.spreadsheetml.calcChain+xml"/>' % office
    relation = f'<Relationship Id="rId90" Type="{OFFICE}/calcChain" Target="calcChain.xml"/>'.encode()
    content = changed(
        marked(plain(A1="a"), mark("Ziele", "A1")),
        tmp_path,
        **{
            "xl/calcChain.xml": lambda data: chain,
            "types": lambda data: data.replace(b"</Types>", kind + b"</Types>"),
            "relations": lambda data: data.replace(b"</Relationships>", relation + b"</Relationships>"),
            "xl/worksheets/sheet2.xml": lambda data: data.replace(b"</row>", b'<c r="I1"><f>1+1</f></c></row>', 1),
        },
    )
    after = parts(marked(content))
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


# ---------------------------------------------------------------- what Excel insists on


def test_parts_fit_together(messy: bytes) -> None:
    """Every part has a kind, every reference a target, every id is there once, every child stands in its place."""
    after = parts(marked(messy, *MANY))
    types = etree.fromstring(after["[Content_Types].xml"])
    overrides = [one.get("PartName", "")[1:] for one in types if one.tag.endswith("Override")]
    suffixes = {one.get("Extension") for one in types if one.tag.endswith("Default")}
    assert set(overrides) <= set(after) and len(overrides) == len(set(overrides))
    made = set(after) - set(parts(messy))
    assert all(name in overrides or name.rpartition(".")[2] in suffixes for name in made)
    for name in (name for name in after if name.endswith(".rels")):
        ids = [one.get("Id") for one in etree.fromstring(after[name])]
        assert len(ids) == len(set(ids))
    for name in (name for name in after if re.match(r"xl/worksheets/sheet\d+\.xml", name)):
        places = [ORDER.index(etree.QName(one).localname) for one in etree.fromstring(after[name])]
        assert places == sorted(places)
        relations = after.get(name.replace("sheets/", "sheets/_rels/") + ".rels", b"")
        for used in re.findall(rb'r:id="(\w+)"', after[name]):
            assert b'Id="%s"' % used in relations
    workbook = etree.fromstring(after["xl/workbook.xml"])
    numbers = [one.get("sheetId") for one in workbook.iter(f"{{{MAIN}}}sheet")]
    assert len(numbers) == len(set(numbers))
    styles = etree.fromstring(after["xl/styles.xml"])
    for parent in styles:
        if parent.get("count"):
            assert int(parent.get("count", "")) == len(parent), parent.tag


@pytest.mark.parametrize(
    "broken",
    [
        {"xl/workbook.xml": b"<workbook"},
        {"xl/workbook.xml": b"<other/>"},
        {"xl/styles.xml": b"nothing"},
        {"xl/worksheets/sheet1.xml": b""},
        {"_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'},
    ],
)
def test_a_damaged_file_gives_a_sentence(broken: dict[str, bytes], tmp_path: Path) -> None:
    content = changed(plain(A1="a"), tmp_path, **{name: _always(data) for name, data in broken.items()})
    with pytest.raises(IpgraphError, match=r"plan\.xlsx") as caught:
        marked(content, mark("Ziele", "A1"))
    assert "In Excel öffnen" in caught.value.message["de"].replace("Bitte in", "In")


def test_no_zip_gives_a_sentence() -> None:
    with pytest.raises(IpgraphError):
        marked(b"Hallo")


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    start = f'<!DOCTYPE worksheet [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet '.encode()
    content = changed(
        plain(A1="a"),
        tmp_path,
        sheet1=lambda data: data.replace(b"<worksheet ", start, 1).replace(b"<v>0</v>", b"<v>&e;</v>"),
    )
    assert b"geheim" not in b"".join(parts(marked(content, mark("Ziele", "A1"))).values())


def _always(data: bytes) -> Callable[[bytes], bytes]:
    return lambda _: data


# ---------------------------------------------------------------- anything at all


def addresses() -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, st.sampled_from("ABCDEFGZ"), st.integers(1, 30))


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook with values, fills, notes and merged ranges in any place."""
    workbook = Workbook()
    workbook.worksheets[0].title = "Ziele"
    workbook.create_sheet("O'Brien & Söhne")
    for sheet in workbook.worksheets:
        for address in draw(st.lists(addresses(), max_size=12, unique=True)):
            cell = sheet[address]
            cell.value = draw(st.one_of(st.none(), st.integers(-9, 9), st.sampled_from(["Text", "=A1+1", "<&>"])))
            colour = draw(st.sampled_from(["", "FFFF0000", f"FF{COLOURS[1] | 1:06X}"]))
            if colour:
                cell.fill = PatternFill(draw(st.sampled_from(["solid", "lightGrid"])), fgColor=colour)
            if draw(st.integers(0, 3)) == 0:
                cell.comment = Comment(draw(st.sampled_from(["Notiz", "zwei\nZeilen", "<&>"])), "Müller")
        if draw(st.booleans()):
            sheet.merge_cells("B3:D5")
    workbook.defined_names["Bereich"] = DefinedName("Bereich", attr_text="Ziele!$A$1")
    return saved(workbook)


def marks() -> st.SearchStrategy[list[Mark]]:
    sheets = st.sampled_from(["Ziele", "O'Brien & Söhne"])
    texts = st.text(st.characters(codec="utf-8"), max_size=40)
    return st.lists(st.builds(mark, sheets, addresses(), st.integers(0, 2), texts), max_size=10)


@settings(max_examples=EXAMPLES, derandomize=True, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])
@given(content=workbooks(), first=marks(), second=marks())
def test_any_marks_on_any_workbook(content: bytes, first: list[Mark], second: list[Mark]) -> None:
    once = marked(content, *first)
    assert marked(once, *first) == once
    before, after = looks(content), looks(once)
    cells = {(one.sheet, column_letter(one.column - 1) + str(one.row)) for one in first}
    ranges = {sheet.title: sheet.merged_cells.ranges for sheet in book(content)}
    merged = {(sheet, cell) for sheet, cell in cells if any(cell in one for one in ranges[sheet])}
    expected = cells - merged | {(sheet, "B3") for sheet, _ in merged}
    untouched = {cell: look for cell, look in before.items() if cell not in expected}
    assert untouched == {cell: after[cell] for cell in untouched}
    workbook, found = book(once), colours(once)
    for sheet, cell in expected:
        assert found[sheet, cell] in FILLS
        assert OPENING in workbook[sheet][cell].comment.text
    restored = looks(marked(once))
    assert {cell: restored.get(cell, look) for cell, look in before.items()} == before
    again, fresh = marked(once, *second), marked(content, *second)
    assert _known(looks(again, fills=False), before) == _known(looks(fresh, fills=False), before)
    assert _known(colours(again), before) == _known(colours(fresh), before)


def _known(found: Mapping[tuple[str, str], object], before: Iterable[tuple[str, str]]) -> dict[object, object]:
    return {cell: found.get(cell) for cell in before}
