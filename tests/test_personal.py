"""The gate before publication: what is personal is found, what only looks like it passes, and exceptions are signed."""

from __future__ import annotations

import csv
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ipgraph
from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading, read
from ipgraph.opendata.personal.gate import Gate, gate
from ipgraph.opendata.personal.traces import traces
from ipgraph.table import render

REPOSITORY = Path(__file__).resolve().parent.parent
MUSTERKREIS = REPOSITORY / "data" / "musterkreis"
BOEBLINGEN = REPOSITORY / "data" / "boeblingen-2014"
SHARED = REPOSITORY.parent / "shared"


def found(text: str, district: str = "") -> list[tuple[str, str]]:
    return [(trace.kind, text[trace.start : trace.end]) for trace in traces(text, district)]


PERSONAL = [
    ("Ansprechpartnerin ist Frau Mustermann.", "name", "Frau Mustermann"),
    ("bei Herrn Dr. Özdemir melden", "name", "Herrn Dr. Özdemir"),
    ("Dr. med. Schulze hält den Vortrag", "name", "Dr. med. Schulze"),
    ("Prof. Dr. Anna Weber", "name", "Prof. Dr. Anna Weber"),
    ("Frau von der Heide", "name", "Frau von der Heide"),
    ("FB Soziales, Hr. Kaya", "name", "Hr. Kaya"),
    ("Mr. Smith from the partner town", "name", "Mr. Smith"),
    ("Leitung: Sabine Berger, Jugendamt", "name", "Sabine Berger"),
    ("Anna-Lena Hofmann", "name", "Anna-Lena Hofmann"),
    ("Müller", "name", "Müller"),
    ("S. Muster", "name", "S. Muster"),
    ("Muster, Sabine", "name", "Muster, Sabine"),
    ("Anmeldung bei erika.mustermann@kreis.example bis Freitag", "mail", "erika.mustermann@kreis.example"),
    ("„Frau Müller“ (Zimmer 3)", "name", "Frau Müller"),
    ("Durchwahl: Tel. 663-1234", "phone", "663-1234"),
    ("(0711 216-0) und mehr", "phone", "0711 216-0"),
    ("info@verein-ev.de", "mail", "info@verein-ev.de"),
    ("Tel. 07031 663-1234", "phone", "07031 663-1234"),
    ("mobil 0171/2345678", "phone", "0171/2345678"),
    ("+49 7031 6631234", "phone", "+49 7031 6631234"),
    ("(07031) 663 1234", "phone", "(07031) 663 1234"),
    ("07031 / 663 – 1234", "phone", "07031 / 663 – 1234"),
    ("Büro in Straßburg: +33 3 88 60 90 90", "phone", "+33 3 88 60 90 90"),
    ("Konto DE89 3704 0044 0532 0130 00, Tel. 0711 216-0", "phone", "0711 216-0"),
    ("Ansprechpartner: Herr Yıldız", "name", "Herr Yıldız"),
    ("Frau Dr. Müller-Lüdenscheidt leitet die Runde.", "name", "Frau Dr. Müller-Lüdenscheidt"),
    ("Frau K. Schulze nimmt Anmeldungen entgegen", "name", "Frau K. Schulze"),
    ("Ansprechpartner: K. Schmidt, Sozialamt", "name", "K. Schmidt"),
    ("Kontakt: Ayşe Yılmaz (Elternmentorin)", "name", "Ayşe Yılmaz"),
    ("Łukasz Kowalski hat den Kurs geleitet", "name", "Łukasz Kowalski"),
    ("Mohamad Al-Hassan dolmetscht", "name", "Mohamad Al-Hassan"),
    ("Oleksandra Shevchenko, Sprachmittlerin", "name", "Oleksandra Shevchenko"),
    ("Umsetzung durch Merve Özdemir im Jugendamt", "name", "Merve Özdemir"),
    ("Dipl.-Päd. Sabine Kern koordiniert.", "name", "Dipl.-Päd. Sabine Kern"),
    ("Die Leitung hat Jutta Maier-Reinhardt (Volkshochschule).", "name", "Jutta Maier-Reinhardt"),
    ("Eheleute Schmidt stellen den Raum", "name", "Eheleute Schmidt"),
    ("Familie Kaya begleitet zwei Geflüchtete", "name", "Familie Kaya"),
    ("Bürgermeister Weber hat zugesagt", "name", "Weber"),
    ("Landrat Roland Bernhard eröffnet", "name", "Roland Bernhard"),
    ("Rückfragen an Hrn. Maier", "name", "Hrn. Maier"),
    ("Fr. Schneider, Zimmer 12", "name", "Fr. Schneider"),
    ("Prof. Dr. Ursula Boos-Nünning (wiss. Begleitung)", "name", "Prof. Dr. Ursula Boos-Nünning"),
    ("Bitte bei Sabine melden, Nachname Berger: Sabine Berger", "name", "Sabine Berger"),
    ("Yılmaz, Ayşe", "name", "Yılmaz, Ayşe"),
    ("gez. Müller", "name", "Müller"),
    ("i. A. Schmidt", "name", "Schmidt"),
    ("Frau Yıldız Familienzentrum Sindelfingen", "name", "Frau Yıldız"),
    ("Dr. Karl Huber", "name", "Dr. Karl Huber"),
    ("Initiatorin war Ana-Maria Popescu", "name", "Ana-Maria Popescu"),
    ("Anmeldung: maria.huber(at)kreis-beispiel.de", "mail", "maria.huber(at)kreis-beispiel.de"),
    ("m.huber [at] kreis-beispiel [dot] de", "mail", "m.huber [at] kreis-beispiel [dot] de"),
    ("jörg.müller@gmx.de", "mail", "jörg.müller@gmx.de"),
    ("Post an erika.mustermann@web.de.", "mail", "erika.mustermann@web.de"),
    ("Telefon: 0 70 31 / 6 63-12 34", "phone", "0 70 31 / 6 63-12 34"),
    ("Tel. (0 70 31) 6 63 - 12 34", "phone", "(0 70 31) 6 63 - 12 34"),
    ("unter (0 70 31) 6 63 - 12 34 erreichbar", "phone", "(0 70 31) 6 63 - 12 34"),
    ("+49 (0) 7031 663-1234", "phone", "+49 (0) 7031 663-1234"),
    ("+49 (0)171 2345678", "phone", "+49 (0)171 2345678"),
    ("0049 7031 6631234", "phone", "0049 7031 6631234"),
    ("07031.663.1234", "phone", "07031.663.1234"),
    ("07031-663-1234", "phone", "07031-663-1234"),
    ("0171 23 45 67 8", "phone", "0171 23 45 67 8"),
    ("WhatsApp 01712345678", "phone", "01712345678"),
    ("Durchwahl 1234", "phone", "Durchwahl 1234"),
    ("Apparat 4711", "phone", "Apparat 4711"),
    ("Fax: 07031/663-1999", "phone", "07031/663-1999"),
    ("Zentrale 0711/216-0", "phone", "0711/216-0"),
    ("Die Kursleiterin Hatice Özcan arbeitet ehrenamtlich", "name", "Hatice Özcan"),
    ("Pate: Thomas Brenner", "name", "Thomas Brenner"),
    ("Projektleiterin Dr. phil. Anja Vogel-Sturm", "name", "Dr. phil. Anja Vogel-Sturm"),
    ("Frau von Hohenlohe übernimmt die Schirmherrschaft", "name", "Frau von Hohenlohe"),
    ("Herr Döring, Hausmeister", "name", "Herr Döring"),
    ("Frau Neuhaus vom Jugendamt", "name", "Frau Neuhaus"),
    ("Herr Imhof", "name", "Herr Imhof"),
    ("Dr. Steinweg (Gesundheitsamt)", "name", "Dr. Steinweg"),
    ("Sabine Hofheim koordiniert", "name", "Sabine Hofheim"),
    ("Ansprechpartner/-in: Schmidt", "name", "Schmidt"),
    ("Ansprechpartner*innen: M. Krause, T. Wolf", "name", "M. Krause"),
    ("Leiterin Weber", "name", "Weber"),
    ("Oberbürgermeister Horn unterstützt", "name", "Horn"),
    ("Pfarrerin Beck lädt ein", "name", "Beck"),
    ("bei Fr. Yilmaz (VHS)", "name", "Fr. Yilmaz"),
    ("Hr. Ö. Demir", "name", "Hr. Ö. Demir"),
    ("Maria de la Cruz hilft beim Übersetzen", "name", "Maria de la Cruz"),
    ("Mehmet Ali Kaya", "name", "Mehmet Ali Kaya"),
    ("Karl-Heinz Müller", "name", "Karl-Heinz Müller"),
    ("Müller, Karl-Heinz", "name", "Müller, Karl-Heinz"),
    ("Tel.: 07031/6 63 12 34", "phone", "07031/6 63 12 34"),
    ("Telefon 0 71 51 – 501 12 34", "phone", "0 71 51 – 501 12 34"),
    ("07031 – 663 12 34", "phone", "07031 – 663 12 34"),
    ("(07031)6631234", "phone", "(07031)6631234"),
    ("+4917612345678", "phone", "+4917612345678"),
    ("0151-23456789", "phone", "0151-23456789"),
    ("0176 / 12 34 56 78", "phone", "0176 / 12 34 56 78"),
    ("App. 12", "phone", "App. 12"),
    ("Rufnummer: 663-1234", "phone", "Rufnummer: 663-1234"),
    ("Notfalltelefon 0800 0116016", "phone", "0800 0116016"),
    ("E-Mail: a.huber@landkreis.de", "mail", "a.huber@landkreis.de"),
    ("Kontakt@verein.org", "mail", "Kontakt@verein.org"),
    ("wohnhaft bei Familie Müller", "name", "Familie Müller"),
    ("Projekt Rosa Parks", "name", "Rosa Parks"),
]

HARMLESS = """
Dr.-Ing.-Straße 5
Dr. Karl-Lenz-Straße 5
Prof.-Dr.-Müller-Weg 3
Dr.-Külz-Platz
Frau-Holle-Haus
Frauen
Frauenhaus und Männerberatung
Kontaktstelle Frau und Beruf
Frauenbeauftragte des Landkreises
Herrenberg
Herr der Lage sein
Mo–Fr. 9–12 Uhr
Di. und Fr. Vormittag offen
z. B. Deutsch im Beruf
Anna-Haag-Schule
Anna Haag Schule
Karl Marx Straße
Dr. Haas Stiftung
Max-Planck-Institut
Familienzentrum
Wohnen und Arbeiten
DE89 3704 0044 0532 0130 00
DE89370400440532013000
IBAN: AT61 1904 3002 3457 3201
31.12.2026
2026-12-31
01.01.2024 bis 31.12.2028
12.05.–14.05.2026
Az. 50-4711/2024
Aktenzeichen 032.1-0815/2024-12
KT 2014/17
Drucksache 0123/2024
12.500,00 €
1.250.000 EUR
0,5 Stellen
1 500 000 Euro
16450
AGS 08115000
08115
https://www.kreis.example/07031-663-1234
ISBN 978-3-16-148410-0
§ 16a SGB II, 2014–2020
70173 Stuttgart
zwölf Städte und Gemeinden
@kreis
Stand 23.05.2014 18:30
Ziel 1.1.1 und 1.1.2
Integration@work
20 000 bis 25 000 Personen
3 × 1000 Euro
10/2024–09/2026
2015/2016 und 2016/17
Haus Maria Hilf
Caritas St. Martin Stuttgart
Im August Ferienprogramm
German Course for Beginners
0.39 / 9620
0000-00-00
2 000 / 3 872
Gemeindeschlüssel 08115003
Sprachniveau A1 bis B2
Amt 50, Zimmer 123
Bundestagsdrucksache 19/12345
Telefonberatung im Tandem
0,00 bis 0,50 Euro je Stunde
Integrationsgesetz (BGBl. I S. 1939)
GmbH, HRB 123456
47,11 % von 01/2024 bis 12/2024
Erich-Kästner-Schule
Erich Kästner Schule Herrenberg
Erich Kästner-Schule
gefördert von der Robert Bosch Stiftung
Robert-Bosch-Straße 12
Otto Lilienthal Str. 24
Otto-Lilienthal-Str. 24, 71034 Böblingen
Paul Gerhardt Kirche
Martin Luther Kirche Sindelfingen
Albert Schweitzer Kinderdorf
Max Planck Institut
Mercedes Benz AG, Werk Sindelfingen
Mercedes-Benz AG
Carl Zeiss AG
Andreas Stihl AG & Co. KG
Hermann Hesse Bahn
Maria Montessori Grundschule
Albert Einstein Gymnasium
Sprachcafé Maria
Haus der Begegnung St. Martin
Rucksack KiTa
Netzwerk Frau Beruf Familie
Jede Frau Zugang zum Kurs
Mo., Mi., Fr. Kurs von 9–12 Uhr
Do./Fr. Sprechstunde
Amt für Familie Jugend und Soziales
Bündnis Familie Leonberg
Groß und Klein
Sommer
A. Bildung
B. Sprache
D. Wohnen
s.oben
Weil der Stadt, Weil im Schönbuch, Leonberg
z. B. Deutsch, i. d. R. Dienstag, u. a. Kinder
Aktenzeichen: 07031-15/2024
Gz. 0815-47/11
Förderkennzeichen 01JK2024A
09/2024–08/2026
07.2024-06.2026
01.09.2024-31.08.2026
08.30-12.00 Uhr und 14.00-16.00 Uhr
09:00 - 12:00 Uhr
Haushaltsstelle 01.4070.718000
Kostenstelle 0540 1234
12.500 € (2025), 13.000 € (2026)
IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX
ISSN 0340-1804
Vorlage 145/2023, Kreistag am 12.12.2023
BT-Drs. 19/12345, LT-Drs. 16/0456
§ 45a AufenthG i. V. m. § 16 SGB II
71034 Böblingen, Parkstraße 16
Integrationsmanagement (0,5 VZÄ)
Frauen- und Kinderschutzhaus
Foroutan, N. (2019): Die postmigrantische Gesellschaft
Internationaler Frauentag am 8. März
Kontakt über das Landratsamt
Ansprechpartner: Sozialplanung des Landkreises
Leitung: Amt für Migration
Adam Opel AG
Konrad-Adenauer-Stiftung e. V.
Nikolaus-Otto-Schule
Silvester Konzert
Marie Curie Gymnasium
Anne Frank Haus
Nur Frauen ab 18 Jahren
Rosa Luxemburg Stiftung
Stadt Böblingen, Amt für Soziales
Theodor Heuss Museum
Otto Benecke Stiftung e. V.
Bruno Frey Stiftung
DRK Kreisverband Böblingen e. V.
115 (Behördennummer)
Hilfe in 116 Sprachen
Wilhelm-Hauff-Realschule Pfullingen
Justinus-Kerner-Gymnasium
Gottlieb-Daimler-Straße
Max-Eyth-See
Max Eyth See
Friedrich Ebert Stiftung
Friedrich List Schule Herrenberg
Hilde Domin Schule
Mildred Scheel Schule Böblingen
Gottlieb Daimler Schule II
Stiftung Liebenau
Haus am Maienplatz
Philipp Matthäus Hahn Haus
Ludwig Uhland Institut
Ernst Klett Sprachen GmbH
Hans Böckler Stiftung
Thomas Morus Akademie
Katharinenhospital Stuttgart
Marienkirche, Martinskirche
Johannes Gemeinde Sindelfingen
Arbeit und Leben Baden-Württemberg
Mama lernt Deutsch
Frau trifft Frau
Frauentreff International
Herr werden über die Bürokratie
Stadtteilmütter Dachtel, Deckenpfronn
Gruppe Bunter Kreis
Kosten: 12.500 Euro, Stand 03.2025
Beginn 01.03.2025, Ende 28.02.2027
03/2025 – 02/2027
Mo 9:00–11:30, Mi 14:00–16:30 Uhr
von 08.00 bis 12.00 Uhr
Seite 12, 14-18, 45 f.
0,75 VZÄ; 2.500 Stunden
PLZ 71063, 71065, 71067, 71069
Drs. 17/4567 vom 12.03.2023
KT-Vorlage 045/2023
Ziffer 0.3.2, Kapitel 01.2
Az.: 45-1234.5/07
Geschäftszeichen 07-2024-0815-1
Zuwendungsbescheid Nr. 0815/4711 vom 01.02.2024
SGB II, SGB III, SGB VIII, AsylbLG
A1, A2, B1 und B2 nach GER
Telc B1, DTZ, TestDaF
Jahre 2019, 2020, 2021, 2022
1.234.567,89
48,6851; 9,0113
Deutsch für Eltern, Dr. med.-Sprechstunde
Prof. in Teilzeit
Do. 14 Uhr, Fr. 9 Uhr
Mi. bis Fr. Beratung
jeden Fr. Nachmittag
Weiberg, Hamburg, Freiberg
Kita Sonnenschein, Kita Regenbogen
Rat der Religionen
Jakob Sigle Heim
Bildungsregion Landkreis Böblingen
Leitung Jugendamt
Kontakt Ausländeramt
Leitung König Ludwig Haus
Landrat Böblingen
ob Koch oder Bäcker: Ausbildung für alle
Koch, Bäcker, Friseur
Alt und Jung
""".strip().split("\n")


@pytest.mark.parametrize(("text", "kind", "match"), PERSONAL, ids=[text for text, _, _ in PERSONAL])
def test_what_is_personal_is_found(text: str, kind: str, match: str) -> None:
    assert found(text) == [(kind, match)]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_personal_passes(text: str) -> None:
    assert found(text) == []


def test_keys_of_the_own_district_are_no_phone_numbers() -> None:
    assert found("08115000 und 081150003003", "08115") == []
    assert found("08115000"), "without the district nobody can know"


@given(st.text(max_size=60), st.sampled_from(PERSONAL))
def test_whatever_stands_around_it_is_found_whole_or_in_part(text: str, known: tuple[str, str, str]) -> None:
    before = " ".join(text.split())
    kinds = {kind for kind, _ in found(f"{before}\n\n– {known[0]}" if known[2] != known[0] else known[0])}
    assert known[1] in kinds


@given(st.text(max_size=200))
def test_traces_lie_within_the_text_apart_from_each_other(text: str) -> None:
    spans = [(trace.start, trace.end) for trace in traces(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


# ---------------------------------------------------------------- plans


@pytest.mark.parametrize("plan", [MUSTERKREIS, BOEBLINGEN], ids=lambda path: path.name)
def test_the_bundled_plans_pass(plan: Path) -> None:
    result = gate(read(plan))
    assert result.hits == result.passed == result.stale == ()
    assert result.sentence["de"].startswith("Keine Namen")


def test_a_list_that_others_wrote_passes(tmp_path: Path) -> None:
    source = SHARED / "real" / "ulm-smart-city" / "massnahmenliste.xlsx"
    if not source.is_file():
        pytest.skip("no list there")
    ipgraph.adopt(source, tmp_path / "plan")
    assert gate(read(tmp_path / "plan")).hits == ()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan in which persons are named in three cells."""
    folder = shutil.copytree(BOEBLINGEN, tmp_path / "plan")
    put(folder, "ziele", 0, "Wortlaut", "Frau Mustermann hilft.")
    put(folder, "ziele", 1, "Termin", "nach Rücksprache mit Herrn Kaya")
    put(folder, "akteure", 0, "Name", "Kita Frau Holle")
    put(folder, "plan", 0, "Kontakt", "integration@kreis.example, Tel. 07031 663-1234")
    put(folder, "angebote", 0, "Bezeichnung", "Beratung, integration@kreis.example oder info@kreis.example")
    return folder


def put(folder: Path, name: str, row: int, column: str, value: str) -> None:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert column in rows[row]
    rows[row][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[row]))
        writer.writeheader()
        writer.writerows(rows)


def cells(result: Gate) -> list[tuple[str, str]]:
    return [(hit.place.words("de") if hit.place else "", hit.match) for hit in result.hits]


def test_every_hit_names_its_cell(plan: Path) -> None:
    result = gate(read(plan))
    assert cells(result) == [
        ("plan.csv, Zeile 2, Spalte Kontakt", "07031 663-1234"),
        ("ziele.csv, Zeile 2, Spalte Wortlaut", "Frau Mustermann"),
        ("ziele.csv, Zeile 3, Spalte Termin", "Herrn Kaya"),
        ("akteure.csv, Zeile 2, Spalte Name", "Frau Holle"),
        ("angebote.csv, Zeile 2, Spalte Bezeichnung", "info@kreis.example"),
    ]
    assert result.hits[1].sentence() == (
        "ziele.csv, Zeile 2, Spalte Wortlaut: „Frau Mustermann“ – Anrede oder akademischer Grad vor einem Namen"
    )
    assert "5 Stellen" in result.sentence["de"] and "5 places" in result.sentence["en"]
    text = render(result.table("de"), "csv").decode("utf-8")
    assert "ziele.csv,,Zeile 2,IKOE-Z2,Wortlaut,name,Name einer Person,Frau Mustermann,Anrede" in text
    assert "row 2" in render(result.table("en"), "csv").decode("utf-8")


def test_cells_of_a_workbook_have_their_name(plan: Path, tmp_path: Path) -> None:
    ipgraph.convert([plan], tmp_path / "plan.xlsx")
    result = gate(read(tmp_path / "plan.xlsx"))
    assert [hit.place.cell for hit in result.hits if hit.place and hit.place.sheet == "Ziele"] == ["D2", "F3"]


def test_rdf_is_looked_through_whatever_the_property(plan: Path, tmp_path: Path) -> None:
    ipgraph.convert([plan], tmp_path / "plan.nt")
    goal = "https://w3id.org/ipgraph/data/boeblingen-2014/goal/IKOE-Z2"
    with (tmp_path / "plan.nt").open("a", encoding="utf-8") as file:
        file.write(f'<{goal}> <http://www.w3.org/2004/02/skos/core#editorialNote> "Frag Frau Kaya" .\n')
        file.write(f"<{goal}> <http://xmlns.com/foaf/0.1/mbox> <mailto:erika.muster@kreis.example> .\n")
        file.write(f"<{goal}> <http://xmlns.com/foaf/0.1/phone> <tel:+4970316631234> .\n")
    result = gate(read(tmp_path / "plan.nt"))
    matches = {hit.match for hit in result.hits if hit.resource == goal}
    assert matches == {"Frau Mustermann", "Frau Kaya", "erika.muster@kreis.example", "+4970316631234"}
    assert {hit.place.file for hit in result.hits if hit.place} == {"plan.nt"}


def test_the_contact_must_not_be_that_of_a_person(plan: Path) -> None:
    put(plan, "plan", 0, "Kontakt", "erika.mustermann@kreis.example")
    (hit,) = [hit for hit in gate(read(plan)).hits if hit.field["de"] == "Kontakt"]
    assert hit.why["de"] == "der Kontakt ist die Adresse einer Person"


def test_texts_beside_the_plan_are_looked_through(plan: Path) -> None:
    beside = {"veroeffentlichung.toml, kontakt": "Frau Kaya, 07031 663-1234, integration@kreis.example"}
    result = gate(read(MUSTERKREIS), beside=beside)
    assert cells(result) == [
        ("veroeffentlichung.toml, kontakt", "Frau Kaya"), ("veroeffentlichung.toml, kontakt", "07031 663-1234"),
    ]  # fmt: skip


# ---------------------------------------------------------------- exceptions

LIST = "Wert;Grund;Geprüft von;Geprüft am\n"


def reviewed(path: Path, *rows: str) -> Path:
    path.write_text(LIST + "".join(f"{row}\n" for row in rows), encoding="utf-8-sig")
    return path


def test_a_reviewed_exception_lets_pass_what_it_names(plan: Path, tmp_path: Path) -> None:
    listed = reviewed(
        tmp_path / "ausnahmen.csv",
        "Kita Frau Holle;Name einer Einrichtung;Amt 50;01.02.2026",
        "INFO@kreis.example;Funktionspostfach;Amt 50;2026-02-01",
        "Herr Niemand;zu viel;Amt 50;01.02.2026",
    )
    result = gate(read(plan), listed)
    assert {hit.match for hit in result.passed} == {"Frau Holle", "info@kreis.example"}
    assert {hit.match for hit in result.hits} == {"07031 663-1234", "Frau Mustermann", "Herrn Kaya"}
    (note,) = result.notes
    assert "ausnahmen.csv, Zeile 4" in note["de"] and "Herr Niemand" in note["en"]


def test_an_exception_holds_for_its_words_alone(plan: Path, tmp_path: Path) -> None:
    put(plan, "ziele", 0, "Wortlaut", "Frau Holle hilft.")
    result = gate(read(plan), reviewed(tmp_path / "a.csv", "Kita Frau Holle;Einrichtung;Amt;01.02.2026"))
    assert [hit.field["de"] for hit in result.hits if hit.match == "Frau Holle"] == ["Wortlaut"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["Frau Holle;;Amt;01.02.2026"], "Zeile 2, Spalte Grund"),
        (["Frau Holle;Einrichtung;;01.02.2026"], "Spalte Geprüft von"),
        (["Frau Holle;Einrichtung;Amt;gestern"], "„gestern“ ist kein Tag"),
    ],
)
def test_an_exception_without_signature_is_none(rows: list[str], words: str, plan: Path, tmp_path: Path) -> None:
    with pytest.raises(IpgraphError) as error:
        gate(read(plan), reviewed(tmp_path / "a.csv", *rows))
    assert words in error.value.message["de"]
    with pytest.raises(IpgraphError):
        gate(read(plan), tmp_path / "nichts.csv")


def test_workbooks_name_no_author(tmp_path: Path) -> None:
    ipgraph.convert([BOEBLINGEN], tmp_path / "plan.xlsx")
    (tmp_path / "antwort.xlsx").write_bytes(render(ipgraph.query("plan-sizes", reading()), "xlsx"))
    for name in ("plan.xlsx", "antwort.xlsx"):
        core = zipfile.ZipFile(tmp_path / name).read("docProps/core.xml").decode("utf-8")
        assert "creator" not in core or "<dc:creator/>" in core or "<dc:creator></dc:creator>" in core, core
        assert "lastModifiedBy" not in core


def reading() -> Reading:
    return read(BOEBLINGEN)
