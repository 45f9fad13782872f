"""What stands out in the networks of a plan; each result says in a sentence what it means.

The sentences are plain and blame nobody: they speak of what the plan says, and ask.
"""

from ipgraph.network.findings.actors import bridges, brokers, cut_points, isolated, ties
from ipgraph.network.findings.goals import (
    chapters_without,
    fragmented_goals,
    goal_groups,
    goals_without_actor,
    goals_without_lead,
    goals_without_measure,
    single_actor_goals,
)
from ipgraph.network.findings.pairs import Acquaintance, Pair, Reason, overlaps, readable_minimum, should_talk
from ipgraph.network.findings.said import Finding, by_node, goal_only
from ipgraph.network.findings.whole import (
    By,
    Coverage,
    Grouping,
    Position,
    coverage,
    groups_and_chapters,
    main_chapter,
    positions,
)

__all__ = [
    "Acquaintance",
    "By",
    "Coverage",
    "Finding",
    "Grouping",
    "Pair",
    "Position",
    "Reason",
    "bridges",
    "brokers",
    "by_node",
    "chapters_without",
    "coverage",
    "cut_points",
    "fragmented_goals",
    "goal_groups",
    "goal_only",
    "goals_without_actor",
    "goals_without_lead",
    "goals_without_measure",
    "groups_and_chapters",
    "isolated",
    "main_chapter",
    "overlaps",
    "positions",
    "readable_minimum",
    "should_talk",
    "single_actor_goals",
    "ties",
]
