"""A workbook as people keep it: with all that a program may easily lose on the way."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, GradientFill, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREAD = "{AD2B7C1F-0D47-4E0A-8C5A-2B0C5A3B9D11}"
YELLOW = PatternFill("solid", fgColor="FFFFFF00")

Edit = Callable[[bytes], bytes]


def messy_workbook(path: Path) -> Path:
    """Write it. Sheets: Ziele, Akteure (a table), Diagramm, Geheim (hidden)."""
    book = Workbook()
    goals = book.worksheets[0]
    goals.title = "Ziele"
    _goals(goals)
    actors = book.create_sheet("Ämter & 'Co' Nord")
    for row in (["Kennung", "Name"], ["A1", "Amt"], ["A2", "Verein"]):
        actors.append(row)
    table = Table(displayName="Akteure", ref="A1:B3")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)
    actors.add_table(table)
    chart = BarChart()
    chart.add_data(Reference(goals, min_col=4, min_row=2, max_row=5))
    book.create_sheet("Diagramm").add_chart(chart, "B2")
    secret = book.create_sheet("Geheim")
    secret["A1"] = "nicht zeigen"
    secret.sheet_state = "hidden"
    book.defined_names["Kosten"] = DefinedName("Kosten", attr_text="Ziele!$D$2:$D$5")
    actors.print_title_rows = "1:1"
    book.active = 1
    goals.sheet_view.tabSelected, actors.sheet_view.tabSelected = False, True
    book.save(path)
    return rewrite(path, _raw_parts(path))


def _goals(sheet: Worksheet) -> None:
    for row in (
        ["Kennung", "Wortlaut", "Termin", "Kosten", "Summe"],
        ["Z1", "Alle Kinder lernen Deutsch", "Ende 2026", 100, "=SUM(D2:D5)"],
        ["Z2", None, "31.12.2026", 200.5, None],
        ["Z3", "Drittes", None, -3, None],
        ["Z4", "Viertes", None, 0, None],
    ):
        sheet.append(row)
    thin, double = Side(style="thin", color="FF00B050"), Side(style="double")
    for number, cell in enumerate(sheet[1]):
        cell.font = Font(name="Arial", bold=True, italic=number % 2 == 1, color="FFC00000", size=12)
        cell.border = Border(left=thin, bottom=double)
        cell.fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
        cell.alignment = Alignment(horizontal="center", text_rotation=45, wrap_text=True)
    sheet["A2"].fill = YELLOW
    sheet["A2"].number_format = "@"
    sheet["A3"].fill = PatternFill("lightUp", fgColor="FF123456", bgColor="FFABCDEF")
    sheet["A4"].fill = GradientFill(stop=("FF000000", "FFFFFFFF"), degree=90)
    sheet["A5"].protection = Protection(locked=False, hidden=True)
    sheet["D3"].number_format = '#,##0.00 "€"'
    sheet["B2"] = CellRichText("Alle ", TextBlock(InlineFont(b=True), "Kinder"), " lernen Deutsch")
    sheet["B4"].hyperlink = "https://example.org/?a=1&b=2"
    sheet["C2"].comment = Comment("Mit Frau Amtsleitung klären\nbis Mai", "Sozialplanung", height=80, width=200)
    sheet.merge_cells("B7:D8")
    sheet["B7"] = "Summe aller Ziele"
    sheet["B7"].border = Border(top=double)
    sheet.column_dimensions["B"].width = 51.5
    sheet.column_dimensions["F"].hidden = True
    sheet.column_dimensions["G"].fill = YELLOW
    sheet.row_dimensions[3].height = 47.25
    sheet.row_dimensions[9].fill = YELLOW
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:E5"
    choice = DataValidation(type="list", formula1='"2026,2027"', allow_blank=True)
    choice.add("C2:C50")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add("D2:D9", CellIsRule("lessThan", ["0"], fill=PatternFill(bgColor="FFFF0000")))
    sheet.conditional_formatting.add(
        "D2:D9", ColorScaleRule(start_type="min", end_type="max", start_color="FFFFFFFF", end_color="FF00FF00")
    )
    sheet.oddHeader.center.text = "Integrationsplan &D"
    sheet.protection.sheet = True


# ---------------------------------------------------------------------- what openpyxl cannot write


def _raw_parts(path: Path) -> Mapping[str, Edit | bytes]:
    """Computed results, a thread of comments, macros, an extension, a picture, printer settings, own data."""
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("xl/worksheets/_rels/sheet1.xml.rels")
    assert b"comment" in relations
    return {
        "xl/worksheets/sheet1.xml": _with_extension,
        "xl/worksheets/_rels/sheet1.xml.rels": lambda data: data.replace(
            b"</Relationships>",
            b'<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
            b' Target="/xl/threadedComments/threadedComment1.xml"/></Relationships>',
        ),
        "xl/comments/comment1.xml": _with_thread,
        "xl/threadedComments/threadedComment1.xml": f"""<?xml version="1.0" encoding="UTF-8"?>
<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="C3" dT="2026-11-02T10:00:00.00" personId="{THREAD}" id="{THREAD}"><text>Ist das sicher?</text>
</threadedComment></ThreadedComments>""".encode(),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "customXml/item1.xml": b"<akte><zeichen>51.2</zeichen></akte>",
        "docProps/custom.xml": b'<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/custom-properties"/>',
    }  # fmt: skip


def _with_thread(data: bytes) -> bytes:
    """The copy of a thread that Excel writes for older programs."""
    comment = b'<comment ref="C3" authorId="1"><text><t>[Threaded comment]\n\nIst das sicher?</t></text></comment>'
    data = data.replace(b"</author>", f"</author><author>tc={THREAD}</author>".encode(), 1)
    return data.replace(b"</commentList>", comment + b"</commentList>")


def _with_extension(data: bytes) -> bytes:
    text = data.decode("utf-8")
    text = re.sub(r"<f>SUM\(D2:D5\)</f><v ?(?:/>|></v>)", "<f>SUM(D2:D5)</f><v>297.5</v>", text)
    assert "297.5" in text
    text = text.replace(
        "<worksheet ",
        '<worksheet xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" ',
        1,
    )
    extension = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings/></ext>'
        "</extLst></worksheet>"
    )
    return text.replace("</worksheet>", extension).encode("utf-8")


def rewrite(path: Path, edits: Mapping[str, Edit | bytes], target: Path | None = None) -> Path:
    """Change or add parts of a file; the times of the parts are all different, as real ones are."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        names = [*source.namelist(), *(name for name in edits if name not in source.namelist())]
        for number, name in enumerate(names):
            data = source.read(name) if name in source.namelist() else b""
            edit = edits.get(name)
            if edit is not None:
                data = edit if isinstance(edit, bytes) else edit(data)
            written.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, number % 60, 0)), data, zipfile.ZIP_DEFLATED)
    target = target or path
    target.write_bytes(out.getvalue())
    return target
