"""What sheets cannot carry: found by reading them back, and told in sentences. Nothing is dropped in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ipgraph.emit.tabular import Facts, Record, Term, facts_of, is_time_node, time_words
from ipgraph.errors import Place, Problem
from ipgraph.ingest.rdf import node_key
from ipgraph.ingest.rows import PlanGraph
from ipgraph.model import IDENTIFIER, Model, Sheet, Text
from ipgraph.namespaces import RDF, local_name
from ipgraph.store import Store

Fact = tuple[str, str, str]
"""A triple in a form that can be compared across readings."""


@dataclass
class _Loss:
    sheet: Sheet | None
    path: str
    count: int = 0
    example: str = ""
    subject: str = ""


def losses(
    store: Store, plan_iri: str, model: Model, records: dict[Sheet, list[Record]], again: PlanGraph, file: str
) -> list[Problem]:
    """Compare a plan with what comes back from the sheets that were written of it.

    Args:
        store: the store with the plan.
        plan_iri: the plan.
        model: the sheets.
        records: the rows that were written.
        again: the plan as read back from the written file.
        file: name of that file, for the place in a sentence.

    Returns:
        One problem for each kind of thing that did not come back: properties without a column (E-15), values that
        come back changed (E-16), resources whose address changes (E-17).
    """
    facts, facts_again = facts_of(store.triples(plan_iri)), facts_of(again.triples)
    renamed = _renamed(plan_iri, records, again, facts_again)
    lost = set(_comparable(facts, renamed)) - set(_comparable(facts_again, {}))
    problems = [_problem(loss, facts, model, file) for loss in _grouped(lost, facts, renamed, records, model)]
    moved = {old: new for old, new in renamed.items() if old != new and not old.startswith("_:")}
    return problems + ([_moved(moved, file)] if moved else [])


def _renamed(plan_iri: str, records: dict[Sheet, list[Record]], again: PlanGraph, facts_again: Facts) -> dict[str, str]:
    """The IRI that each resource has after reading back: rows keep their order within a sheet."""
    renamed: dict[str, str] = {}
    for sheet, written in records.items():
        kept = [record.iri for record in written if record.cells]
        found = [iri for iri in again.origins if sheet.target in map(node_key, facts_again[iri][RDF + "type"])]
        renamed |= dict(zip(kept, found, strict=False))
    return renamed | {plan_iri: again.iri}


def _comparable(facts: Facts, renamed: dict[str, str]) -> Iterator[Fact]:
    """All triples, with dates named after their owner, property and words."""
    names: dict[str, list[str]] = defaultdict(list)
    held: list[tuple[str, str, Term]] = []
    for subject, values in facts.items():
        for path, terms in values.items():
            for term in terms:
                node = node_key(term)
                if node and is_time_node(facts, node):
                    name = f"{renamed.get(subject, subject)} {path} {time_words(facts, node)}"
                    names[node].append(name)
                    yield renamed.get(subject, subject), path, name
                else:
                    held.append((subject, path, term))
    for subject, path, term in held:
        node = node_key(term)
        for name in names.get(subject) or [renamed.get(subject, subject)]:
            yield name, path, renamed.get(node, node) if node else str(term)


def _grouped(
    lost: set[Fact], facts: Facts, renamed: dict[str, str], records: dict[Sheet, list[Record]], model: Model
) -> list[_Loss]:
    sheets = {renamed.get(record.iri, record.iri): sheet for sheet, found in records.items() for record in found}
    originals = {new: old for old, new in renamed.items()}
    whole = {value for _, _, value in lost}
    groups: dict[tuple[str, str], _Loss] = {}
    for subject, path, value in sorted(lost):
        owner, _, rest = subject.partition(" ")
        if rest and subject in whole:
            continue  # the date as a whole is in the list already
        column = rest.partition(" ")[0] or path
        sheet = sheets.get(owner)
        loss = groups.setdefault((sheet.target if sheet else "", column), _Loss(sheet, column))
        loss.count += 1
        if not loss.example:
            shown = value.rpartition(f" {path} ")[2] if " " in value and not value.startswith(('"', "_:")) else value
            loss.example, loss.subject = _plain(shown), originals.get(owner, owner)
    return list(groups.values())


def _plain(term: str) -> str:
    """A value for a sentence: a literal without its quotes and datatype, shortened."""
    text = term[1 : term.rindex('"')] if term.startswith('"') else "[ ]" if term.startswith("_:") else term
    return text if len(text) <= 60 else text[:60] + " …"


def _problem(loss: _Loss, facts: Facts, model: Model, file: str) -> Problem:
    subject = facts.get(loss.subject, {}).get(IDENTIFIER)
    name = str(subject[0].value) if subject else loss.subject
    column = loss.sheet.by_path.get(loss.path) if loss.sheet else None
    kind: Text = loss.sheet.singular if loss.sheet else {"de": "kein Eintrag eines Blattes", "en": "no row of a sheet"}
    single = loss.count == 1
    if column is None:
        code, message = (
            "E-15",
            {
                "de": f"{loss.count} {'Angabe' if single else 'Angaben'} „{local_name(loss.path)}“ ({kind['de']}) "
                f"{'hat' if single else 'haben'} in Tabellen keine Spalte und {'fehlt' if single else 'fehlen'} darin, "
                f"zum Beispiel „{loss.example}“ bei {name}. RDF bewahrt alles.",
                "en": f"{loss.count} {'entry' if single else 'entries'} “{local_name(loss.path)}” ({kind['en']}) "
                f"{'has' if single else 'have'} no column in sheets and {'is' if single else 'are'} missing there, "
                f"for instance “{loss.example}” of {name}. RDF keeps everything.",
            },
        )
    else:
        code, message = (
            "E-16",
            {
                "de": f"{loss.count} {'Angabe' if single else 'Angaben'} der Spalte {column.name['de']} ({kind['de']}) "
                f"{'passt' if single else 'passen'} nicht genau in eine Zelle (mehrere Werte, Leerraum, andere Sprache "
                f"oder Schreibweise), zum Beispiel „{loss.example}“ bei {name}. RDF bewahrt alles.",
                "en": f"{loss.count} {'entry' if single else 'entries'} of the column {column.name['en']} "
                f"({kind['en']}) {'does' if single else 'do'} not fit exactly into a cell (several values, blanks, "
                f"another language or spelling), for instance “{loss.example}” of {name}. RDF keeps everything.",
            },
        )
    return Problem(code, message, Place(file), loss.example, loss.subject, loss.path)


def _moved(moved: dict[str, str], file: str) -> Problem:
    old, new = next(iter(sorted(moved.items())))
    count = len(moved)
    return Problem(
        "E-17",
        {
            "de": f"Die Adressen von {count} Einträgen ändern sich, denn in Tabellen entstehen sie aus Basis-IRI, Plan "
            f"und Kennung; zum Beispiel wird aus {old} dann {new}.",
            "en": f"The addresses of {count} resources change, for in sheets they are made from base IRI, plan and "
            f"identifier; for instance {old} becomes {new}.",
        },
        Place(file),
        old,
        old,
    )
