"""The workbook in which a person decides which names mean the same; written for reading, read by its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ipgraph.bodies.questions import Answer, Decision, Decisions, Question
from ipgraph.bodies.wording import squeeze
from ipgraph.errors import IpgraphError, Place
from ipgraph.ingest.sheets import RawSheet, Row, read_workbook
from ipgraph.ingest.values import cell_text
from ipgraph.model import Text, normal

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ipgraph.bodies.recognition import Recognition

SHEET: Text = {"de": "Entscheidungen", "en": "Decisions"}
NUMBER, TEXT, OTHER, PARTS, WHY, WHERE, ANSWER = range(7)
HEADINGS: tuple[Text, ...] = (
    {"de": "Nr.", "en": "No."},
    {"de": "So steht es in der Liste", "en": "As it stands in the list"},
    {"de": "Vielleicht dasselbe wie", "en": "Perhaps the same as"},
    {"de": "Vielleicht mehrere Stellen", "en": "Perhaps several bodies"},
    {"de": "Warum gefragt wird", "en": "Why it is asked"},
    {"de": "Wo es steht", "en": "Where it stands"},
    {"de": "Entscheidung", "en": "Decision"},
)
WIDTHS = (6, 36, 36, 30, 30, 38, 16)
ANSWERS: Mapping[Answer, Text] = {
    "same": {"de": "dasselbe", "en": "same"},
    "different": {"de": "verschieden", "en": "different"},
    "split": {"de": "teilen", "en": "split"},
    "one": {"de": "eins", "en": "one"},
    "person": {"de": "Person", "en": "person"},
    "body": {"de": "Stelle", "en": "body"},
}
PAIR_ANSWERS: tuple[Answer, Answer] = ("same", "different")
SPLIT_ANSWERS: tuple[Answer, Answer] = ("split", "one")
PERSON_ANSWERS: tuple[Answer, Answer] = ("person", "body")
EXPLANATION: Text = {
    "de": "Bitte in der letzten Spalte wählen. Stehen zwei Namen nebeneinander: „dasselbe“, wenn beide dieselbe Stelle "
    "meinen, sonst „verschieden“. Stehen in der vierten Spalte mehrere Namen: „teilen“, wenn es mehrere Stellen sind "
    "(die Namen dort dürfen Sie verbessern, einer je Zeile), sonst „eins“. Steht nur ein Name da: „Person“ "
    "(dann kommt er nicht in den Plan) oder „Stelle“. Leer heißt: später. Dann speichern und die "
    "Übernahme noch einmal starten. Was entschieden ist, wird nicht wieder gefragt. Zeilen dürfen umgestellt oder "
    "gelöscht werden.",
    "en": "Please choose in the last column. If two names stand side by side: “same” if both mean the same body, else "
    "“different”. If the fourth column holds several names: “split” if these are several bodies (you may correct the "
    "names there, one a line), else “one”. If there is only one name: “person” (stays out of the plan) or “body”. "
    "Empty means later. Then save, and start the takeover again. What is decided "
    "is not asked again. Rows may be moved or deleted.",
}
_MOST_PLACES = 10
_KEY = {"de": "Kennung", "en": "Identifier"}


def read_decisions(path: Path) -> Decisions:
    """Read what a person has decided.

    Args:
        path: the workbook; it need not exist.

    Returns:
        Its rows; none if there is no file.

    Raises:
        IpgraphError: the file is no workbook, lacks the sheet or a column, or a decision is not one of the words.
    """
    if not path.exists():
        return Decisions()
    names = {normal(name) for name in SHEET.values()}
    sheets = [sheet for sheet in read_workbook(path) if normal(sheet.name) in names]
    if not sheets:
        raise IpgraphError(
            f"{path.name}: Es fehlt das Blatt {SHEET['de']}. Bitte die Datei löschen oder das Blatt wiederherstellen.",
            f"{path.name}: the sheet {SHEET['de']} is missing. Please delete the file or restore the sheet.",
        )
    sheet, columns = _columns(sheets[0])
    rows: dict[tuple[str, ...], Decision] = {}
    for raw in sheet.rows:
        row = _decision(sheet, raw, columns)
        if row:
            earlier = rows.get(row.question.identity)
            if earlier and earlier.answer and row.answer and earlier.answer != row.answer:
                raise _decided_twice(sheet.place(raw.number, columns[ANSWER]), row)
            rows[row.question.identity] = row if row.answer or not earlier else earlier
    return Decisions(tuple(rows.values()))


def _columns(sheet: RawSheet) -> tuple[RawSheet, dict[int, int]]:
    """The sheet from its headings on, and the index of each column; a row of explanation may stand above."""
    spellings = {normal(text): number for number, names in enumerate(HEADINGS) for text in names.values()}
    needed = {TEXT, OTHER, PARTS, ANSWER}
    below = [sheet, *(sheet.headed(index) for index in range(min(len(sheet.rows), 20)))]
    for candidate in below:
        found = {spellings.get(normal(text), -1): index for index, text in candidate.headings.items()}
        if needed <= set(found):
            return candidate, found
    missing = {lang: ", ".join(HEADINGS[number][lang] for number in sorted(needed)) for lang in ("de", "en")}
    raise IpgraphError(
        f"{sheet.file}, Blatt {sheet.name}: Es fehlt die Zeile mit den Überschriften ({missing['de']}).",
        f"{sheet.file}, sheet {sheet.name}: the row of headings is missing ({missing['en']}).",
    )


def _decision(sheet: RawSheet, row: Row, columns: Mapping[int, int]) -> Decision | None:
    def cell(number: int) -> str:
        value = row.cells.get(columns.get(number, -1))
        return "" if value is None else cell_text(value).strip()

    text = squeeze(cell(TEXT))
    lines = [squeeze(line) for line in cell(OTHER).split("\n")]
    parts = tuple(line for line in map(squeeze, cell(PARTS).split("\n")) if line)
    allowed = PAIR_ANSWERS if lines[0] else SPLIT_ANSWERS if parts else (*PERSON_ANSWERS, *SPLIT_ANSWERS)
    answer = _answer(cell(ANSWER), allowed, sheet.place(row.number, columns[ANSWER]))
    if not text or (answer in SPLIT_ANSWERS and not parts):
        if answer:
            raise _nothing_asked(sheet.place(row.number, columns[TEXT]))
        return None
    why = cell(WHY)
    key = lines[1].rpartition(" ")[2] if len(lines) > 1 else ""
    question = Question(text, lines[0], key, parts, {"de": why, "en": why})
    return Decision(question, cell(WHERE), answer)


def _answer(word: str, allowed: Sequence[Answer], place: Place) -> Answer | None:
    if not word:
        return None
    for answer in allowed:
        if normal(word) in {normal(text) for text in ANSWERS[answer].values()}:
            return answer
    words = {lang: [ANSWERS[answer][lang] for answer in allowed] for lang in ("de", "en")}
    raise IpgraphError(
        f"{place.words('de')}: „{word}“ ist hier keine Entscheidung. Bitte „{words['de'][0]}“ oder „{words['de'][1]}“ "
        "wählen, oder die Zelle leeren.",
        f"{place.words('en')}: “{word}” is no decision here. Please choose “{words['en'][0]}” or “{words['en'][1]}”, "
        "or empty the cell.",
    )


def _nothing_asked(place: Place) -> IpgraphError:
    return IpgraphError(
        f"{place.words('de')}: Zu dieser Entscheidung fehlen die Namen. Bitte die Zeile ergänzen oder löschen.",
        f"{place.words('en')}: the names for this decision are missing. Please complete or delete the row.",
    )


def _decided_twice(place: Place, row: Decision) -> IpgraphError:
    text = row.question.text
    return IpgraphError(
        f"{place.words('de')}: Über „{text}“ ist weiter oben anders entschieden. Bitte eine der beiden Zeilen löschen.",
        f"{place.words('en')}: above, the decision on “{text}” is another. Please delete one of the two rows.",
    )


def write_decisions(path: Path, recognition: Recognition, decisions: Decisions, lang: str = "de") -> bool:
    """Write the workbook: open questions, and all that was decided before.

    Args:
        path: where to.
        recognition: what the list says.
        decisions: the rows of the workbook as it was.
        lang: language of headings and sentences ("de", "en").

    Returns:
        False if there is nothing to decide and nothing was decided; then no file is written.

    Raises:
        IpgraphError: the system refuses to write there.
    """
    rows = _rows(recognition, decisions, lang)
    if not rows:
        return False
    from ipgraph.emit.workbook import new_workbook, workbook_bytes
    from ipgraph.files import save

    book = new_workbook()
    _fill(book.create_sheet(SHEET[lang]), rows, lang)
    save(path, workbook_bytes(book))
    return True


def _rows(recognition: Recognition, decisions: Decisions, lang: str) -> list[Decision]:
    """The rows in the order in which a person knows them, then the new ones."""
    asked = {question.identity: Decision(question, _where(question.places, lang)) for question in recognition.questions}
    rows = {}
    for row in decisions.rows:
        identity = row.question.identity
        if row.answer or identity in asked:
            rows[identity] = row if row.answer else asked[identity]
    return [*rows.values(), *(row for identity, row in asked.items() if identity not in rows)]


def _where(places: Iterable[Place], lang: str) -> str:
    words = [place.words(lang) for place in places]
    more = len(words) - _MOST_PLACES
    note = {"de": f"und {more} weitere", "en": f"and {more} more"}[lang]
    return "\n".join([*words[:_MOST_PLACES], *([note] if more > 0 else [])])


def _fill(worksheet: Worksheet, rows: list[Decision], lang: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    from ipgraph.emit.workbook import TEXT_FORMAT, cell_at, lay_out_print, put_text

    wrapped = Alignment(wrap_text=True, vertical="top")
    line = Border(bottom=Side(style="hair", color="808080"))
    worksheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    worksheet.cell(1, 1, EXPLANATION[lang]).alignment = wrapped
    worksheet.row_dimensions[1].height = _height([EXPLANATION[lang]], [sum(WIDTHS)])
    for index, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        cell = cell_at(worksheet, 2, index)
        put_text(cell, heading[lang])
        cell.font, cell.fill, cell.alignment = Font(bold=True), PatternFill("solid", start_color="DCE6F2"), wrapped
        worksheet.column_dimensions[get_column_letter(index)].width = width
    for number, row in enumerate(rows, start=1):
        worksheet.row_dimensions[number + 2].height = _height(_texts(row, lang), WIDTHS)
        for index, text in enumerate(_texts(row, lang), start=1):
            cell = cell_at(worksheet, number + 2, index)
            if index - 1 == NUMBER:
                cell.value = number
            else:
                put_text(cell, text)
                cell.number_format = TEXT_FORMAT
            cell.alignment, cell.border = wrapped, line
        if not row.answer:
            cell_at(worksheet, number + 2, ANSWER + 1).fill = PatternFill("solid", start_color="FFF3B0")
    last = get_column_letter(len(HEADINGS))
    worksheet.freeze_panes = "A3"
    worksheet.auto_filter.ref = f"A2:{last}{len(rows) + 2}"
    lay_out_print(worksheet, 2)
    _offer(worksheet, rows, last, lang)


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """A height in points at which wrapped texts are whole: not every program fits rows to their text."""
    lines = [
        sum(1 + len(line) // max(1, round(width * 0.95)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    ]
    return 15.0 * max(lines) + 3


def _texts(row: Decision, lang: str) -> list[str]:
    question = row.question
    other = f"{question.other}\n{_KEY[lang]} {question.key}" if question.other else ""
    answer = ANSWERS[row.answer][lang] if row.answer else ""
    return ["", question.text, other, "\n".join(question.parts), question.why.get(lang, ""), row.where, answer]


def _offer(worksheet: Worksheet, rows: list[Decision], letter: str, lang: str) -> None:
    """Give each row the drop-down that fits its question."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for answers in (PAIR_ANSWERS, SPLIT_ANSWERS, PERSON_ANSWERS):
        words = [ANSWERS[answer][lang] for answer in answers]
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.showErrorMessage, rule.errorTitle = True, HEADINGS[ANSWER][lang]
        joiner = {"de": "Bitte wählen: ", "en": "Please choose: "}[lang]
        rule.error = joiner + ", ".join(words)
        for number, row in enumerate(rows, start=3):
            question = row.question
            fitting = PAIR_ANSWERS if question.other else SPLIT_ANSWERS if question.parts else PERSON_ANSWERS
            if answers == fitting:
                rule.add(f"{letter}{number}")
        if rule.sqref:
            worksheet.add_data_validation(rule)
