"""The official shapes of DCAT-AP.de 3.0 and DCAT-AP 3.0.1 and our own supplement, over a catalogue; needs ../shared.

Vocabularies are merged into the data: as pySHACL's ``ont_graph`` a run does not end. ``dcat:Catalog`` is no subclass of
``dcat:Dataset`` here, as in GovData's own list. What is said about a node of the vocabularies alone does not count.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, Namespace, URIRef

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "dcat-ap-de"
SH = Namespace("http://www.w3.org/ns/shacl#")
PROFILES = {
    "de3": ("dcat-ap-3.0.0/dcat-ap-SHACL.ttl", "dcat-ap-de-3.0/*.ttl"),
    "supplement": ("extra/extra.ttl",),
    "eu3": ("dcat-ap-3.0.1/shapes.ttl",),
    "eu3-range": ("dcat-ap-3.0.1/range.ttl",),
    "eu3-recommended": ("dcat-ap-3.0.1/shapes_recommended.ttl",),
    "eu3-whole": ("dcat-ap-3.0.1/dcat-ap-SHACL.ttl",),
}
Finding = tuple[str, str, str, str]
"""Severity, focus node, path, message."""


@cache
def _read(*patterns: str) -> Graph:
    graph = Graph()
    for pattern in patterns:
        for path in sorted(FOLDER.glob(pattern)):
            graph.parse(path)
    return graph


def findings(catalogue: bytes, profile: str, format: str = "turtle") -> list[Finding]:
    """What a profile has to say about a catalogue; skips the test where ../shared is absent."""
    if not FOLDER.is_dir():
        pytest.skip("the shapes of DCAT-AP.de are not here (../shared/dcat-ap-de)")
    data = Graph().parse(data=catalogue, format=format)
    named = {node for triple in data for node in triple}
    _, report, _ = pyshacl.validate(
        data + _read("vocab/*.ttl"),
        shacl_graph=_read(*PROFILES[profile]),
        inference="none",
        advanced=True,
        do_owl_imports=False,
    )
    found = set()
    for result in report.subjects(SH.resultSeverity):
        focus = report.value(result, SH.focusNode)
        if focus in named:
            severity, path = report.value(result, SH.resultSeverity), report.value(result, SH.resultPath)
            messages = sorted(str(one) for one in report.objects(result, SH.resultMessage) if isinstance(one, Literal))
            name = str(severity).rpartition("#")[2] if isinstance(severity, URIRef) else ""
            found.add((name, str(focus), str(path or ""), (messages or [""])[0]))
    return sorted(found)
