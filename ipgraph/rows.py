"""From rows to triples: mints an IRI for each row, resolves references, reads each cell as its field asks.

What cannot be read stays in the graph as plain text on its property, so that nothing is lost, and is reported
with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import quote

import pyoxigraph as ox

from ipgraph.errors import IpgraphError, Place, Problem
from ipgraph.keys import Keys
from ipgraph.model import IDENTIFIER, Field, Model, Sheet, Text, normal
from ipgraph.namespaces import DATA, DCTERMS, IP, RDF, XSD
from ipgraph.sheets import RawSheet, Row
from ipgraph.timespan import parse_time_span
from ipgraph.values import EXPECTED, Native, cell_text, is_web_address, literal, split_values

RDF_TYPE = ox.NamedNode(RDF + "type")
IN_PLAN = ox.NamedNode(IP + "inPlan")
HELPER_SHEETS = {"anleitung", "instructions", "listen", "lists", "prüfung", "check"}
"""Sheets that the program itself writes into a workbook and that carry no plan."""


@dataclass(frozen=True)
class Origin:
    """Where a resource came from: a row of a sheet, or a file as a whole."""

    place: Place
    columns: Mapping[str, Place] = field(default_factory=dict)

    def at(self, path: str | None) -> Place:
        """The place of the cell with that property; of the row, where the sheet has no such column."""
        return self.columns.get(path or "", self.place)


@dataclass
class PlanGraph:
    """One plan as triples, with what was found on the way."""

    iri: str
    triples: list[ox.Triple] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Entry:
    """A row that has got its IRI."""

    sheet: Sheet
    raw: RawSheet
    row: Row
    columns: dict[int, Field]
    iri: str


def plan_from_sheets(raws: list[RawSheet], model: Model, source: str) -> PlanGraph:
    """Turn the sheets of one plan into triples.

    Args:
        raws: the sheets as they stand in the file.
        model: sheets and fields to look for.
        source: name of the file or folder, for the plan's Kennung where it has none.

    Returns:
        The plan's graph with origins and problems.

    Raises:
        IpgraphError: none of the sheets belongs to a plan.
    """
    return _Reader(model, source).read(raws)


class _Reader:
    def __init__(self, model: Model, source: str) -> None:
        self.model = model
        self.source = source
        self.graph = PlanGraph("")
        self.language = "de"
        self.entries: list[_Entry] = []
        self.keys = Keys(model)
        self.by_label: dict[str, str] = {}  # folded label -> Kennung, for hints only

    def read(self, raws: list[RawSheet]) -> PlanGraph:
        matched = list(self._matched(raws))
        if not matched:
            raise self._no_plan(raws)
        self._plan(matched)
        # Rows without a Kennung of their own are named after those they refer to, so they come last.
        for raw, sheet in sorted(matched, key=lambda pair: pair[1].identifier is None):
            self._enter(raw, sheet)
        for entry in self.entries:
            self._emit(entry)
        return self.graph

    # ------------------------------------------------------------------ sheets and columns

    def _matched(self, raws: list[RawSheet]) -> Iterator[tuple[RawSheet, Sheet]]:
        for raw in raws:
            sheet = self.model.by_name.get(normal(raw.name))
            if sheet is None and normal(raw.name) in HELPER_SHEETS:
                continue
            self.graph.problems.extend(raw.problems)
            if sheet:
                yield raw, sheet
            elif raw.rows:
                known = [name.name["de"] for name in self.model.sheets]
                near = _near(raw.name, known)
                self._report(
                    "E-01",
                    raw.place(),
                    f"„{raw.name}“ ist kein Blatt eines Plans und wurde nicht gelesen ({len(raw.rows)} Zeilen). "
                    f"{near['de']}Blätter eines Plans: {', '.join(known)}.",
                    f"“{raw.name}” is no sheet of a plan and was not read ({len(raw.rows)} rows). {near['en']}"
                    f"Sheets of a plan: {', '.join(name.name['en'] for name in self.model.sheets)}.",
                )

    def _no_plan(self, raws: list[RawSheet]) -> IpgraphError:
        found = ", ".join(raw.name for raw in raws[:10]) or "–"
        german = ", ".join(sheet.name["de"] for sheet in self.model.sheets)
        english = ", ".join(sheet.name["en"] for sheet in self.model.sheets)
        return IpgraphError(
            f"{self.source} enthält kein Blatt eines Plans. Gefunden: {found}. Erwartet: {german}. "
            "Eine leere Vorlage schreibt: ipgraph template plan.xlsx",
            f"{self.source} holds no sheet of a plan. Found: {found}. Expected: {english}. "
            "An empty template is written by: ipgraph template plan.xlsx",
        )

    def _columns(self, raw: RawSheet, sheet: Sheet) -> dict[int, Field]:
        columns: dict[int, Field] = {}
        for index, heading in raw.headings.items():
            column = sheet.by_heading.get(normal(heading))
            if column is None:
                self._unknown_column(raw, sheet, index, heading)
            elif column in columns.values():
                self._report(
                    "E-13",
                    raw.place(None, index),
                    f"Die Spalte „{heading}“ kommt zweimal vor; nur die erste wurde gelesen.",
                    f"The column “{heading}” occurs twice; only the first was read.",
                )
            else:
                columns[index] = column
        missing = [column for column in sheet.fields if column.required and column not in columns.values()]
        for column in missing if raw.rows else ():
            self._report(
                "E-12",
                raw.place(),
                f"Die Pflichtspalte „{column.name['de']}“ fehlt.",
                f"The required column “{column.name['en']}” is missing.",
            )
        return columns

    def _unknown_column(self, raw: RawSheet, sheet: Sheet, index: int, heading: str) -> None:
        filled = sum(index in row.cells for row in raw.rows)
        near = _near(heading, [column.name["de"] for column in sheet.fields])
        self._report(
            "E-02",
            raw.place(None, index),
            f"Die Spalte „{heading}“ gehört nicht zum Blatt {sheet.name['de']}; "
            f"{filled} Angaben wurden nicht übernommen. {near['de']}".strip(),
            f"The column “{heading}” is not part of the sheet {sheet.name['en']}; "
            f"{filled} entries were not taken. {near['en']}".strip(),
        )

    # ------------------------------------------------------------------ identity

    def _plan(self, matched: list[tuple[RawSheet, Sheet]]) -> None:
        """Find the plan's own row: it gives the IRI of everything else."""
        rows = [(raw, sheet, row) for raw, sheet in matched if sheet.target == IP + "Plan" for row in raw.rows]
        cells: dict[str, str] = {}
        if rows:
            raw, sheet, row = rows[0]
            headings = {index: sheet.by_heading.get(normal(name)) for index, name in raw.headings.items()}
            for index, value in row.cells.items():
                column = headings.get(index)
                if column:
                    cells.setdefault(column.path, cell_text(value))
        else:
            self._report(
                "E-07",
                Place(self.source),
                f"Es fehlt das Blatt Plan mit einer Zeile; der Plan heißt vorläufig „{self.source}“.",
                f"The sheet Plan with one row is missing; for now the plan is called “{self.source}”.",
            )
        base = cells.get(IP + "baseIri") or DATA
        if not is_web_address(base):
            base = DATA
        base = base if base.endswith(("/", "#")) else base + "/"
        self.graph.iri = base + _quoted(cells.get(IDENTIFIER) or self.source)
        language = cells.get(DCTERMS + "language", "de")
        try:
            ox.Literal("", language=language)
            self.language = language
        except ValueError:
            self.language = "de"
        if not rows:
            self.graph.triples += [self._triple(self.graph.iri, RDF_TYPE, ox.NamedNode(IP + "Plan"))]
            self.graph.triples += [self._triple(self.graph.iri, IN_PLAN, ox.NamedNode(self.graph.iri))]
            self.graph.origins[self.graph.iri] = Origin(Place(self.source))

    def _enter(self, raw: RawSheet, sheet: Sheet) -> None:
        columns = self._columns(raw, sheet)
        for row in raw.rows:
            if not row.cells.keys() & columns.keys():
                continue
            cells = {column.path: (index, row.cells[index]) for index, column in columns.items() if index in row.cells}
            iri = self._mint(raw, sheet, row, cells)
            self.entries.append(_Entry(sheet, raw, row, columns, iri))
            places = {column.path: raw.place(row.number, index) for index, column in columns.items()}
            self.graph.origins[iri] = Origin(raw.place(row.number), places)
            for path in filter(None, (sheet.label_path, sheet.short_label_path)):
                if path in cells and IDENTIFIER in cells:
                    self.by_label.setdefault(cell_text(cells[path][1]).casefold(), cell_text(cells[IDENTIFIER][1]))

    def _mint(self, raw: RawSheet, sheet: Sheet, row: Row, cells: dict[str, tuple[int, Native]]) -> str:
        """The IRI of a row: base, plan, class and Kennung (DESIGN 2)."""
        key = "-".join(self._key(sheet.by_path[path], cells[path][1]) for path in sheet.key_paths if path in cells)
        if sheet.target == IP + "Plan":
            return self._mint_plan(raw, sheet, row, key)
        if not key:
            self._report(
                "E-07",
                raw.place(row.number),
                f"Die Kennung fehlt ({sheet.singular['de']}); die Zeile wurde gelesen, aber niemand kann auf sie "
                "verweisen.",
                f"The identifier is missing ({sheet.singular['en']}); the row was read, but nothing can refer to it.",
            )
            key = f"~{row.number}"
            return self._unique(f"{self.graph.iri}/{sheet.local}/{key}")
        first = f"{self.graph.iri}/{sheet.local}/{_quoted(key)}"
        iri = self._unique(first)
        if sheet.identifier and iri != first:
            index, _ = cells[IDENTIFIER]
            other = self.graph.origins[first].place
            self._report(
                "E-06",
                raw.place(row.number, index),
                f"Die Kennung „{key}“ ist schon vergeben ({other.words('de')}). Beide Zeilen wurden gelesen; "
                "Verweise gelten der ersten.",
                f"The identifier “{key}” is taken ({other.words('en')}). Both rows were read; references mean the "
                "first.",
                value=key,
                resource=iri,
                path=IDENTIFIER,
            )
        if sheet.identifier:
            self.keys.add(sheet.target, key, iri)
        return iri

    def _key(self, column: Field, value: Native) -> str:
        """What a cell adds to the key of its row; a reference counts the same however it is spelt."""
        text = cell_text(value).strip()
        found = self.keys.find(column.references, text) if column.references else []
        return self.keys.name(found[0], column.references) if len(found) == 1 else text

    def _mint_plan(self, raw: RawSheet, sheet: Sheet, row: Row, key: str) -> str:
        if self.graph.iri in self.graph.origins:
            self._report(
                "E-14",
                raw.place(row.number),
                "Das Blatt Plan hat mehr als eine Zeile. Ein Plan je Datei: alles andere gehört zum ersten.",
                "The sheet Plan has more than one row. One plan a file: everything else belongs to the first.",
            )
            return self._unique(self.graph.iri + "/plan/" + _quoted(key or str(row.number)))
        if not key:
            self._report(
                "E-07",
                raw.place(row.number),
                f"Die Kennung des Plans fehlt; er heißt vorläufig „{self.source}“.",
                f"The identifier of the plan is missing; for now it is called “{self.source}”.",
            )
        else:
            self.keys.add(sheet.target, key, self.graph.iri)
        return self.graph.iri

    def _unique(self, iri: str) -> str:
        number, candidate = 1, iri
        while candidate in self.graph.origins:
            number += 1
            candidate = f"{iri}~{number}"
        return candidate

    # ------------------------------------------------------------------ values

    def _emit(self, entry: _Entry) -> None:
        triples = self.graph.triples
        triples.append(self._triple(entry.iri, RDF_TYPE, ox.NamedNode(entry.sheet.target)))
        triples.append(self._triple(entry.iri, IN_PLAN, ox.NamedNode(self.graph.iri)))
        for index, value in entry.row.cells.items():
            column = entry.columns.get(index)
            if column is None:
                continue
            values: list[Native] = [value]
            if column.multiple and isinstance(value, str):
                values = list(split_values(value))
            for one in values:
                term = self._term(entry, column, index, one)
                triples.append(self._triple(entry.iri, ox.NamedNode(column.path), term))

    def _term(self, entry: _Entry, column: Field, index: int, value: Native) -> ox.NamedNode | ox.Literal:
        text = cell_text(value).strip()
        place = entry.raw.place(entry.row.number, index)
        if column.path == IDENTIFIER and hasattr(value, "isoformat"):
            self._made_a_date(entry, column, place, text)
        found = self.keys.find(column.references, text) if column.references else []
        if len(found) == 1:
            return ox.NamedNode(found[0])
        if len(found) > 1:
            self._ambiguous(entry, column, place, text)
            return ox.Literal(text)
        for scheme in column.schemes:
            if concept := scheme.by_spelling.get(normal(text)):
                return ox.NamedNode(concept.iri)
        if column.is_time and (node := self._time(entry.iri, column, text)):
            return node
        for datatype in column.datatypes:
            if read := literal(value, datatype, self.language):
                return read
        self._unreadable(entry, column, place, text)
        return ox.Literal(text)

    def _time(self, subject: str, column: Field, text: str) -> ox.NamedNode | None:
        span = parse_time_span(text)
        if span is None:
            return None
        node = f"{subject}#{column.local}" + (f"-{_quoted(text)}" if column.multiple else "")
        add = self.graph.triples.append
        add(self._triple(node, RDF_TYPE, ox.NamedNode(IP + "TimeSpan")))
        add(self._triple(node, ox.NamedNode(IP + "asWritten"), ox.Literal(span.written)))
        for name, day in (("earliest", span.earliest), ("latest", span.latest)):
            if day:
                value = ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
                add(self._triple(node, ox.NamedNode(IP + name), value))
        return ox.NamedNode(node)

    # ------------------------------------------------------------------ problems

    def _unreadable(self, entry: _Entry, column: Field, place: Place, text: str) -> None:
        if column.references and not column.schemes:
            self._nowhere(entry, column, place, text)
        elif column.schemes:
            notations = [concept.notation for scheme in column.schemes for concept in scheme.concepts]
            allowed = "; ".join(notations)
            near = _near(text, notations)
            self._report(
                "E-08",
                place,
                f"„{text[:80]}“ steht nicht in der Liste für {column.name['de']}. {near['de']}Erlaubt: {allowed}.",
                f"“{text[:80]}” is not in the list for {column.name['en']}. {near['en']}Allowed: {allowed}.",
                text,
                entry.iri,
                column.path,
            )
        else:
            kind = "time" if column.is_time else column.datatypes[0]
            expected = EXPECTED.get(kind, {"de": "ein anderer Wert", "en": "another value"})
            self._report(
                "E-03",
                place,
                f"„{text[:80]}“ ist für {column.name['de']} nicht lesbar. Erwartet wird {expected['de']}.",
                f"“{text[:80]}” cannot be read as {column.name['en']}. Expected: {expected['en']}.",
                text,
                entry.iri,
                column.path,
            )

    def _nowhere(self, entry: _Entry, column: Field, place: Place, text: str) -> None:
        sheets = [self.model.by_class[name] for name in column.references if name in self.model.by_class]
        known = self.keys.known(column.references)
        near = _near(self.by_label.get(text.casefold(), text), known)
        german = " oder ".join(sheet.name["de"] for sheet in sheets)
        english = " or ".join(sheet.name["en"] for sheet in sheets)
        self._report(
            "E-04",
            place,
            f"Die Kennung „{text[:80]}“ gibt es nicht (gesucht in: {german}). {near['de']}".strip(),
            f"There is no identifier “{text[:80]}” (looked for in: {english}). {near['en']}".strip(),
            text,
            entry.iri,
            column.path,
        )

    def _ambiguous(self, entry: _Entry, column: Field, place: Place, text: str) -> None:
        sheets = self.keys.holders(column.references, text)
        forms = {lang: " / ".join(f"{sheet.singular[lang]}: {text}" for sheet in sheets) for lang in ("de", "en")}
        self._report(
            "E-05",
            place,
            f"Die Kennung „{text}“ gibt es mehrfach. Bitte so schreiben: {forms['de']}.",
            f"The identifier “{text}” occurs more than once. Please write: {forms['en']}.",
            text,
            entry.iri,
            column.path,
        )

    def _made_a_date(self, entry: _Entry, column: Field, place: Place, text: str) -> None:
        self._report(
            "E-03",
            place,
            f"Excel hat die Kennung in ein Datum verwandelt ({text}). Die Spalte als Text formatieren und neu "
            "eintragen.",
            f"Excel has turned the identifier into a date ({text}). Format the column as text and enter it again.",
            text,
            entry.iri,
            column.path,
        )

    def _report(
        self, code: str, place: Place, de: str, en: str, value: str | None = None,
        resource: str | None = None, path: str | None = None,
    ) -> None:  # fmt: skip
        self.graph.problems.append(Problem(code, {"de": de, "en": en}, place, value, resource, path))

    @staticmethod
    def _triple(subject: str, predicate: ox.NamedNode, obj: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(ox.NamedNode(subject), predicate, obj)


def _quoted(key: str) -> str:
    """A Kennung as a part of an IRI; ``~`` stays free to tell duplicates apart."""
    return quote(key, safe="").replace("~", "%7E")


def _near(word: str, known: list[str]) -> Text:
    found = get_close_matches(word, known, n=1, cutoff=0.7)
    if not found:
        return {"de": "", "en": ""}
    if found[0] == word:
        return {"de": f"Gemeint ist wohl „{word}“. ", "en": f"Perhaps “{word}”. "}
    return {"de": f"Gemeint ist vielleicht „{found[0]}“. ", "en": f"Perhaps “{found[0]}” is meant. "}
