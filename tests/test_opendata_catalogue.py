"""The catalogue of a package: official shapes, points, stable bytes, settings, gaps, editions, several plans."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import dcat_shapes
import pytest
from dcat_shapes import findings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opendata_samples import FILES, datasets, part
from plans import NASTY, plan_tables, texts, whole_plan, write_csv
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS

from ipgraph.errors import IpgraphError
from ipgraph.ingest import read
from ipgraph.model import load_model
from ipgraph.namespaces import IP
from ipgraph.opendata import portals
from ipgraph.opendata.catalog import CATALOGUE_FILES, catalogue_files
from ipgraph.opendata.check import check_package, report_text
from ipgraph.opendata.datasets import Part
from ipgraph.opendata.facts import PlanFacts, plan_facts
from ipgraph.opendata.joined import join_catalogues
from ipgraph.opendata.parts import Edition
from ipgraph.opendata.publication import publication
from ipgraph.opendata.score import CHECKS, scores
from ipgraph.opendata.settings import Settings, read_settings, settings_template
from ipgraph.opendata.statements import DCAT, DCATDE

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
GOLDEN = ROOT / "tests" / "golden" / "opendata-catalog.ttl"
BUNDLED = ("musterkreis", "boeblingen-2014")
SYNTAXES = dict(zip(CATALOGUE_FILES, ("turtle", "xml", "json-ld"), strict=True))
SAID = re.sub(r"(?m)^#(?=\w+ = )", "", settings_template())
"""A settings file in which every entry is made."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings that say everything there is to say."""
    path = tmp_path_factory.mktemp("settings") / "veroeffentlichung.toml"
    path.write_text(SAID, encoding="utf-8")
    return read_settings(path)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan without faults in which every column is filled."""
    return write_csv(whole_plan(load_model()), tmp_path_factory.mktemp("plan"))


def graph(files: Mapping[str, bytes], name: str = "catalog.ttl") -> Graph:
    return Graph().parse(data=files[name], format=SYNTAXES[name])


def violations(catalogue: bytes, profile: str) -> list[dcat_shapes.Finding]:
    return [one for one in findings(catalogue, profile) if one[0] == "Violation"]


# ---------------------------------------------------------------- the official shapes


@pytest.mark.parametrize("profile", dcat_shapes.PROFILES)
@pytest.mark.parametrize("source", [*BUNDLED, "made up"])
def test_official_shapes_find_no_fault(source: str, profile: str, made_up: Path, full: Settings) -> None:
    plan = part(made_up if source == "made up" else DATA / source)
    bare, said = (findings(catalogue_files([plan], one)["catalog.ttl"], profile) for one in (Settings(), full))
    assert [one for one in (*bare, *said) if one[0] == "Violation"] == []
    paths = {path for _, focus, path, _ in said if focus not in full.places}
    wanted = set()  # only what is deprecated on purpose, and what nobody knows
    if profile == "de3" and plan.facts.district_key == "08115":
        wanted.add(str(DCATDE) + "politicalGeocodingURI")
    if profile == "eu3-recommended" and not plan.facts.end:
        wanted.add(str(DCAT) + "endDate")
    assert paths == wanted


@given(tables=plan_tables(load_model()))
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_plans_nobody_has_seen_keep_to_the_shapes(
    tables: dict[str, list[list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = part(write_csv(tables, tmp_path_factory.mktemp("plan")))
    catalogue = catalogue_files([plan])["catalog.ttl"]
    assert violations(catalogue, "de3") == violations(catalogue, "eu3-range") == []
    dated = bool(publication(plan.facts).modified)
    missing = {path for _, _, path, _ in violations(catalogue, "supplement")}
    assert missing == (set() if dated else {str(DCTERMS.modified)})
    assert dated or any("erschienen" in gap.where["de"] for gap in check_package([plan]).gaps)


@pytest.mark.parametrize(
    "old, new, profile",
    [
        ("dcterms:publisher", "dcterms:creator", "de3"),
        ("dcterms:license <http://dcat-ap.de/def/licenses/cc-zero>", "dcterms:license <https://x.org/l>", "supplement"),
        ("dcat:accessURL", "dcat:nothing", "eu3"),
        ('"^^xsd:date', '"', "supplement"),
        ("a dcterms:LinguisticSystem", "a dcterms:Standard", "eu3-range"),
    ],
)
def test_the_shapes_would_find_a_fault(old: str, new: str, profile: str) -> None:
    catalogue = catalogue_files([part(DATA / "musterkreis")])["catalog.ttl"].decode()
    assert old in catalogue
    assert violations(catalogue.replace(old, new).encode(), profile)


@pytest.mark.parametrize("profile", ["de3", "eu3-range"])
def test_all_that_a_dataset_needs_can_be_reached_from_it(profile: str) -> None:
    """GovData's harvester hands that to its validator, and nothing else of the catalogue."""
    whole, alone = graph(catalogue_files([part(DATA / "boeblingen-2014")])), Graph()
    todo = {next(whole.subjects(RDF.type, URIRef(DCAT + "Dataset")))}
    while todo:
        found = set(whole.triples((todo.pop(), None, None))) - set(alone)
        todo |= {target for _, _, target in found}
        alone += found
    assert len(alone) > 100
    assert violations(alone.serialize(format="turtle", encoding="utf-8"), profile) == []


def test_keywords_are_told_once_whatever_their_language(full: Settings) -> None:
    """CKAN makes tags of them and forgets the language."""
    catalogue = graph(catalogue_files([part(DATA / "musterkreis")], full))
    for dataset in catalogue.subjects(RDF.type, URIRef(DCAT + "Dataset")):
        words = [str(word).casefold() for word in catalogue.objects(dataset, URIRef(DCAT + "keyword"))]
        assert len(words) == len(set(words)) and {"integration", "integration plan"} <= set(words)


def test_our_lists_are_those_of_the_portals() -> None:
    if not dcat_shapes.FOLDER.is_dir():
        pytest.skip("the vocabularies of DCAT-AP.de are not here (../shared/dcat-ap-de)")
    known = {str(one) for one in dcat_shapes._read("vocab/*.ttl").subjects()}
    schemes = (portals.FREQUENCY, portals.AVAILABILITY, portals.THEME, portals.KIND, portals.FILE_TYPE,
               portals.CONTRIBUTORS, portals.GEO + "districtKey", portals.GEO + "regionalKey",
               portals.PUBLISHER_TYPE + "1.0", portals.MACHINE_READABLE, portals.NON_PROPRIETARY)  # fmt: skip
    for scheme in schemes:
        assert portals.codes(scheme) and portals.codes(scheme) <= known, scheme
    licences = {one.iri for one in portals.licences()}
    assert licences == {iri for iri in known if iri.startswith(portals.LICENCES)}
    assert {kind for one in portals.licences() for kind in one.kinds} <= known
    assert {portals.language(code) for code in ("de", "en", "tr", "uk")} <= known


# ---------------------------------------------------------------- points


@pytest.mark.parametrize("source", BUNDLED)
def test_every_dataset_earns_all_points_that_a_file_can_earn(source: str) -> None:
    found = scores(catalogue_files([part(DATA / source)])["catalog.ttl"])
    assert len(found) == len(datasets())
    assert [(one.points, one.hosted, one.rating["en"], one.missed) for one in found] == [
        (325, 405, "excellent", ())
    ] * 3


def test_a_poor_catalogue_earns_few_points() -> None:
    """The smallest catalogue that the shapes let pass is rated bad; figures of the research on the assessment."""
    poor = b"""
        @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ex: <http://example.org/> .
        ex:ds a dcat:Dataset ; dcterms:title "T"@de ; dcterms:description "D"@de ; dcterms:publisher ex:p ;
            dcat:distribution ex:csv .
        ex:csv a dcat:Distribution ; dcat:accessURL ex:file ;
            dcterms:license <http://dcat-ap.de/def/licenses/dl-zero-de/2.0> .
        ex:p a foaf:Agent ; foaf:name "P" ."""
    (one,) = scores(poor)
    assert (one.points, one.hosted, one.rating["en"]) == (70, 120, "bad")
    assert sum(lost for _, lost in one.missed) == 325 - 70
    assert sum(check.points for check in CHECKS) == 325


def test_points_on_files_are_shared_among_them() -> None:
    catalogue = catalogue_files([part(DATA / "musterkreis")])["catalog.ttl"].decode()
    lost = re.sub(r"\tdcat:byteSize \"43\".*\n", "", catalogue)  # one of the two files of the goals
    points = {one.dataset.rpartition("#")[2]: one.points for one in scores(lost.encode())}
    assert points == {"plan": 325, "ziele": 322.5, "vokabular": 325}


# ---------------------------------------------------------------- bytes


def test_golden_catalogue(update_golden: bool, full: Settings) -> None:
    editions = (Edition("1", "2024-01-15", {"de": "Erste Ausgabe."}, "v/1/", ("plan", "ziele")),
                Edition("2", "2026-03-31", {"de": "Zwei neue Ziele."}, "v/2/"))  # fmt: skip
    written = catalogue_files([part(DATA / "musterkreis", "", editions)], full)["catalog.ttl"]
    if update_golden:
        GOLDEN.write_bytes(written)
    assert written.decode("utf-8") == GOLDEN.read_text(encoding="utf-8")


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path; from opendata_samples import part; "
        "from ipgraph.opendata.catalog import catalogue_files\n"
        "for name, data in catalogue_files([part(Path('data/boeblingen-2014'))]).items(): "
        "print(name, hashlib.sha256(data).hexdigest())"
    )
    outs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, encoding="utf-8", check=True, timeout=120,
        ).stdout
        for seed in ("1", "4711")
    ]  # fmt: skip
    assert outs[0] == outs[1]
    assert outs[0].count("\n") == 3


@pytest.mark.parametrize("name", CATALOGUE_FILES)
def test_the_three_syntaxes_say_the_same(name: str, full: Settings) -> None:
    files = catalogue_files([part(DATA / "boeblingen-2014")], full)
    assert set(graph(files, name)) == set(graph(files)), name
    assert not any(type(term).__name__ == "BNode" for triple in graph(files, name) for term in triple)


@given(st.lists(st.one_of(texts(), st.sampled_from(NASTY), st.text(max_size=20)), min_size=6, max_size=6))
@settings(max_examples=25)
def test_hostile_words_come_through(words: list[str]) -> None:
    title, publisher, territory, key, contact, licence = words
    facts = PlanFacts("https://example.org/p", "p", title, "de", territory, key, publisher, contact, licence)
    files = catalogue_files([Part(facts, datasets(), FILES)])
    said = {frozenset(graph(files, name)) for name in CATALOGUE_FILES}
    assert len(said) == 1
    names = [str(one) for one in graph(files).objects(None, FOAF.name)]
    assert len(names) == 1 and names[0]


# ---------------------------------------------------------------- what is said


def test_a_fictional_plan_says_so_everywhere() -> None:
    """All but the terms, which come with the program and say that."""
    found = graph(catalogue_files([part(DATA / "musterkreis")]))
    for kind in ("Catalog", "Dataset", "DatasetSeries", "Distribution"):
        for subject in found.subjects(RDF.type, URIRef(DCAT + kind)):
            ours = str(subject).endswith(("#vokabular", "#modell/ipgraph.ttl"))
            for path in (DCTERMS.title, DCTERMS.description):
                said = {one.language: str(one) for one in found.objects(subject, path)}  # type: ignore[attr-defined]
                assert ("iktiv" in said["de"]) == ("ictional" in said["en"]) == (not ours), (subject, path)
    origins = {str(found.value(one, RDFS.label)) for one in found.objects(None, DCTERMS.provenance)}
    assert len(origins) == 2 and any(origin.startswith("Kommt mit dem Programm ipgraph") for origin in origins)
    real = catalogue_files([part(DATA / "boeblingen-2014")])["catalog.ttl"].decode()
    assert "iktiv" not in real and "ictional" not in real


def test_the_county_of_boeblingen_is_named_by_its_key() -> None:
    files = catalogue_files([part(DATA / "boeblingen-2014")])
    county = URIRef(portals.GEO + "districtKey/08115")
    found = graph(files)
    for dataset in found.subjects(RDF.type, URIRef(DCAT + "Dataset")):
        assert list(found.objects(dataset, DCTERMS.spatial)) == [county]
        assert list(found.objects(dataset, URIRef(DCATDE + "politicalGeocodingURI"))) == [county]


COUNTY, TOWN = portals.GEO + "districtKey/08115", portals.GEO + "regionalKey/081150003003"


@pytest.mark.parametrize(
    "key, exact, county",
    [
        ("08115", COUNTY, COUNTY), ("08115000", COUNTY, COUNTY), ("081150000000", COUNTY, COUNTY),
        ("08115003", TOWN, COUNTY), ("081150003003", TOWN, COUNTY), ("08115999", "", COUNTY),
        ("00000", "", ""), ("99999", "", ""), ("0811", "", ""), ("", "", ""), ("Böblingen", "", ""), ("08115 ", "", ""),
        ("٠٨١١٥", "", ""),
    ],
)  # fmt: skip
def test_only_keys_that_exist_are_named(key: str, exact: str, county: str) -> None:
    found = portals.area(key)
    assert (found.exact, found.county) == (exact, county)
    assert bool(found.level) == bool(county)
    assert ("municipality" in found.level) == (len(key) > 5 and bool(key[5:].strip("0")) and bool(county))


@pytest.mark.parametrize(
    "words, code",
    [
        ("dl-by-de/2.0", "dl-by-de/2.0"), ("http://dcat-ap.de/def/licenses/cc-zero", "cc-zero"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by/4.0"),
        ("http://creativecommons.org/licenses/by/4.0", "cc-by/4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero"),
        ("https://www.govdata.de/dl-de/zero-2-0", "dl-zero-de/2.0"), ("https://example.org/", None), ("by", None),
    ],
)  # fmt: skip
def test_licences_are_told_by_their_addresses(words: str, code: str | None) -> None:
    found = portals.licence(words)
    assert (found and found.iri) == (code and portals.LICENCES + code)


@pytest.mark.parametrize(
    "words, issued, start, end",
    [
        ("2016", "2016", "2016", "2016"), ("Mai 2017", "2017-05", "2017-05", "2017-05"),
        ("31.12.2015", "2015-12-31", "2015-12-31", "2015-12-31"), ("laufend", "", "", ""), ("irgendwann", "", "", ""),
        ("2. Halbjahr 2015", "2015-12-31", "2015-07-01", "2015-12-31"),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_the_plan(words: str, issued: str, start: str, end: str, tmp_path: Path) -> None:
    sheet = load_model().sheets[0]
    row = {IP + "adopted": words, IP + "periodStart": words, IP + "periodEnd": words}
    table = [[one.name["de"] for one in sheet.fields],
             [row.get(one.path, "p" if one.local == "identifier" else "") for one in sheet.fields]]  # fmt: skip
    reading = read(write_csv({sheet.file_name: table}, tmp_path))
    facts = plan_facts(reading.store, reading.plans[0])
    assert (facts.adopted, facts.start, facts.end) == (issued, start, end)


def test_dates_come_from_the_plan_and_never_from_the_clock(full: Settings) -> None:
    facts = PlanFacts("https://example.org/p", adopted="2014-05", start="2014", newest="2016-03-31")
    assert (publication(facts).issued, publication(facts).modified) == ("2014-05", "2016-03-31")
    edition = Edition("2", "2017-01-02")
    assert (publication(facts, None, edition).issued, publication(facts, None, edition).modified) == ("2017-01-02",) * 2
    assert publication(facts, full).issued == full.issued
    assert publication(facts, full, edition).issued == "2017-01-02", "each edition has a day of its own"
    assert publication(PlanFacts("https://example.org/p")).modified == ""


@pytest.mark.parametrize("key", ["ziele", "kontakt"])
def test_two_things_never_share_an_address(key: str) -> None:
    plan = part(DATA / "musterkreis")
    with pytest.raises(ValueError, match="taken twice"):
        catalogue_files([replace(plan, datasets=(*plan.datasets, replace(plan.datasets[0], key=key)))])


# ---------------------------------------------------------------- settings


def test_every_setting_is_explained_in_the_template(full: Settings) -> None:
    assert read_settings(None) == Settings()
    for one in fields(Settings):
        assert getattr(full, one.name), f"the template does not tell of {one.name}"
    assert full.address == "https://daten.landkreis-musterkreis.example/integrationsplan/"


def test_the_template_as_it_comes_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "leer.toml"
    path.write_text(settings_template(), encoding="utf-8")
    assert read_settings(path) == Settings()


@pytest.mark.parametrize(
    "content, sentence",
    [
        ('adrese = "https://x.org"', "x.toml: Die Angabe „adrese“ gibt es nicht. Gemeint ist wohl „adresse“."),
        ('[raum]\nlizens = "x"', "Gemeint ist wohl „lizenz“; das gehört über die erste Zeile mit eckigen Klammern."),
        ('[herausgeber]\nnamen = "A"', "„herausgeber.namen“ gibt es nicht. Gemeint ist wohl „herausgeber.name“."),
        ('zzz = 1', "x.toml: Die Angabe „zzz“ gibt es nicht."),
        ('adresse = "www.x.org"', "x.toml: adresse = „www.x.org“ ist keine Adresse"),
        ('adresse = "https://x.org/?a=b"', "adresse = „https://x.org/?a=b“ ist keine Adresse"),
        ('lizenz = "cc-by-5.0"', "lizenz = „cc-by-5.0“ kennt GovData nicht"),
        ('erschienen = "gestern"', "erschienen = „gestern“ ist kein Tag"),
        ("erschienen = 2026-03-31T10:00:00", "ist kein Tag"),
        ("erschienen = 2026", "erschienen = 2026 ist kein Tag"),
        ('aktualisierung = "JÄHRLICH"', "aktualisierung = „JÄHRLICH“ gibt es nicht"),
        ('themen = ["SOCI", "SOZI"]', "themen = „SOZI“ gibt es nicht. Möglich sind etwa: AGRI"),
        ('themen = "SOCI"', "themen = „SOCI“ ist keine Liste von Texten"),
        ("schlagwoerter = [1]", "schlagwoerter = [1] ist keine Liste"),
        ("herkunft = 1", "herkunft = 1 ist kein Text"),
        ("version = 1", "version = 1 ist kein Text"),
        ('zulieferer = "datenbw"', "Möglich sind etwa: datenBW"),
        ('musterdaten = ["https://example.org/x"]', "ist kein Eintrag des Musterdatenkatalogs"),
        ('[kontakt]\nmail = "Frau Muster"', "kontakt.mail = „Frau Muster“ ist keine Mailadresse"),
        ('[kontakt]\ntelefon = "07031 663"', "kontakt.telefon = „07031 663“ ist keine Telefonnummer"),
        ("[raum]\nrahmen = [9, 48, 8, 49]", "ist verdreht"),
        ("[raum]\nrahmen = [8, 48]", "sind nicht 4 Zahlen"),
        ("[raum]\nmitte = [8, 148]", "sind nicht 2 Zahlen"),
        ("[raum]\nmitte = [true, 48]", "sind nicht 2 Zahlen"),
        ('herausgeber = "A"', "x.toml: Die Angabe „herausgeber“ gibt es nicht."),
        ("adresse = ", "x.toml ist so nicht lesbar"),
        ('lizenz = "x"\nadresse = daten.de', "x.toml ist so nicht lesbar (Zeile 2, Spalte 11)."),
    ],
)  # fmt: skip
def test_wrong_settings_are_told_in_a_sentence(content: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(IpgraphError) as caught:
        read_settings(path)
    assert sentence in caught.value.message["de"]
    assert "x.toml" in caught.value.message["en"]


def test_files_that_are_no_settings(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes('version = "für"'.encode("latin-1"))
    for path, sentence in ((tmp_path / "nichts.toml", "gibt es nicht"), (latin, "UTF-8"), (tmp_path, "kann nicht")):
        with pytest.raises(IpgraphError) as caught:
            read_settings(path)
        assert sentence in caught.value.message["de"]


def test_settings_come_before_the_plan(full: Settings) -> None:
    plan = part(DATA / "musterkreis").facts
    assert publication(plan).licence.iri == portals.LICENCES + "cc-zero"
    one = publication(replace(plan, fictional=False), full)
    assert (one.publisher, one.contact_mail, one.licence.iri) == (
        full.publisher, full.contact_mail, portals.LICENCES + "dl-by-de/2.0")  # fmt: skip
    several = publication(replace(plan, fictional=False), full, alone=False)
    assert (several.publisher, several.contact_mail) == (plan.publisher, plan.contact)
    assert several.licence.iri == portals.LICENCES + "cc-zero"


# ---------------------------------------------------------------- what is missing


def test_what_boeblingen_has_to_fill_in() -> None:
    report = check_package([part(DATA / "boeblingen-2014")])
    must = [gap.where["de"] for gap in report.gaps if gap.level == "must"]
    assert must == [
        "veroeffentlichung.toml: adresse",
        "Blatt Plan, Spalte „Lizenz“; oder veroeffentlichung.toml: lizenz",
        "Blatt Plan, Spalte „Kontakt“; oder veroeffentlichung.toml: kontakt.mail oder kontakt.formular",
    ]
    assert report.exit_code == 1
    german, english = report_text(report), report_text(report, "en")
    assert german.startswith("Das fehlt noch, bevor das Paket gemeldet wird:\n- Die Adresse")
    assert "- 3 von 3 Datensätzen: 325 Punkte; sobald die Adressen antworten: ausgezeichnet\n" in german
    assert "sheet Plan, column “Licence”" in english and "Spalte" not in english


def test_nothing_is_missing_once_everything_is_said(full: Settings) -> None:
    plan = part(DATA / "musterkreis")
    facts = replace(plan.facts, iri="https://daten.kreis.de/p", district_key="08115", fictional=False)
    report = check_package([replace(plan, facts=facts)], replace(full, address="https://daten.kreis.de/plan/"))
    assert report.gaps == () and report.exit_code == 0
    assert report_text(report).startswith("Das Paket kann gemeldet werden.")


@pytest.mark.parametrize(
    "change, where",
    [
        ({"address": ""}, "adresse"), ({"address": "https://x.example/"}, "adresse"),
        ({"address": "http://k.de/"}, "adresse"), ({"licence": None}, "lizenz"),
        ({"licence": portals.licence("cc-by-nc/4.0")}, "lizenz"), ({"issued": ""}, "erschienen"),
        ({"attribution": ""}, "namensnennung"), ({"publisher": ""}, "herausgeber.name"), ({"box": ()}, "raum.rahmen"),
        ({"contact_mail": "", "contact_page": ""}, "kontakt.mail"), ({"frequency": ""}, "aktualisierung"),
        ({"availability": ""}, "verfuegbarkeit"), ({"homepage": ""}, "startseite"), ({"provenance": {}}, "herkunft"),
    ],
)  # fmt: skip
def test_each_gap_names_its_place(change: dict[str, object], where: str, full: Settings) -> None:
    facts = PlanFacts("https://daten.kreis.de/p", "p", "Plan", territory="Kreis", district_key="08115", start="2014",
                      end="2018")  # fmt: skip
    said = replace(full, address="https://daten.kreis.de/plan/")
    plan = Part(facts, datasets(), FILES)
    assert check_package([plan], said).gaps == ()
    (gap,) = check_package([plan], replace(said, **change)).gaps  # type: ignore[arg-type]
    assert where in gap.where["de"] and gap.what["de"] and gap.why["en"]


@pytest.mark.parametrize(
    "change", [{"title": ""}, {"territory": "", "district_key": ""}, {"district_key": "99999"}, {"end": ""}]
)
def test_each_gap_of_the_plan_names_its_column(change: dict[str, str], full: Settings) -> None:
    facts = PlanFacts("https://daten.kreis.de/p", "p", "Plan", territory="Kreis", district_key="08115", start="2014",
                      end="2018")  # fmt: skip
    plan = Part(replace(facts, **change), datasets(), FILES)  # type: ignore[arg-type]
    (gap,) = check_package([plan], replace(full, address="https://daten.kreis.de/plan/")).gaps
    assert gap.where["de"].startswith("Blatt Plan, Spalte „")


# ---------------------------------------------------------------- editions


def test_an_edition_names_the_one_before(full: Settings) -> None:
    first = Edition("1", "2024-01-15", {}, "v/1/", ("plan", "ziele"))
    old = catalogue_files([part(DATA / "boeblingen-2014", "b", (first,))], full)["catalog.ttl"]
    second = Edition("2", "2026-03-31", {"de": "Neu.", "en": "New."}, "v/2/", ("plan", "ziele", "vokabular"))
    editions = (replace(first, catalogue=old), second)
    files = catalogue_files([part(DATA / "boeblingen-2014", "b", editions)], full)
    found, base = graph(files), f"{full.address}b/"
    new, former = URIRef(f"{base}v/2/#ziele"), URIRef(f"{base}v/1/#ziele")
    assert found.value(new, URIRef(DCAT + "prev")) == former
    assert found.value(former, URIRef(DCAT + "next")) == found.value(former, DCTERMS.isReplacedBy) == new
    assert {str(one) for one in found.objects(None, URIRef(DCAT + "inSeries"))} == {f"{base}#reihe"}
    assert found.value(URIRef(f"{base}v/2/#vokabular"), URIRef(DCAT + "prev")) is None
    listed = set(found.objects(None, URIRef(DCAT + "dataset")))
    assert {new, former} <= listed == set(found.subjects(RDF.type, URIRef(DCAT + "Dataset")))
    assert str(found.value(new, URIRef(DCAT + "distribution") / URIRef(DCAT + "downloadURL"))).startswith(f"{base}v/2/")
    was = Graph().parse(data=old, format="turtle")
    assert set(was.predicate_objects(former)) <= set(found.predicate_objects(former))
    for profile in ("de3", "supplement", "eu3-range"):
        assert violations(files["catalog.ttl"], profile) == []


def test_what_an_edition_owes_to_the_one_before(full: Settings) -> None:
    facts = PlanFacts("https://daten.kreis.de/p", "p", "Plan", territory="Kreis", district_key="08115", start="2014",
                      end="2018")  # fmt: skip
    said = replace(full, address="https://daten.kreis.de/plan/", version_notes={})
    first = Edition("1", "2024-01-15", path="v/1/")
    for second, missing in (
        (Edition("2", "2024-01-15", path="v/2/"), ["erschienen", "versionshinweis"]),
        (Edition("2", "2024-01-16", path="v/2/"), ["versionshinweis"]),
        (Edition("2", "2024-01-16", {"de": "Neu."}, "v/2/"), []),
    ):
        gaps = check_package([Part(facts, datasets(), FILES, editions=(first, second))], said).gaps
        assert [gap.where["de"].rpartition(" ")[2] for gap in gaps] == missing


def test_a_broken_former_catalogue_is_told() -> None:
    editions = (Edition("1", catalogue=b"<no turtle"), Edition("2", path="v/2/"))
    with pytest.raises(IpgraphError, match=r"catalog.ttl \(1\) cannot be read"):
        catalogue_files([part(DATA / "boeblingen-2014", "", editions)])


# ---------------------------------------------------------------- several plans


def publishers(found: Graph) -> set[str]:
    return {
        str(found.value(publisher, FOAF.name))
        for dataset in found.subjects(RDF.type, URIRef(DCAT + "Dataset"))
        for publisher in found.objects(dataset, DCTERMS.publisher)
    }


def test_one_catalogue_over_several_plans(full: Settings) -> None:
    parts = [part(DATA / name, name) for name in BUNDLED]
    files = catalogue_files(parts, full)
    found = graph(files)
    assert len(set(found.subjects(RDF.type, URIRef(DCAT + "Dataset")))) == 5, "the vocabulary once"
    assert publishers(found) == {
        "AK Integrationsplan, Federführung Sozialplanung",
        "Landratsamt Musterkreis, Stabsstelle Sozialplanung und Integration (fiktiv)",
    }
    catalogue = URIRef(f"{full.address}#katalog")
    assert str(found.value(catalogue, DCTERMS.publisher / FOAF.name)) == full.publisher  # type: ignore[arg-type]
    assert {one.points for one in scores(files["catalog.ttl"])} == {325}
    gaps = check_package(parts).gaps
    assert any(gap.where["de"].endswith("herausgeber.name") for gap in gaps)
    assert {gap.plan for gap in gaps} == {"", *(one.facts.title for one in parts)}
    for profile in dcat_shapes.PROFILES:
        assert violations(files["catalog.ttl"], profile) == []


def test_a_plan_of_several_speaks_for_itself_in_its_own_folder(full: Settings) -> None:
    found = graph(catalogue_files([part(DATA / "boeblingen-2014", "bb")], full))
    assert set(found.subjects(RDF.type, URIRef(DCAT + "Catalog"))) == {URIRef(f"{full.address}bb/#katalog")}
    assert publishers(found) == {"AK Integrationsplan, Federführung Sozialplanung"}


def test_one_catalogue_over_several_packages(tmp_path: Path, full: Settings) -> None:
    for name in BUNDLED:
        one = replace(full, address=f"https://{name}.kreis.de/", publisher="")
        for file, content in catalogue_files([part(DATA / name)], one).items():
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / file).write_bytes(content)
    land = replace(full, address="https://land.de/", publisher="Das Land")
    files = join_catalogues([tmp_path / BUNDLED[0], tmp_path / BUNDLED[1] / "catalog.ttl"], land)
    found = graph(files)
    (catalogue,) = found.subjects(RDF.type, URIRef(DCAT + "Catalog"))
    assert str(catalogue) == "https://land.de/#katalog"
    assert len(list(found.objects(catalogue, URIRef(DCAT + "dataset")))) == 5
    assert len(publishers(found)) == 2
    assert all(set(graph(files, name)) == set(found) for name in CATALOGUE_FILES)
    for profile in dcat_shapes.PROFILES:
        assert violations(files["catalog.ttl"], profile) == []


def test_packages_that_do_not_go_together(tmp_path: Path, full: Settings) -> None:
    package = tmp_path / "a"
    package.mkdir()
    (package / "catalog.ttl").write_bytes(catalogue_files([part(DATA / "musterkreis")])["catalog.ttl"])
    (tmp_path / "b.ttl").write_bytes((package / "catalog.ttl").read_bytes())
    (tmp_path / "c.ttl").write_text("<a> <b> <c> .", encoding="utf-8")
    (tmp_path / "e.ttl").write_text("<http://a.de/> <http://b.de/> [] .", encoding="utf-8")
    (tmp_path / "f.ttl").write_text("<http://a.de/> <http://b.de/> <http://c.de/> .", encoding="utf-8")
    faults = {
        "adresse und herausgeber.name": ([package], Settings()),
        "gibt es schon in": ([package, tmp_path / "b.ttl"], full),
        "ist nicht lesbar": ([tmp_path / "c.ttl"], full),
        "gibt es nicht. Richtig ist der Ordner": ([tmp_path / "d"], full),
        "kein Katalog eines Pakets": ([tmp_path / "e.ttl"], full),
        "steht kein Datensatz": ([tmp_path / "f.ttl"], full),
    }
    for sentence, (sources, said) in faults.items():
        with pytest.raises(IpgraphError) as caught:
            join_catalogues(sources, said)
        assert sentence in caught.value.message["de"]
