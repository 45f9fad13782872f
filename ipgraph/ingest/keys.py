"""Kennungen: from what stands in a cell to the resource it means, and back to the shortest form that is clear."""

from __future__ import annotations

from collections import defaultdict

from ipgraph.ingest.values import is_web_address
from ipgraph.model import Model, Sheet, normal


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

    def add(self, target: str, key: str, iri: str) -> None:
        """Note the Kennung of a resource; where a Kennung occurs twice in a class, the first one keeps it."""
        self._exact[target].setdefault(key, iri)
        self._folded[target].setdefault(key.casefold(), iri)
        self._names.setdefault(iri, (target, key))

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

    def _candidates(self, classes: tuple[str, ...], key: str) -> list[str]:
        exact = [table[key] for name in classes if key in (table := self._exact.get(name, {}))]
        folded = key.casefold()
        return exact or [table[folded] for name in classes if folded in (table := self._folded.get(name, {}))]
