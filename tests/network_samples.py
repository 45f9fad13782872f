"""Plans for the tests of the network pictures: one small enough to count by hand, one of the real size.

Both are Turtle, as the reader writes it, and are asked through the saved queries, so that the tests cover the
way from the graph to the picture. All bodies are made up.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
CODES = ROOT / "ontology" / "codes"
NETWORK_QUERIES = (
    "network-actors",
    "network-goals",
    "network-measures",
    "network-cooperations",
    "cross-references",
    "no-measures",
)

CODE_LISTS = ("actor-kind", "role", "level", "reference-kind", "target-group")

PREFIXES = """@prefix ip: <https://w3id.org/ipgraph/ontology#> .
@prefix kind: <https://w3id.org/ipgraph/codes/actor-kind/> .
@prefix ref: <https://w3id.org/ipgraph/codes/reference-kind/> .
@prefix level: <https://w3id.org/ipgraph/codes/level/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix p: <https://w3id.org/ipgraph/data/probe/> .
"""

# A and B: goals 1 and 2 in common, never named together          -> the one overlap
# A and C: together on M3; C and D: the co-operation K-1; D: funder of M5 with E responsible
# A to C to D to E: a chain, so C and D are bridges.  F stands alone.  G is in no measure at all.
# goal 1: A, B (tied 0 of 1); goal 2: A, B, C (A-C tied, B alone); goal 3: C; goal 4: no measure; goal 5: E
SMALL = (
    PREFIXES
    + """
<https://w3id.org/ipgraph/data/probe> a ip:Plan ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ;
    dcterms:identifier "probe" ; dcterms:title "Probe"@de .
p:K1 a ip:Chapter ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ;
    dcterms:identifier "K1" ; dcterms:title "Sprache"@de .
p:K1.1 a ip:Chapter ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "K1.1" ;
    dcterms:title "Deutsch lernen"@de ; ip:parent p:K1 .
p:K2 a ip:Chapter ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ;
    dcterms:identifier "K2" ; dcterms:title "Arbeit"@de .
"""
    + "".join(
        f'p:{n} a ip:Actor ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "{n}" ;\n'
        f'    foaf:name "{name}" ; ip:actorKind kind:{kind} ; ip:level level:county'
        + (f' ; ip:municipality "{town}"' if town else "")
        + " .\n"
        for n, name, kind, town in (
            ("A", "Amt für Übergänge", "county-administration", "Neustadt"),
            ("B", "Bildungsbüro", "education", "Neustadt"),
            ("C", "Caritasverband", "welfare", ""),
            ("D", "Diakonie", "welfare", ""),
            ("E", "Eltern-Café", "association", "Altdorf"),
            ("F", "Frauentreff", "association", "Altdorf"),
            ("G", "Gartenverein", "association", ""),
        )
    )
    + "".join(
        f'p:Z{n} a ip:Goal ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "Z{n}" ;\n'
        f'    ip:number "{n}" ; ip:wording "Ziel Nummer {n} ist erreicht."@de ;\n'
        f"    ip:chapter p:{chapter} ; ip:page {10 + n} .\n"
        for n, chapter in ((1, "K1.1"), (2, "K1.1"), (3, "K2"), (4, "K2"), (5, "K2"), (6, "K1"))
    )
    + "".join(
        f'p:M{n} a ip:Measure ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "M{n}" ;\n'
        f'    ip:wording "Maßnahme {n}"@de ; ip:serves {goals} {roles} .\n'
        for n, goals, roles in (
            (1, "p:Z1 , p:Z2", "; ip:responsible p:A"),
            (2, "p:Z1 , p:Z2", "; ip:responsible p:B"),
            (3, "p:Z2", "; ip:responsible p:C ; ip:involved p:A"),
            (4, "p:Z3", "; ip:involved p:C"),
            (5, "p:Z5", "; ip:responsible p:E ; ip:fundedBy p:D"),
            (6, "p:Z6", ""),
            (7, "p:Z6", "; ip:responsible p:F"),
        )
    )
    + """
p:X1 a ip:CrossReference ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "X1" ;
    ip:from p:M7 ; ip:to p:M5 ; ip:referenceKind ref:see-also .
p:K-1 a ip:Cooperation ; ip:inPlan <https://w3id.org/ipgraph/data/probe> ; dcterms:identifier "K-1" ;
    ip:cooperates p:C , p:D ; ip:form "Arbeitskreis"@de ; ip:topic "Beratung"@de .
"""
)

_TOWNS = (
    "Grünberg",
    "Oberaltenbach",
    "Steinach",
    "Lindenfels",
    "Rothenkirchen",
    "Höchstädt",
    "Neuenburg",
    "Wiesental",
    "Ebersheim",
    "Waldsee",
    "Mühlbach",
    "Musterhausen",
)
_COUNTY = (
    ("Amt für Migration und Integration", "county-administration"),
    ("Kreisjugendamt", "county-administration"),
    ("Integrationsbeauftragte des Landkreises", "county-administration"),
    ("Gesundheitsamt – Sachgebiet Gesundheitsförderung und Prävention", "county-administration"),
    ("Agentur für Arbeit, Geschäftsstelle Musterhausen", "authority"),
    ("Jobcenter Landkreis Musterhausen", "authority"),
    ("Staatliches Schulamt", "authority"),
    ("Polizeipräsidium, Referat Prävention", "security"),
    ("Volkshochschule Musterhausen e. V.", "education"),
    ("Klinikverbund Musterhausen gGmbH", "health"),
    ("Caritasverband für den Landkreis Musterhausen e. V.", "welfare"),
    ("Diakonisches Werk", "welfare"),
    ("Arbeiterwohlfahrt Kreisverband Musterhausen e. V.", "welfare"),
    ("Der Paritätische, Kreisverband", "welfare"),
    ("Deutsches Rotes Kreuz Kreisverband Musterhausen e. V.", "welfare"),
    ("Sportkreis Musterhausen", "sports-club"),
    ("Industrie- und Handelskammer, Bezirkskammer", "economy"),
    ("Kreishandwerkerschaft", "economy"),
    ("Arbeitskreis Integration", "body"),
    ("Bürgerstiftung Musterhausen", "foundation"),
    ("Evangelischer Kirchenbezirk Musterhausen", "religious-community"),
    ("Kreisbau Wohnungsbaugesellschaft mbH", "economy"),
)
_LOCAL = (
    ("Stadt {}, Stabsstelle Integration und bürgerschaftliches Engagement", "municipality"),
    ("Freundeskreis Asyl {}", "initiative"),
    ("Türkisch-Islamische Gemeinde {} e. V.", "religious-community"),
    ("Turn- und Sportverein 1896 {} e. V.", "sports-club"),
    ("Interkulturelles Frauencafé {}", "migrant-organisation"),
    ("Gemeinschaftsschule {}", "education"),
    ("Kulturverein {} e. V.", "association"),
)
_CHAPTERS = (
    "Sprache und Bildung",
    "Arbeit und Ausbildung",
    "Wohnen und Unterbringung",
    "Gesundheit und Pflege",
    "Gesellschaftliche Teilhabe und Ehrenamt",
    "Interkulturelle Öffnung der Verwaltung",
    "Sicherheit, Recht und Antidiskriminierung",
    "Sport, Kultur und Freizeit",
)
_GOALS = (
    "Alle zugewanderten Eltern kennen bis Ende 2027 die Angebote der frühen Sprachförderung in ihrer Gemeinde.",
    "Die Wartezeit auf einen Integrationskurs liegt im ganzen Landkreis unter acht Wochen.",
    "Jede Gemeinde hat eine feste Ansprechperson für Fragen des Zusammenlebens.",
    "Ehrenamtliche werden begleitet, fortgebildet und bei Konflikten unterstützt.",
    "Beratungsstellen arbeiten mit ausgebildeten Dolmetscherinnen und Dolmetschern.",
)


def large(seed: int = 7, actors: int = 100) -> str:
    """A plan of the real size: 8 chapters, 25 sub-chapters, 78 goals, 205 measures, long German names."""
    rng = random.Random(seed)
    plan = "<https://w3id.org/ipgraph/data/probe>"
    out = [PREFIXES, f'{plan} a ip:Plan ; ip:inPlan {plan} ; dcterms:identifier "probe" ; dcterms:title "Probe"@de .']
    names = [(name, kind, "Musterhausen", "county") for name, kind in _COUNTY]
    names += [(pattern.format(town), kind, town, "municipal") for pattern, kind in _LOCAL for town in _TOWNS]
    rng.shuffle(names)
    names = names[:actors]
    for n, (name, kind, town, level) in enumerate(names):
        out.append(
            f'p:A{n:03} a ip:Actor ; ip:inPlan {plan} ; dcterms:identifier "A{n:03}" ; foaf:name "{name}" ; '
            f'ip:actorKind kind:{kind} ; ip:level level:{level} ; ip:municipality "{town}" .'
        )
    goals: list[tuple[str, int]] = []
    subs = [4, 3, 3, 3, 3, 3, 3, 3]
    for c, title in enumerate(_CHAPTERS, 1):
        out.append(f'p:K{c} a ip:Chapter ; ip:inPlan {plan} ; dcterms:identifier "K{c}" ; dcterms:title "{title}"@de .')
        for s in range(1, subs[c - 1] + 1):
            out.append(
                f'p:K{c}.{s} a ip:Chapter ; ip:inPlan {plan} ; dcterms:identifier "K{c}.{s}" ; '
                f'dcterms:title "{title}: Handlungsfeld {s}"@de ; ip:parent p:K{c} .'
            )
            for g in range(1, 4 + ((c + s) % 8 == 0)):
                number = f"{c}.{s}.{g}"
                goals.append((number, c))
                out.append(
                    f'p:Z{number} a ip:Goal ; ip:inPlan {plan} ; dcterms:identifier "Z{number}" ; '
                    f'ip:number "{number}" ; '
                    f'ip:wording "{rng.choice(_GOALS)}"@de ; ip:chapter p:K{c}.{s} ; ip:page {20 + len(goals)} .'
                )
    home = [rng.sample(range(1, 9), 2) for _ in names]
    gaps = {number for number, _ in rng.sample(goals, 9)}
    open_goals = [goal for goal in goals if goal[0] not in gaps]
    for m in range(1, 206):
        number, chapter = open_goals[m % len(open_goals)] if m <= 140 else rng.choice(open_goals)
        pool = [i for i in range(len(names) - 4) if chapter in home[i]] or [0]
        chosen = rng.sample(pool, min(len(pool), rng.choice((1, 1, 2, 2, 3))))
        roles = f" ; ip:responsible p:A{chosen[0]:03}" + "".join(f" ; ip:involved p:A{i:03}" for i in chosen[1:])
        out.append(
            f'p:M{m:03} a ip:Measure ; ip:inPlan {plan} ; dcterms:identifier "M{m:03}" ; '
            f'ip:wording "Maßnahme {m} zum Ziel {number}"@de ; ip:serves p:Z{number}{roles} .'
        )
    for k in range(12):
        a, b = rng.sample(range(len(names) - 4), 2) if len(names) > 6 else (0, min(1, len(names) - 1))
        out.append(
            f'p:KO{k} a ip:Cooperation ; ip:inPlan {plan} ; dcterms:identifier "KO{k}" ; '
            f'ip:cooperates p:A{a:03} , p:A{b:03} ; ip:form "Arbeitsgemeinschaft"@de ; ip:topic "Sprachförderung"@de .'
        )
    return "\n".join(out)


def store_of(turtle: str) -> ox.Store:
    """An Oxigraph store with the plan and the code lists."""
    store = ox.Store()
    store.load(
        turtle.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://w3id.org/ipgraph/data/probe")
    )
    for name in CODE_LISTS:
        store.load(
            path=CODES / f"{name}.ttl",
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode("https://w3id.org/ipgraph/codes"),
        )
    return store


def python_value(term: Any) -> Any:
    """A plain value, as a table has it."""
    if term is None:
        return None
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#integer", "#decimal")):
        return int(float(term.value))
    return str(term.value)


def rows(store: ox.Store, query: str) -> list[dict[str, Any]]:
    """The rows of a saved query with its defaults."""
    text = (QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    found = store.query(text, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return [{name: python_value(row[name]) for name in names} for row in found]


def tables_of(turtle: str) -> dict[str, list[dict[str, Any]]]:
    """The tables that the networks are built from."""
    store = store_of(turtle)
    return {name: rows(store, name) for name in NETWORK_QUERIES}
