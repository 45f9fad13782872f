"""The model: one property shape is one column, everywhere, and no Python knows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from plans import whole_plan, write_csv

import ipgraph
from ipgraph import resources
from ipgraph.emit import convert, write_csv_folder
from ipgraph.emit.choices import range_name
from ipgraph.emit.form import LAST_ROW, NAMES
from ipgraph.emit.serialise import rdf_bytes
from ipgraph.errors import IpgraphError
from ipgraph.ingest.own_parts import HELPER_SHEETS
from ipgraph.ingest.timespan import parse_time_span
from ipgraph.model import load_model, normal
from ipgraph.namespaces import RDF, XSD

MODEL = load_model()

NEW_COLUMNS = {
    "ampel": ("Ampelfarbe", "sh:node field:in-status"),
    "mitwirkung": ("Mitwirkung bei", "sh:or ( [ sh:class ip:Goal ] [ sh:class ip:Measure ] )"),
    "stichtage": ("Stichtage", "sh:class ip:TimeSpan"),
    "gewicht": ("Gewicht", "sh:datatype xsd:decimal ; sh:maxCount 1"),
    "notiz": ("Notiz", "sh:datatype rdf:langString ; sh:maxCount 1"),
    "geprueft": ("Geprüft", "sh:datatype xsd:boolean ; sh:maxCount 1"),
    "tag": ("Prüftag", "sh:datatype xsd:date ; sh:maxCount 1"),
}


@pytest.fixture
def wider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the ontology in which chapters have more columns, one of each kind."""
    folder = tmp_path / "ontology"
    shutil.copytree(resources.folder("ontology"), folder)
    path = folder / "shapes" / "fields.ttl"
    shapes = "".join(
        f"field:Chapter sh:property field:Chapter-{name} .\n"
        f'field:Chapter-{name} a sh:PropertyShape ; sh:path ip:{name} ; sh:name "{heading}"@de ; {kind} .\n'
        for name, (heading, kind) in NEW_COLUMNS.items()
    )
    path.write_text(path.read_text(encoding="utf-8") + shapes, encoding="utf-8")
    monkeypatch.setenv(resources.ONTOLOGY_VARIABLE, str(folder))
    return folder


@pytest.mark.usefixtures("wider")
def test_a_new_column_is_everywhere(tmp_path: Path) -> None:
    model = load_model()
    headings = [heading for heading, _ in NEW_COLUMNS.values()]
    (sheet,) = [sheet for sheet in model.sheets if sheet.local == "chapter"]
    assert {column.name["de"] for column in sheet.fields} >= set(headings)

    tables = whole_plan(model)
    reading = ipgraph.read(write_csv(tables, tmp_path / "plan"))
    assert [problem.sentence() for problem in reading.problems] == []
    before = set(map(str, reading.store.triples(reading.plans[0])))
    assert sum("#stichtage-Ende%202016" in triple for triple in before) == 5

    ipgraph.template(tmp_path / "vorlage.xlsx")
    row = next(load_workbook(tmp_path / "vorlage.xlsx")[sheet.name["de"]].iter_rows(max_row=1, values_only=True))
    assert set(headings) <= set(row)

    for target in ("neu.xlsx", "neu", "neu.ttl", "neu.jsonld", "neu.nq"):
        assert convert([tmp_path / "plan"], tmp_path / target) == []
        assert set(map(str, ipgraph.read(tmp_path / target).store.triples(reading.plans[0]))) == before, target
    assert '"gewicht": "1500.22"' in rdf_bytes(reading, "jsonld").decode("utf-8")


@pytest.mark.usefixtures("wider")
def test_without_the_column_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert([write_csv(whole_plan(load_model()), tmp_path / "plan")], tmp_path / "plan.ttl")
    monkeypatch.delenv(resources.ONTOLOGY_VARIABLE)
    problems = {(problem.code, problem.path) for problem in convert([tmp_path / "plan.ttl"], tmp_path / "neu")}
    assert {path.rpartition("#")[2] for code, path in problems if path and code == "E-15"} >= {*NEW_COLUMNS}
    codes = {problem.code for problem in ipgraph.read(tmp_path / "plan").problems}
    assert codes == {"E-02"}


def test_a_wrong_folder_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(resources.ONTOLOGY_VARIABLE, str(tmp_path))
    with pytest.raises(IpgraphError, match=r"there is no file shapes/fields\.ttl"):
        ipgraph.read(tmp_path)


def test_load_model_takes_a_folder(wider: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(resources.ONTOLOGY_VARIABLE)
    assert load_model() is MODEL
    assert len(load_model(wider).by_class[MODEL.sheets[1].target].fields) == len(MODEL.sheets[1].fields) + len(
        NEW_COLUMNS
    )


# ---------------------------------------------------------------- what the model promises


def test_headings_are_clear() -> None:
    """Every heading in either language means its own column; every name of a sheet its own sheet."""
    for sheet in MODEL.sheets:
        for column in sheet.fields:
            for lang in ("de", "en"):
                assert sheet.by_heading[normal(column.name[lang])] is column, (sheet.local, column.name)
                assert column.description[lang], column.iri
        for lang in ("de", "en"):
            assert MODEL.by_name[normal(sheet.name[lang])] is sheet
            assert len(sheet.name[lang]) <= 31  # Excel allows no more
            assert sheet.description[lang]
        assert sheet.file_name.isascii()
        assert set(sheet.key_paths) <= sheet.by_path.keys()


def test_columns_of_a_property_agree() -> None:
    """A property is text everywhere or nowhere, so that a query can rely on it."""
    languages: dict[str, set[bool]] = {}
    for sheet in MODEL.sheets:
        for column in sheet.fields:
            languages.setdefault(column.path, set()).add(RDF + "langString" in column.datatypes)
    assert {path for path, kinds in languages.items() if len(kinds) > 1} == set()


def test_codes_are_clear() -> None:
    """A notation means its own code, in any list it stands in."""
    for scheme in MODEL.schemes:
        for concept in scheme.concepts:
            assert scheme.by_spelling[normal(concept.notation)] is concept
            assert concept.label.keys() == {"de", "en"}, concept.iri
            assert ";" not in concept.notation


# ---------------------------------------------------------------- the template


@pytest.mark.parametrize("lang", ["de", "en"])
def test_template(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    ipgraph.template(path, lang=lang)
    reading = ipgraph.read(path)
    assert [problem.code for problem in reading.problems] == ["E-07"]  # only that there is no plan yet
    book = load_workbook(path)
    first, last = NAMES[lang]
    assert book.sheetnames == [first, *(sheet.name[lang] for sheet in MODEL.sheets), last]
    assert {normal(first), normal(last)} <= HELPER_SHEETS
    assert book[last].sheet_state == "hidden"
    assert book.active is not None and book.active.title == first
    for name, defined in book.defined_names.items():
        assert name.isascii() and name.replace("_", "").isalnum(), name
        assert "#REF" not in defined.attr_text
    for sheet in MODEL.sheets:
        worksheet = book[sheet.name[lang]]
        assert worksheet.freeze_panes in ("A3", "B3")
        assert str(worksheet.auto_filter.ref).startswith("A2:"), "the example is not sorted with the entries"
        rules = {str(rule.sqref).partition("3:")[0]: rule for rule in worksheet.data_validations.dataValidation}
        for cell, column in zip(worksheet[1], sheet.fields, strict=True):
            assert cell.value == column.name[lang] + (" *" if column.required else "")
            assert column.description[lang] in cell.comment.text and column.example[lang] in cell.comment.text
            numeric = {XSD + kind for kind in ("decimal", "integer", "gYear")} & set(column.datatypes)
            assert worksheet.column_dimensions[cell.column_letter].number_format == ("General" if numeric else "@")
            rule = rules.get(cell.column_letter)
            sources = [*column.schemes, *column.references]
            if sources:
                assert rule.type == "list" and rule.formula1 in book.defined_names
                free = len(sources) > 1 or column.multiple or column.datatypes
                assert rule.showErrorMessage == (not free), "nobody is asked about what may well be right"
                assert rule.errorStyle == (None if free else "warning" if column.references else "stop")
            elif column.is_time or numeric or column is sheet.identifier:
                assert rule.type == ("custom" if not numeric else "decimal" if XSD + "decimal" in numeric else "whole")
                assert len(rule.formula1) <= 255, "Excel takes no longer formula"
                assert rule.errorStyle == ("stop" if column is sheet.identifier else "warning")
            if rule:
                assert len(rule.prompt or "") <= 255
                assert str(rule.sqref).endswith(str(LAST_ROW))


def test_instructions_are_plain(tmp_path: Path) -> None:
    ipgraph.template(tmp_path / "vorlage.xlsx")
    rows = list(load_workbook(tmp_path / "vorlage.xlsx")["Anleitung"].iter_rows(values_only=True))
    text = "\n".join(str(cell) for row in rows for cell in row if cell)
    for sheet in MODEL.sheets:
        assert sheet.name["de"] in text
        assert sheet.description["de"] in text
    for word in ("Stern", "Semikolon", "Ende 2026", "Kennung", "laufend", "ipgraph validate"):
        assert word in text
    for word in ("2026", "Ende 2026", "2. Halbjahr 2026", "Mai 2026", "Frühjahr 2026", "ab 2025", "2024 bis 2026"):
        assert parse_time_span(word), word  # what the instructions promise is read


def test_filled_template(tmp_path: Path) -> None:
    reading = ipgraph.read(write_csv(whole_plan(MODEL), tmp_path / "plan"))
    for lang in ("de", "en"):
        ipgraph.template(tmp_path / "voll.xlsx", reading, lang)
        again = ipgraph.read(tmp_path / "voll.xlsx")
        assert again.problems == []
        plan = reading.plans[0]
        assert set(map(str, again.store.triples(plan))) == set(map(str, reading.store.triples(plan)))
    book = load_workbook(tmp_path / "voll.xlsx")
    for sheet in MODEL.sheets:
        assert normal(str(book[sheet.name["en"]]["A2"].value)).startswith("example") is False, "entries stand there"


def test_names_of_ranges() -> None:
    assert range_name("Liste_Umsetzungsstände") == "Liste_Umsetzungsstaende"
    assert range_name("Kennungen_Maßnahmen (neu)") == "Kennungen_Massnahmen_neu"


def test_csv_of_an_empty_plan_has_all_headings(tmp_path: Path) -> None:
    reading = ipgraph.read(write_csv({"plan": [["Kennung"], ["p"]]}, tmp_path / "plan"))
    write_csv_folder(reading, reading.plans[0], tmp_path / "out")
    for sheet in MODEL.sheets:
        text = (tmp_path / "out" / f"{sheet.file_name}.csv").read_text(encoding="utf-8")
        assert text.count("\n") == (2 if sheet is MODEL.sheets[0] else 1)
        assert text.startswith(sheet.fields[0].name["de"])
