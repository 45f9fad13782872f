"""The two editions that are compared: one plan of each source."""

from __future__ import annotations

from ipgraph.errors import IpgraphError
from ipgraph.ingest import Reading
from ipgraph.validation.editions import editions
from ipgraph.validation.findings import Edition


def chosen(old: Reading, new: Reading) -> tuple[Edition, Edition]:
    """Which plan of each source is compared.

    Args:
        old: the source with the old edition.
        new: the source with the new edition.

    Returns:
        The plan of each; where a source holds several, the one with the Kennung, else with the district key, of the
        plan of the other source.

    Raises:
        IpgraphError: it is not clear which are meant.
    """
    before, after = editions(old), editions(new)
    pairs = [(one, other) for one in before for other in after]
    if len(pairs) > 1:
        same = [pair for pair in pairs if pair[0].identifier == pair[1].identifier]
        near = [pair for pair in pairs if pair[0].district and pair[0].district == pair[1].district]
        pairs = next((found for found in (same, near) if len(found) == 1), [])
    if not pairs:
        raise IpgraphError(
            "In den beiden Quellen liegen mehrere Pläne, und es ist nicht klar, welche verglichen werden sollen. "
            "Bitte je Fassung eine Quelle mit einem Plan angeben.",
            "The two sources hold several plans, and it is not clear which are to be compared. "
            "Please give a source with one plan for each edition.",
        )
    return pairs[0]


def refuse_others(one: Edition, other: Edition) -> None:
    """Refuse plans of two districts; raises :class:`IpgraphError`."""
    if one.district and other.district and one.district != other.district:
        raise IpgraphError(
            f"Das sind keine zwei Fassungen eines Plans: {one.label or one.identifier} gehört zum Kreis "
            f"{one.district}, {other.label or other.identifier} zum Kreis {other.district}. Zwei Kreise stellt "
            "nebeneinander: ipgraph query plan-figures PLAN1 PLAN2",
            f"These are no two editions of a plan: {one.label or one.identifier} belongs to the district "
            f"{one.district}, {other.label or other.identifier} to the district {other.district}. Two districts are "
            "put side by side by: ipgraph query plan-figures PLAN1 PLAN2",
        )
