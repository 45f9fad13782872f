"""Many plans for measurements: the model plan again and again, each with a name, bodies and faults of its own."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

import ipgraph
from ipgraph.model import IDENTIFIER, load_model
from ipgraph.namespaces import IP, RDF

FAULTS = 0.02
"""Share of the statements of a plan that is missing in its copy."""
KEPT = (RDF + "type", IP + "inPlan", IDENTIFIER)


def write_plans(path: Path, number: int) -> int:
    """Write a file with several plans of the real size, a named graph each, all different.

    Each copy has a Kennung, a title and a district of its own; who is responsible, who takes part, whom a goal is for
    and where a body sits are dealt out anew, and some statements are missing. The same number gives the same bytes.

    Args:
        path: the N-Quads file, without code lists.
        number: how many plans.

    Returns:
        The number of its statements.
    """
    reading = ipgraph.read()
    plan = reading.plans[0]
    triples = sorted(reading.store.triples(plan), key=str)
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for copy in range(number):
            name = f"kreis-{copy:04}"
            lines = [
                f"{triple} <{plan}> .\n".replace(plan, plan.rsplit("/", 1)[0] + "/" + name)
                for triple in _copy(triples, ox.NamedNode(plan), name, random.Random(copy))
            ]
            file.writelines(lines)
            written += len(lines)
    return written


def _copy(triples: list[ox.Triple], plan: ox.NamedNode, name: str, chance: random.Random) -> Iterator[ox.Triple]:
    """The statements of a plan under another name, dealt out anew."""
    sheet = load_model().by_class[IP + "Plan"]
    own = {IDENTIFIER: ox.Literal(name), sheet.label_path: ox.Literal(f"Integrationsplan {name}", language="de")}
    own[IP + "districtKey"] = ox.Literal(f"{10000 + int(name[-4:])}")
    dealt: dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = defaultdict(list)
    for triple in triples:
        dealt[triple.predicate.value].append(triple.object)
    for path in ("responsible", "involved", "targetGroup", "municipality"):
        chance.shuffle(dealt[IP + path])
    values = {path: iter(found) for path, found in dealt.items()}
    for triple in triples:
        path = triple.predicate.value
        value = next(values[path])
        if triple.subject == plan and path in own:
            value = own[path]
        if path in KEPT or chance.random() > FAULTS:
            yield ox.Triple(triple.subject, triple.predicate, value)


def write_shapes(path: Path) -> None:
    """Write all shapes and code lists into one file, as the command of pySHACL wants them."""
    from ipgraph.ingest import code_triples
    from ipgraph.validation.shapes import load_shapes

    triples = [*load_shapes().triples, *code_triples()]
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
