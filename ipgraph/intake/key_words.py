"""What there is to say about the Kennungen of the measures: where they come from, and what had to be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ipgraph.intake.keys import clean_key
from ipgraph.intake.mapping import FORMS, ListMapping
from ipgraph.intake.records import Record, Records
from ipgraph.intake.relations import MEASURE, NUMBER
from ipgraph.model import IDENTIFIER, Text


def about_keys(records: Records, mapping: ListMapping) -> Iterator[Text]:
    """Say how the measures got their Kennungen.

    Args:
        records: the rows of the plan.
        mapping: what becomes of the columns of the list.

    Returns:
        One sentence; none where there are no measures.
    """
    sheet = records.model.by_class[MEASURE]
    rows = [record for record in records.rows[sheet] if record.key]
    if not rows:
        return
    targets = [target for one in mapping.lists for found in one.columns.values() for target in found]
    own = any(target.sheet is sheet and target.field.path == IDENTIFIER for target in targets)
    numbers = [clean_key(record.text(NUMBER)) for record in rows]
    words = _own(rows) if own else _made(rows, numbers, mapping.keys)
    yield {
        "de": f"Kennungen: {words['de']} (zum Beispiel {rows[0].key}).",
        "en": f"Identifiers: {words['en']} (for instance {rows[0].key}).",
    }


def _own(rows: Sequence[Record]) -> Text:
    changed = sum(record.own_key not in ("", record.key) for record in rows)
    lacking = sum(not record.own_key for record in rows)
    if lacking == len(rows):
        return {
            "de": "fortlaufend in jedem Kapitel; in der Spalte der Liste stehen keine",
            "en": "running within each chapter; there are none in the column of the list",
        }
    de, en = "die der Liste", "those of the list"
    if changed:
        de += f"; {changed} {'kam' if changed == 1 else 'kamen'} schon vor und {'hat' if changed == 1 else 'haben'} "
        de += "jetzt eine Zahl dahinter"
        en += f"; {changed} occurred before and {'has' if changed == 1 else 'have'} a number behind now"
    if lacking:
        de += f"; {lacking} {'Zeile hat' if lacking == 1 else 'Zeilen haben'} keine und eine fortlaufende bekommen"
        en += f"; {lacking} {'row has' if lacking == 1 else 'rows have'} none and got a running one"
    return {"de": de, "en": en}


def _made(rows: Sequence[Record], numbers: Sequence[str], form: str) -> Text:
    given = [number for number in numbers if number]
    again = sum(count - 1 for count in Counter(given).values())
    lacking = len(numbers) - len(given)
    if form == FORMS[2] or not given:
        none = not given
        return {
            "de": "fortlaufend in jedem Kapitel" + ("; die Liste hat keine Nummern" if none else ""),
            "en": "running within each chapter" + (", as the list has no numbers" if none else ""),
        }
    if form == FORMS[1]:
        words: Text = {
            "de": "Kapitel und Nummer" + ("; die Nummern kommen mehrfach vor" if again else ""),
            "en": "chapter and number" + ("; numbers occur more than once" if again else ""),
        }
    elif again:
        words = {
            "de": f"die Nummern der Liste; {again} {'kam' if again == 1 else 'kamen'} schon vor und "
            f"{'hat' if again == 1 else 'haben'} jetzt eine Zahl dahinter",
            "en": f"the numbers of the list; {again} occurred before and {'has' if again == 1 else 'have'} a number "
            "behind now",
        }
    else:
        unique = {"de": ", sie sind eindeutig", "en": ", they are unique"} if not lacking else {"de": "", "en": ""}
        words = {"de": f"die Nummern der Liste{unique['de']}", "en": f"the numbers of the list{unique['en']}"}
    if not lacking:
        return words
    return {
        "de": f"{words['de']}; {lacking} ohne Nummer {'hat' if lacking == 1 else 'haben'} eine fortlaufende bekommen",
        "en": f"{words['en']}; {lacking} without a number got a running one",
    }
