"""The sheets that the page gives back with what people in the room have added: co-operations, and who will meet."""

from __future__ import annotations

from typing import Any

from ipgraph.emit.tabular import rows
from ipgraph.model import IDENTIFIER, Model
from ipgraph.namespaces import DCTERMS, IP
from ipgraph.store import Store

SHEETS = {
    "cooperations": (
        IP + "Cooperation",
        {
            IDENTIFIER: "key",
            IP + "cooperates": "actors",
            IP + "form": "form",
            IP + "topic": "topic",
            DCTERMS + "source": "evidence",
        },
    ),
    "meetings": (
        IP + "Meeting",
        {IDENTIFIER: "key", DCTERMS + "title": "topic", IP + "date": "day", IP + "participant": "actors"},
    ),
}
"""For each sheet its class, and what the page fills in, by property."""


def sheets_to_correct(store: Store, plan: str, model: Model, lang: str) -> dict[str, dict[str, Any]]:
    """The sheets of a plan that the page adds rows to.

    Args:
        store: the store that holds the plan.
        plan: IRI of the plan.
        model: the sheets and columns.
        lang: language of the headings.

    Returns:
        For each of :data:`SHEETS` the name of its ``file``, its ``columns`` (heading and role) and the ``rows`` that
        the plan has, as text.
    """
    kept = rows(store, plan, model, lang, [model.by_class[target] for target, _ in SHEETS.values()])
    found = {}
    for name, (target, roles) in SHEETS.items():
        sheet = model.by_class[target]
        found[name] = {
            "file": f"{sheet.file_name}.csv",
            "columns": [{"name": column.name[lang], "role": roles.get(column.path, "")} for column in sheet.fields],
            "rows": [[record.text(column) for column in sheet.fields] for record in kept[sheet]],
        }
    return found
