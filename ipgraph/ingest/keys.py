"""Kennungen: from what stands in a cell to the resource it means, and back to the shortest form that is clear."""

from __future__ import annotations

import re
from collections import defaultdict

from ipgraph.ingest.values import is_web_address
from ipgraph.model import Field, Model, Sheet, normal

SEPARATORS = re.compile(r"[,/&+]|\s(?:und|sowie|and)\s")
"""What people write between several values where a semicolon is asked for."""


class Keys:
    """The Kennungen of one plan.

    Args:
        model: the sheets, for forms such as ``Ziel: 1.1``.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._exact: dict[str, dict[str, str]] = defaultdict(dict)  # class -> Kennung -> IRI
        self._folded: dict[str, dict[str, str]] = defaultdict(dict)  # the same without regard to case
        self._names: dict[str, tuple[str, str]] = {}  # IRI -> class, Kennung
        self._labels: dict[str, str] = {}  # folded label -> Kennung, for hints only

    def add(self, target: str, key: str, iri: str) -> None:
        """Note the Kennung of a resource; where a Kennung occurs twice in a class, the first one keeps it."""
        self._exact[target].setdefault(key, iri)
        self._folded[target].setdefault(key.casefold(), iri)
        self._names.setdefault(iri, (target, key))

    def label(self, label: str, key: str) -> None:
        """Note what the resource of a Kennung is called; where a label occurs twice, the first one keeps it."""
        self._labels.setdefault(label.casefold(), key)

    def labelled(self, text: str) -> str:
        """The Kennung of what is called so; the text itself where nothing is."""
        return self._labels.get(text.casefold(), text)

    def several(self, column: Field, text: str) -> list[str]:
        """What a cell names that holds several things without a semicolon between them.

        Args:
            column: the column of the cell.
            text: text of the cell, such as ``1.1, 1.2``.

        Returns:
            The Kennungen or entries of a list; none unless each part is one for sure.
        """
        parts = [self._meant(column, part.strip()) for part in SEPARATORS.split(text)] if column.multiple else []
        found = [part for part in parts if part]
        return found if len(found) == len(parts) > 1 else []

    def known(self, classes: tuple[str, ...]) -> list[str]:
        """All Kennungen of some classes, in the order they were added."""
        return [key for name in classes for key in self._exact.get(name, ())]

    def find(self, classes: tuple[str, ...], text: str) -> list[str]:
        """What a cell can mean.

        Args:
            classes: the classes that the column allows.
            text: a Kennung (``1.1``), one with its kind (``Ziel: 1.1``), or a whole IRI.

        Returns:
            IRIs: none if nothing has that Kennung, several if the Kennung alone is not clear.
        """
        if is_web_address(text):
            return [text]
        found = self._candidates(classes, text)
        if not found and ":" in text:
            prefix, _, rest = text.partition(":")
            sheet = self._model.by_name.get(normal(prefix))
            if sheet and sheet.target in classes:
                found = self._candidates((sheet.target,), rest.strip())
        return found

    def holders(self, classes: tuple[str, ...], key: str) -> list[Sheet]:
        """The sheets, among those of some classes, in which a Kennung occurs."""
        return [self._model.by_class[name] for name in classes if self._candidates((name,), key)]

    def name(self, iri: str, classes: tuple[str, ...], lang: str | None = None) -> str:
        """The reverse of :meth:`find`.

        Args:
            iri: the resource that is meant.
            classes: the classes that the column allows.
            lang: language for the kind ("de", "en"); None for the form that is the same in all languages.

        Returns:
            The Kennung, the Kennung with its kind where it is not clear alone, or the IRI.
        """
        target, key = self._names.get(iri, ("", ""))
        if not key or "\n" in key:
            return iri
        sheet = self._model.by_class[target]
        kinds = [sheet.local] if lang is None else [sheet.singular[lang], sheet.local]
        forms = [key, *(f"{kind}: {key}" for kind in kinds)]
        return next((form for form in forms if self.find(classes, form) == [iri]), iri)

    def _meant(self, column: Field, text: str) -> str | None:
        for key in (text, self.labelled(text)):
            if column.references and len(self.find(column.references, key)) == 1:
                return key
        return text if any(normal(text) in scheme.by_spelling for scheme in column.schemes) else None

    def _candidates(self, classes: tuple[str, ...], key: str) -> list[str]:
        exact = [table[key] for name in classes if key in (table := self._exact.get(name, {}))]
        folded = key.casefold()
        return exact or [table[folded] for name in classes if folded in (table := self._folded.get(name, {}))]
