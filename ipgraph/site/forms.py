"""The form of a saved query: one field for each parameter, filled with what the page has asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipgraph.catalogue import SavedQuery
from ipgraph.catalogue.parameter import TYPES, Parameter
from ipgraph.model import Text
from ipgraph.namespaces import XSD
from ipgraph.table import Table, plain

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""What the value query of a parameter has found, by the text of that query."""

LONGEST_LIST = 200
"""More choices than this are suggestions while typing instead of a list to open."""

_CONTROLS = {"date": "date", "integer": "number", "decimal": "number", "iri": "url"}
_STEPS = {"integer": "1", "decimal": "any"}
_YES_NO = {"de": (("true", "ja"), ("false", "nein")), "en": (("true", "yes"), ("false", "no"))}


@dataclass(frozen=True)
class Field:
    """A field of the form.

    Args:
        parameter: what it fills.
        default: the value that the answer of the page was asked with; empty for any.
        choices: values to choose from, each with words.
        selects: whether a value does no more than choose among the rows that the page shows.
    """

    parameter: Parameter
    default: str
    choices: tuple[tuple[str, str], ...]
    selects: bool

    @property
    def name(self) -> str:
        """Name of the parameter."""
        return self.parameter.name

    @property
    def id(self) -> str:
        """Anchor of the field on its page."""
        return f"value-{self.name}"

    @property
    def type(self) -> str:
        """Type of the parameter, by which the script of the page writes its value."""
        return self.parameter.type

    @property
    def datatype(self) -> str:
        """Datatype of the literal; empty for plain text and for addresses."""
        return XSD + TYPES[self.type] if TYPES[self.type] else ""

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.parameter.label

    @property
    def help(self) -> Text:
        """What may be put in."""
        return self.parameter.help

    @property
    def optional(self) -> bool:
        """Whether it may stay empty, for any value."""
        return self.parameter.default is None

    @property
    def is_list(self) -> bool:
        """Whether a value is chosen from a list, rather than typed."""
        return 0 < len(self.choices) <= LONGEST_LIST

    @property
    def control(self) -> str:
        """Kind of the input where a value is typed (HTML, ``type``)."""
        return _CONTROLS.get(self.type, "text")

    @property
    def step(self) -> str:
        """Step of a number (HTML, ``step``)."""
        return _STEPS.get(self.type, "")


def fields(query: SavedQuery, table: Table, choices: Choices, lang: str) -> list[Field]:
    """The fields of a query's form, in the order of its header.

    Args:
        query: the query.
        table: its answer with the values that are preset.
        choices: what the value queries have found.
        lang: language of the page, which is the value of a parameter ``lang`` and therefore no field.

    Returns:
        A field for each parameter. One whose name is that of a column, and which is empty, selects: the column has
        the value that was put in, in each row and before anything is counted (SPARQL 1.1, 10.2: inline data are
        joined to the rows).
    """
    found = []
    for parameter in query.params:
        if parameter.name == "lang":
            continue
        known = choices.get(parameter.values or "", ())
        listed = _YES_NO[lang] if parameter.type == "boolean" else tuple(dict(known).items())
        default = "" if parameter.default is None else plain(parameter.default)
        found.append(Field(parameter, default, listed, not default and parameter.name in table.index))
    return found
