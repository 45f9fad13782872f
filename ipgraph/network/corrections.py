"""The sheet of co-operations as the page gives it back with what people in the room have added."""

from __future__ import annotations

from typing import Any

from ipgraph.emit.tabular import rows
from ipgraph.model import IDENTIFIER, Model
from ipgraph.namespaces import DCTERMS, IP
from ipgraph.store import Store

ROLES = {
    IDENTIFIER: "key",
    IP + "cooperates": "actors",
    IP + "form": "form",
    IP + "topic": "topic",
    DCTERMS + "source": "evidence",
}
"""What the page fills in, by property."""


def sheet_to_correct(store: Store, plan: str, model: Model, lang: str) -> dict[str, Any]:
    """The sheet of co-operations of a plan, for the page to add rows to.

    Args:
        store: the store that holds the plan.
        plan: IRI of the plan.
        model: the sheets and columns.
        lang: language of the headings.

    Returns:
        Name of the ``file``, its ``columns`` (heading and role) and the ``rows`` that the plan has, as text.
    """
    sheet = model.by_class[IP + "Cooperation"]
    records = rows(store, plan, model, lang)[sheet]
    return {
        "file": f"{sheet.file_name}.csv",
        "columns": [{"name": column.name[lang], "role": ROLES.get(column.path, "")} for column in sheet.fields],
        "rows": [[record.text(column) for column in sheet.fields] for record in records],
    }
