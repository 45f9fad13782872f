"""What there is to say about a take-over, in sentences: the same for the terminal and for the printed report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ipgraph.bodies.recognition import Verdict
from ipgraph.intake.adoption import Adoption
from ipgraph.intake.cell_words import about_cells, about_unusable
from ipgraph.intake.deposit import DECISIONS, MAPPING, REPORT
from ipgraph.intake.guess import Guess
from ipgraph.intake.key_words import about_keys
from ipgraph.intake.part import Part
from ipgraph.intake.relations import ACTOR, PLAN, label
from ipgraph.model import IDENTIFIER, Sheet, Text

VERDICTS: Mapping[Verdict, Text] = {
    "known": {"de": "erkannt", "en": "recognised"},
    "new": {"de": "neu", "en": "new"},
    "doubtful": {"de": "zweifelhaft", "en": "doubtful"},
    "nobody": {"de": "ohne Stelle", "en": "naming nobody"},
}
"""What became of a name of a body."""


def counts(done: Adoption) -> list[tuple[Sheet, int]]:
    """How many rows each sheet of the plan got; only those with any."""
    return [(sheet, len(rows)) for sheet, rows in done.records.rows.items() if rows]


def counted(sheet: Sheet, number: int, lang: str) -> str:
    """A number of rows in words: ``1 Maßnahme``, ``12 Maßnahmen``."""
    return f"{number} {sheet.singular[lang] if number == 1 else sheet.name[lang]}"


def entries_of(part: Part) -> list[int]:
    """The rows of a table that hold entries."""
    return [line.row for line in part.lines if line.kind == "entry"]


def samples(part: Part, one: Guess) -> tuple[str, ...]:
    """The first values of a column in the rows that hold entries."""
    return part.table.samples(one.column, entries_of(part))


def where(part: Part) -> Text:
    """Where a table was found and what becomes of its rows."""
    one, rows = part.list_map, entries_of(part)
    several = len(one.header) > 1
    heads = ", ".join(map(str, one.header))
    extent = ("noch keine Einträge", "no entries yet")
    if len(rows) == 1:
        extent = (f"ein Eintrag in Zeile {rows[0]}", f"one entry in row {rows[0]}")
    elif rows:
        extent = (f"Einträge in den Zeilen {rows[0]} bis {rows[-1]}", f"entries in rows {rows[0]} to {rows[-1]}")
    name = f"„{one.sheet}“: " if part.table.grid.in_workbook else ""
    if not part.table.grid.has_cells:
        number = len(rows)
        return {
            "de": f"{name}{number} {'Eintrag' if number == 1 else 'Einträge'}. "
            f"Jeder Eintrag kommt in das Blatt „{one.kind.name['de']}“.",
            "en": f"{name}{number} {'entry' if number == 1 else 'entries'}. "
            f"Each entry goes to the sheet “{one.kind.name['en']}”.",
        }
    return {
        "de": f"{name}Überschriften in {'den Zeilen' if several else 'Zeile'} {heads}, {extent[0]}. "
        f"Jeder Eintrag kommt in das Blatt „{one.kind.name['de']}“.",
        "en": f"{name}headings in {'rows' if several else 'row'} {heads}, {extent[1]}. "
        f"Each entry goes to the sheet “{one.kind.name['en']}”.",
    }


def outcome(done: Adoption) -> Text:
    """What came out, in one sentence."""
    rows = sum(len(entries_of(part)) for part in done.proposal.parts)
    words = {lang: ", ".join(counted(sheet, number, lang) for sheet, number in counts(done)) for lang in ("de", "en")}
    return {
        "de": f"Aus {rows} {'Zeile' if rows == 1 else 'Zeilen'} der Liste wurden: {words['de']}.",
        "en": f"{rows} {'row' if rows == 1 else 'rows'} of the list became: {words['en']}.",
    }


def points(done: Adoption) -> list[Text]:
    """What a person ought to know, the weightiest first."""
    return [
        *_plan(done),
        *_gaps(done),
        *about_keys(done.records, done.proposal.mapping),
        *_groups(done),
        *_bodies(done),
        *about_cells(done.ledger),
        *_file(done),
    ]


def _plan(done: Adoption) -> Iterator[Text]:
    """What the plan itself is called, where that is a guess."""
    plan = done.records.model.by_class[PLAN]
    known = done.proposal.mapping.plan
    said = [column for column in plan.fields if known.get(column.path) and column.path != IDENTIFIER]
    if said and done.mapping is None:
        texts = [known[column.path] for column in said]
        words = {
            "de": "; ".join(f"{c.name['de']} „{text}“" for c, text in zip(said, texts, strict=True)),
            "en": "; ".join(f"{c.name['en']} “{text}”" for c, text in zip(said, texts, strict=True)),
        }
        yield {
            "de": f"Der Plan selbst, nach den Zeilen über der Tabelle: {words['de']}. Zu ändern in {MAPPING}.",
            "en": f"The plan itself, by the rows above the table: {words['en']}. To be changed in {MAPPING}.",
        }


def _gaps(done: Adoption) -> Iterator[Text]:
    """Rows that had to be there, though the list names none."""
    bare = [(sheet, keys) for sheet, keys in done.records.unnamed_keys.items() if label(sheet)]
    if bare:
        words = {lang: ", ".join(_bare_rows(sheet, keys, lang) for sheet, keys in bare) for lang in ("de", "en")}
        missing = {lang: [_missing(done, sheet, keys, lang) for sheet, keys in bare] for lang in ("de", "en")}
        yield {
            "de": f"Die Liste nennt {' und '.join(missing['de'])}. In einem Plan gehört jede Maßnahme zu einem Ziel "
            f"und jedes Ziel zu einem Kapitel; dafür stehen jetzt leere Zeilen da: {words['de']}. Erfunden ist "
            "nichts; ipgraph validate zeigt die Lücken.",
            "en": f"The list names {' and '.join(missing['en'])}. In a plan each measure belongs to a goal and each "
            f"goal to a chapter; empty rows stand in for them now: {words['en']}. Nothing is made up; ipgraph "
            "validate shows the gaps.",
        }
    for sheet, rows in done.records.rows.items():
        name = label(sheet)
        if sheet.identifier and name and name.required:
            nameless = [one.key for one in rows if one.listed and name.path not in one.cells]
            if nameless:
                yield {
                    "de": f"{_bare_rows(sheet, nameless, 'de')}: In der Liste steht dort nichts.",
                    "en": f"{_bare_rows(sheet, nameless, 'en')}: the list says nothing there.",
                }
        if sheet.identifier is not None:
            continue
        dates = [column for column in sheet.fields if column.is_time and column.required]
        undated = [record for record in rows if any(column.path not in record.cells for column in dates)]
        if undated and dates:
            yield {
                "de": f"{counted(sheet, len(undated), 'de')} ohne „{dates[0].name['de']}“: Die Liste sagt nicht, von "
                f"wann der Stand ist. In {MAPPING} bei „stand“ eintragen, wenn Sie es wissen.",
                "en": f"{counted(sheet, len(undated), 'en')} without “{dates[0].name['en']}”: the list does not say "
                f"what day it tells of. Enter it in {MAPPING} at “stand” if you know.",
            }


def _bare_rows(sheet: Sheet, keys: Sequence[str], lang: str) -> str:
    name = label(sheet)
    shown = ", ".join(keys[:4]) + (" …" if len(keys) > 4 else "")
    without = {"de": f"ohne „{name.name['de']}“", "en": f"without “{name.name['en']}”"}[lang] if name else ""
    return f"{counted(sheet, len(keys), lang)} {without} ({shown})"


def _missing(done: Adoption, sheet: Sheet, keys: Sequence[str], lang: str) -> str:
    none = len(keys) == len(done.records.rows[sheet])
    words = {"de": "keine" if none else "nicht überall", "en": "no" if none else "not everywhere"}
    return f"{words[lang]} {sheet.name[lang]}"


def _groups(done: Adoption) -> Iterator[Text]:
    for part in done.proposal.parts:
        one = part.list_map
        groups = [line for line in part.lines if line.kind == "group"]
        if groups and one.groups:
            number = len(groups)
            many = {
                "de": f"{number} {'Zwischenüberschrift' if number == 1 else 'Zwischenüberschriften'}",
                "en": f"{number} {'heading' if number == 1 else 'headings'}",
            }
            names = {lang: ", ".join(dict.fromkeys(s.singular[lang] for s in one.groups)) for lang in ("de", "en")}
            some = "; ".join(f"„{line.text[:40]}“" for line in groups[:3]) + (" …" if len(groups) > 3 else "")
            yield {
                "de": f"„{one.sheet}“: {many['de']} gelesen als: {names['de']} ({some}).",
                "en": f"“{one.sheet}”: {many['en']} between the rows read as: {names['en']} ({some}).",
            }
        if one.sheet_name:
            name = one.sheet_name.singular
            yield {
                "de": f"„{one.sheet}“: Der Name des Blattes ist der Titel ({name['de']}).",
                "en": f"“{one.sheet}”: the name of the sheet is the title ({name['en']}).",
            }
        if one.as_of and any(rows for sheet, rows in done.records.rows.items() if sheet.identifier is None):
            yield {
                "de": f"„{one.sheet}“: Stand der Liste ist „{one.as_of}“; das gilt, wo kein Datum steht.",
                "en": f"“{one.sheet}”: the list is of “{one.as_of}”; this holds where no date is given.",
            }


def _bodies(done: Adoption) -> Iterator[Text]:
    verdicts = Counter(one.verdict for one in done.recognition.outcomes)
    if not verdicts:
        return
    yield {
        "de": f"Namen von Stellen: {_verdicts(verdicts, 'de')}. Jeder steht mit seiner Zelle im Bericht {REPORT}.",
        "en": f"Names of bodies: {_verdicts(verdicts, 'en')}. Each spelling is in the report {REPORT}, with its cell.",
    }
    actors = done.records.model.by_class[ACTOR]
    columns = [column for column in actors.fields if column.required and column.schemes]
    new = {body.key for body in done.recognition.new}
    unclear = [
        one for one in done.records.rows[actors] if one.key in new and any(c.path not in one.cells for c in columns)
    ]
    if unclear:
        names = {"de": " und ".join(c.name["de"] for c in columns), "en": " and ".join(c.name["en"] for c in columns)}
        number = len(unclear)
        yield {
            "de": f"{names['de']} fehlen noch bei {number} {'Stelle' if number == 1 else 'Stellen'}, die neu im Plan "
            f"{'ist' if number == 1 else 'sind'}; die Liste sagt sie nicht.",
            "en": f"{names['en']} are still missing for {number} {'body' if number == 1 else 'bodies'} new in the "
            "plan; the list does not say them.",
        }


def _verdicts(verdicts: Counter[Verdict], lang: str) -> str:
    return ", ".join(f"{verdicts[verdict]} {word[lang]}" for verdict, word in VERDICTS.items() if verdicts[verdict])


def _file(done: Adoption) -> Iterator[Text]:
    for grid in done.grids:
        yield from grid.notes
        yield from about_unusable(grid)
        used = {row for part in done.proposal.parts if part.table.grid is grid for row in entries_of(part)}
        if hidden := sorted(grid.layout.hidden_rows & used):
            shown = ", ".join(map(str, hidden[:10])) + (" …" if len(hidden) > 10 else "")
            yield {
                "de": f"„{grid.name}“: Auch ausgeblendete Zeilen wurden übernommen ({shown}).",
                "en": f"“{grid.name}”: hidden rows were taken over too ({shown}).",
            }
        if struck := sorted(grid.struck & used):
            shown = ", ".join(map(str, struck[:10])) + (" …" if len(struck) > 10 else "")
            yield {
                "de": f"„{grid.name}“: Auch Zeilen, die ganz oder zum Teil durchgestrichen sind, wurden übernommen "
                f"({shown}). Gelten sie nicht mehr, bitte im Plan löschen.",
                "en": f"“{grid.name}”: rows struck through, wholly or in part, were taken over too ({shown}). Delete "
                "them in the plan if they no longer hold.",
            }
        columns = [column for part in done.proposal.parts if part.table.grid is grid for column in part.table.columns]
        if names := [column.key for column in columns if column.index in grid.layout.hidden_columns]:
            shown = ", ".join(dict.fromkeys(names))
            yield {
                "de": f"„{grid.name}“: Auch ausgeblendete Spalten wurden gelesen ({shown}).",
                "en": f"“{grid.name}”: hidden columns were read too ({shown}).",
            }


def skipped(done: Adoption) -> list[Text]:
    """Rows and sheets that hold no entry, by reason."""
    groups: dict[tuple[str | None, str], list[int]] = {}
    texts: dict[tuple[str | None, str], Text] = {}
    for one in done.ledger.skipped:
        key = (one.place.sheet, one.reason["de"])
        groups.setdefault(key, []).append(one.place.row or 0)
        texts[key] = one.reason
    sentences: list[Text] = []
    for (sheet, _), rows in groups.items():
        reason = texts[sheet, _]
        shown = ", ".join(map(str, rows[:8])) + (" …" if len(rows) > 8 else "")
        name = (f"„{sheet}“, ", f"“{sheet}”, ") if sheet else ("", "")
        many = len(rows) > 1
        sentences.append({
            "de": f"{name[0]}{'Zeilen' if many else 'Zeile'} {shown}: {reason['de']}",
            "en": f"{name[1]}{'rows' if many else 'row'} {shown}: {reason['en']}",
        })  # fmt: skip
    return sentences


def next_steps(done: Adoption) -> list[Text]:
    """What to do now."""
    folder, source = done.folder, done.source
    again = f"ipgraph adopt {argument(source)} -o {argument(folder)}"
    steps: list[Text] = [{
        "de": f"Zuordnung prüfen und, wo nötig, ändern: {folder / MAPPING}. Danach noch einmal: {again}",
        "en": f"Check the mapping and change it where needed: {folder / MAPPING}. Then once more: {again}",
    }]  # fmt: skip
    if done.recognition.questions:
        number = len(done.recognition.questions)
        steps.append({
            "de": f"{number} {'Frage' if number == 1 else 'Fragen'} zu Stellen beantworten: {folder / DECISIONS}. "
            "Danach derselbe Befehl.",
            "en": f"Answer {number} {'question' if number == 1 else 'questions'} about bodies: {folder / DECISIONS}. "
            "Then the same command.",
        })  # fmt: skip
    steps += [
        {
            "de": f"Als Arbeitsmappe weiterführen: ipgraph template plan.xlsx --from {argument(folder)}",
            "en": f"Go on in a workbook: ipgraph template plan.xlsx --from {argument(folder)}",
        },
        {
            "de": f"Sehen, was noch fehlt: ipgraph validate {argument(folder)}",
            "en": f"See what is still missing: ipgraph validate {argument(folder)}",
        },
    ]
    return steps


def argument(path: object) -> str:
    """A path as it is typed behind a command."""
    text = str(path)
    return f'"{text}"' if " " in text else text
