"""The mapping: what becomes of each column of a list. A small file that a person can read and change (TOML 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipgraph.errors import IpgraphError
from ipgraph.files import toml_of
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.ingest.values import EXPECTED, literal
from ipgraph.intake import remarks
from ipgraph.intake.relations import PLAN
from ipgraph.intake.remarks import quoted
from ipgraph.model import Field, Model, Sheet, Text, normal

FORMS = ("nummer", "kapitel-nummer", "fortlaufend")
"""How the Kennung of a row is made: its number, chapter and number, chapter and a running number."""

ENTRIES = ("blatt", "kopfzeilen", "zeile", "gruppen", "blattname", "stand", "spalten", "werte")
"""What the section of a table may say."""


@dataclass(frozen=True)
class Target:
    """A column of the plan: what a column of the list becomes."""

    sheet: Sheet
    field: Field

    @property
    def name(self) -> str:
        """How the mapping file writes it."""
        return f"{self.sheet.name['de']}.{self.field.name['de']}"


@dataclass(frozen=True, eq=False)
class ListMap:
    """What becomes of one table.

    Args:
        sheet: name of the sheet.
        header: its rows of headings.
        kind: the sheet of the plan that each row becomes a row of.
        columns: targets by the key of the column; none: not taken. Two columns of time together mean a span.
        groups: what the headings between the rows are, from the outer to the inner level.
        sheet_name: what the name of the sheet is the title of; None for nothing.
        as_of: day of the status reports, where no column says it.
        values: what the words of a column mean, as words of our code lists, by the key of the column.
    """

    sheet: str
    header: tuple[int, ...]
    kind: Sheet
    columns: Mapping[str, tuple[Target, ...]]
    groups: tuple[Sheet, ...] = ()
    sheet_name: Sheet | None = None
    as_of: str = ""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ListMapping:
    """The mapping of a whole file.

    Args:
        plan: text of the plan's own row by the property of the column.
        chapter_prefix: what stands before the running number of a chapter that has none of its own.
        goal_prefix: the same for goals.
        keys: one of :data:`FORMS`.
        lists: the tables.
        source: the file it was read from; None while it is only a guess.
    """

    plan: Mapping[str, str]
    lists: tuple[ListMap, ...]
    keys: str = FORMS[0]
    chapter_prefix: str = "H"
    goal_prefix: str = "Z"
    source: Path | None = field(default=None, compare=False)


def write_mapping(
    mapping: ListMapping,
    model: Model,
    file: str,
    folder: str,
    lang: str = "de",
    more: Mapping[ListMap, Sequence[str]] | None = None,
) -> str:
    """Write a mapping.

    Args:
        mapping: what to write.
        model: the sheets, for what the plan still lacks.
        file: name of the list.
        folder: name of the folder of the plan.
        lang: language of the comments ("de", "en").
        more: lines to put below a table.

    Returns:
        The text of the file.
    """
    lines = [remarks.HEAD[lang].format(file=file, folder=folder), remarks.PLAN[lang], "[plan]"]
    lines += _plan_lines(mapping, model)
    lines += [
        "",
        remarks.KEYS[lang],
        "[kennungen]",
        f"zeilen = {quoted(mapping.keys)}",
        f"kapitel = {quoted(mapping.chapter_prefix)}",
        f"ziele = {quoted(mapping.goal_prefix)}",
    ]  # fmt: skip
    for one in mapping.lists:
        lines += ["", "", *_list_lines(one, lang), *(more or {}).get(one, ())]
    return "\n".join(lines) + "\n"


def _plan_lines(mapping: ListMapping, model: Model) -> Iterator[str]:
    for column in model.by_class[PLAN].fields:
        text = mapping.plan.get(column.path, "")
        if text or column.required:
            yield f"{'' if text else '# '}{quoted(column.name['de'])} = {quoted(text)}"


def _list_lines(one: ListMap, lang: str) -> Iterator[str]:
    yield "[[liste]]"
    yield f"blatt = {quoted(one.sheet)}"
    yield f"kopfzeilen = [{', '.join(map(str, one.header))}]"
    yield f"zeile = {quoted(one.kind.name['de'])}            {remarks.KIND[lang]}"
    groups = ", ".join(quoted(sheet.name["de"]) for sheet in one.groups)
    yield f"gruppen = [{groups}]            {remarks.GROUPS[lang]}"
    name = one.sheet_name.name["de"] if one.sheet_name else ""
    yield f"blattname = {quoted(name)}            {remarks.SHEET_NAME[lang]}"
    yield f"stand = {quoted(one.as_of)}            {remarks.AS_OF[lang]}"
    yield ""
    yield "[liste.spalten]"
    for key, targets in one.columns.items():
        names = [quoted(target.name) for target in targets]
        value = names[0] if len(names) == 1 else f"[{', '.join(names)}]" if names else '""'
        yield f"{quoted(key)} = {value}"
    for key, meanings in one.values.items():
        yield from ("", f"[liste.werte.{quoted(key)}]")
        yield from (f"{quoted(word)} = {quoted(meant)}" for word, meant in meanings.items())


# ---------------------------------------------------------------------- reading


def read_mapping(path: Path, model: Model) -> ListMapping:
    """Read a mapping file.

    Args:
        path: the file.
        model: the sheets and columns that a target may name.

    Returns:
        The mapping.

    Raises:
        IpgraphError: the file is missing or no TOML, or an entry names what does not exist; the sentence names it.
    """
    return _Reader(path, model).mapping()


class _Reader:
    def __init__(self, path: Path, model: Model) -> None:
        self.path = path
        self.model = model

    def mapping(self) -> ListMapping:
        data = toml_of(self.path)
        self.no_others(data, ("plan", "kennungen", "liste"), "")
        keys = self.table(data, "kennungen")
        self.no_others(keys, ("zeilen", "kapitel", "ziele"), "kennungen")
        form = self.text(keys, "zeilen", FORMS[0], "kennungen")
        if form not in FORMS:
            raise self.wrong(
                f"[kennungen] zeilen = „{form}“ gibt es nicht. Möglich sind {', '.join(FORMS)}.",
                f"[kennungen] zeilen = “{form}” does not exist. Possible are {', '.join(FORMS)}.",
            )
        lists = data.get("liste", [])
        if not isinstance(lists, list) or not lists or not all(isinstance(one, dict) for one in lists):
            raise self.wrong("Es fehlt ein Abschnitt [[liste]].", "A section [[liste]] is missing.")
        return ListMapping(
            plan=self.plan(self.table(data, "plan")),
            lists=tuple(self.list_map(one) for one in lists),
            keys=form,
            chapter_prefix=self.text(keys, "kapitel", "H", "kennungen"),
            goal_prefix=self.text(keys, "ziele", "Z", "kennungen"),
            source=self.path,
        )

    def plan(self, table: Mapping[str, object]) -> dict[str, str]:
        sheet = self.model.by_class[PLAN]
        found = {self.column(sheet, key, "[plan]"): self.text(table, key, "", "plan") for key in table}
        for column, text in found.items():
            if text and column.is_time and parse_time_span(text) is None:
                raise self.no_date("[plan] ", column.name, text)
            fits = [column.is_time, not column.datatypes, *(literal(text, one, "de") for one in column.datatypes)]
            if text and not any(fits):
                expected = EXPECTED.get(column.datatypes[0], column.description)
                raise self.wrong(
                    f"[plan] „{column.name['de']}“ = „{text}“ passt nicht. Erwartet wird {expected['de']}.",
                    f"[plan] “{column.name['en']}” = “{text}” does not fit. Expected is {expected['en']}.",
                )
        return {column.path: text for column, text in found.items()}

    def list_map(self, table: Mapping[str, object]) -> ListMap:
        name = self.text(table, "blatt", "", "liste")
        where = f"[[liste]] „{name}“"
        self.no_others(table, ENTRIES, where)
        header = table.get("kopfzeilen", [])
        if not isinstance(header, list) or not header or not all(type(row) is int and row > 0 for row in header):
            raise self.wrong(
                f"{where}: kopfzeilen ist eine Liste von Zeilennummern, zum Beispiel [4].",
                f"{where}: kopfzeilen is a list of row numbers, for instance [4].",
            )
        groups = table.get("gruppen", [])
        as_named = self.text(table, "blattname", "", where)
        columns = {key: tuple(self.targets(key, value, where)) for key, value in self.table(table, "spalten").items()}
        as_of = self.text(table, "stand", "", where)
        if as_of and parse_time_span(as_of) is None:
            raise self.no_date(f"{where}: ", {"de": "stand", "en": "stand"}, as_of)
        return ListMap(
            sheet=name,
            header=tuple(sorted(header)),
            kind=self.sheet(self.text(table, "zeile", "", where), where),
            columns=columns,
            groups=tuple(self.sheet(str(group), where) for group in groups) if isinstance(groups, list) else (),
            sheet_name=self.sheet(as_named, where) if as_named else None,
            as_of=as_of,
            values={
                key: self.meanings(key, self.table(self.table(table, "werte"), key), columns.get(key, ()), where)
                for key in self.table(table, "werte")
            },
        )

    def meanings(self, key: str, table: Mapping[str, object], targets: Sequence[Target], where: str) -> dict[str, str]:
        """What words of a column mean: words of the code lists of what the column becomes."""
        words = {word: meant for word in table if (meant := self.text(table, word, "", f"{where}, werte „{key}“"))}
        concepts = [concept for target in targets for scheme in target.field.schemes for concept in scheme.concepts]
        if words and not concepts:
            raise self.wrong(
                f"{where}, werte „{key}“: Diese Spalte hat unter [liste.spalten] keine Spalte des Plans mit einer "
                "festen Liste von Wörtern.",
                f"{where}, werte “{key}”: under [liste.spalten] this column has no column of the plan with a fixed "
                "list of words.",
            )
        known = {normal(word): one for one in concepts for word in (one.notation, *one.label.values())}
        for word, meant in words.items():
            if normal(meant) not in known:
                possible = _near(meant, [one.notation for one in concepts])
                raise self.wrong(
                    f"{where}, werte „{key}“: „{word}“ = „{meant}“ geht nicht. Möglich sind {possible}.",
                    f"{where}, werte “{key}”: “{word}” = “{meant}” is not possible. Possible are {possible}.",
                )
        return {word: known[normal(meant)].notation for word, meant in words.items()}

    def no_date(self, where: str, name: Text, text: str) -> IpgraphError:
        return self.wrong(
            f"{where}{name['de']} = „{text}“ ist als Datum nicht zu lesen. Zum Beispiel 12.03.2024, 03/2024, 2024.",
            f"{where}{name['en']} = “{text}” cannot be read as a date. For instance 2024-03-12, 03/2024, 2024.",
        )

    def targets(self, key: str, value: object, where: str) -> Iterator[Target]:
        names = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in names):
            raise self.wrong(f"{where}: Bei „{key}“ steht kein Text.", f"{where}: the entry of “{key}” is no text.")
        for name in filter(None, names):
            before, dot, after = name.partition(".")
            if not dot:
                raise self.wrong(
                    f"{where}: „{key}“ = „{name}“ nennt keine Spalte. Richtig ist „Blatt.Spalte“.",
                    f"{where}: “{key}” = “{name}” names no column. Write “sheet.column”.",
                )
            sheet = self.sheet(before.strip(), f"{where}, „{key}“")
            yield Target(sheet, self.column(sheet, after.strip(), f"{where}, „{key}“"))

    def sheet(self, name: str, where: str) -> Sheet:
        found = self.model.by_name.get(normal(name))
        if found is None:
            known = [sheet.name["de"] for sheet in self.model.sheets]
            raise self.wrong(
                f"{where}: Ein Blatt „{name}“ hat der Plan nicht. Möglich sind {_near(name, known)}.",
                f"{where}: the plan has no sheet “{name}”. Possible are {_near(name, known)}.",
            )
        return found

    def column(self, sheet: Sheet, name: str, where: str) -> Field:
        found = sheet.by_heading.get(normal(name))
        if found is None:
            known = [column.name["de"] for column in sheet.fields]
            raise self.wrong(
                f"{where}: Das Blatt „{sheet.name['de']}“ hat keine Spalte „{name}“. Möglich: {_near(name, known)}.",
                f"{where}: the sheet “{sheet.name['en']}” has no column “{name}”. Possible: {_near(name, known)}.",
            )
        return found

    def table(self, data: Mapping[str, object], key: str) -> Mapping[str, object]:
        found = data.get(key, {})
        if not isinstance(found, dict):
            raise self.wrong(f"{key} muss ein Abschnitt sein.", f"{key} must be a section.")
        return found

    def text(self, table: Mapping[str, object], key: str, default: str, where: str) -> str:
        found = table.get(key, default)
        if not isinstance(found, str):
            raise self.wrong(
                f"{where}: „{key}“ muss ein Text in Anführungszeichen sein.",
                f"{where}: “{key}” must be a text in quotes.",
            )
        return found.strip()

    def no_others(self, table: Mapping[str, object], known: Iterable[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self.wrong(
                    f"{where} „{key}“ ist keine Angabe, die es hier gibt. Möglich sind {', '.join(known)}.".strip(),
                    f"{where} “{key}” is no entry that exists here. Possible are {', '.join(known)}.".strip(),
                )

    def wrong(self, de: str, en: str) -> IpgraphError:
        return IpgraphError(f"{self.path.name}: {de}", f"{self.path.name}: {en}")


def _near(name: str, known: Sequence[str]) -> str:
    """All names that are possible, the nearest first."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=2, cutoff=0.6)
    return ", ".join(dict.fromkeys((*near, *known)))
