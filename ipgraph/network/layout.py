"""Places for the nodes of a network picture, in unit coordinates: the page stretches them over its canvas.

Everything is computed with fixed seeds and plain arithmetic in a fixed order, so the same network gets the same
picture, byte for byte. Positions are computed here and not in the browser because that takes 12 to 35 seconds there
and ends in a heap; what makes a picture readable is that boxes as large as the labels do not overlap.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import networkx as nx

from ipgraph.network.joined import LEAD

Point = tuple[float, float]

# Room that a node takes with its label, in pixels of a canvas about 1400 wide.
BOX_WIDTH, BOX_HEIGHT = 150.0, 64.0

# Above this number of nodes in one piece, names cannot all be read anyway and fewer terms and rounds must do.
MANY, PIVOTS = 400, 30

TREE_COLUMNS, TREE_SLOTS = 8, 8


def actor_layout(graph: nx.Graph[str], *, isolates: bool = True) -> dict[str, Point]:
    """Place actors so that connected ones are near and no two labels overlap.

    Args:
        graph: the actors, with just the edges that the picture shows.
        isolates: put those without an edge into columns at the right; otherwise leave them out.

    Returns:
        Points in the unit square. Each component is laid out by stress majorisation with stochastic gradient
        descent (Zheng, Pawar, Goodman 2019), freed of overlaps, and packed beside the others.
    """
    alone = [node for node in graph if graph.degree(node) == 0]
    parts = [sorted(part) for part in nx.connected_components(graph) if len(part) > 1]
    parts.sort(key=lambda part: (-len(part), part[0]))
    boxes = []
    for part in parts:
        places = _stress(graph.subgraph(part).copy(), part)
        boxes.append(_without_overlaps(places, BOX_WIDTH, BOX_HEIGHT))
    placed = _unit(_packed(boxes))
    if not isolates or not alone:
        return placed
    columns = math.ceil(len(alone) / (14 if placed else 8))
    width = min(0.5, 0.16 * columns) if placed else 1.0
    if placed:
        placed = {node: (_round(x * (1 - width - 0.04)), y) for node, (x, y) in placed.items()}
    rows = math.ceil(len(alone) / columns)
    for number, node in enumerate(alone):
        column, row = divmod(number, rows)
        placed[node] = (
            _round(1 - width + (column + 0.5) * width / columns),
            _round((row + 0.5) / max(rows, 6)),
        )
    return placed


def frame(count: int) -> list[Point]:
    """Places for blocks round the edge of the picture, clockwise from the top left, in -1..1.

    Eight blocks take the corners and the middles of the sides, as a clock face that people learn.
    """
    corners = [(-1.0, -1.0), (0.0, -1.0), (1.0, -1.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.0)]
    if count == 1:
        return [(0.0, -1.0)]
    found = []
    for number in range(count):
        at = number * 8 / max(count, 1)
        start, share = int(at), at - int(at)
        (x0, y0), (x1, y1) = corners[start], corners[(start + 1) % 8]
        found.append((_round(x0 + (x1 - x0) * share), _round(y0 + (y1 - y0) * share)))
    return found


def sector_layout(graph: nx.Graph[str], blocks: Mapping[str, Point]) -> dict[str, Point]:
    """Place actors in the middle, each nearest to what it works on.

    Args:
        graph: network of actors and goals.
        blocks: the place of each chapter, where its goals stand.

    Returns:
        Points in -1..1: the mean of the goals, those that an actor is responsible for counted twice (actors that
        bridge chapters come to lie in the middle), freed of overlaps. Actors without a goal stand in a row at the
        lower edge.
    """
    rng = random.Random(11)
    places: dict[str, Point] = {}
    loose = [actor for actor in graph.graph["actors"] if not graph[actor]]
    for actor in graph.graph["actors"]:
        pulls = [
            (blocks[graph.graph["goals"][goal]["chapter"]], 2.0 if edge["role"] == LEAD else 1.0)
            for goal, edge in graph[actor].items()
        ]
        if pulls:
            total = sum(weight for _, weight in pulls)
            x = sum(point[0] * weight for point, weight in pulls) / total
            y = sum(point[1] * weight for point, weight in pulls) / total
            # Many share one barycentre; a tiny shift gives the overlap removal a direction.
            places[actor] = (700 * x + rng.uniform(-20, 20), 400 * y + rng.uniform(-20, 20))
    free = _unit(_without_overlaps(places, 120.0, 62.0))
    height = 1.7 if loose else 2.0
    found = {actor: (_round(2 * x - 1), _round(height * y - 1)) for actor, (x, y) in free.items()}
    for number, actor in enumerate(loose):
        found[actor] = (_round(2 * (number + 0.5) / len(loose) - 1), 1.0)
    return found


@dataclass
class Tree:
    """Places in an outline that is set in columns.

    Args:
        columns: how many columns.
        rows: how many rows the longest column has.
        places: column and row of a goal; column, row and slot of a measure.
        heads: chapters and sub-chapters with column and row.
    """

    columns: int = 0
    rows: int = 0
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    heads: list[dict[str, Any]] = field(default_factory=list)


def tree_layout(outline: Mapping[int, Mapping[str, Mapping[str, Sequence[str]]]]) -> Tree:
    """Set a whole plan as an indented tree in columns, chapter by chapter: rows never overlap and never cross.

    Args:
        outline: measures by goal, goals by title of the sub-chapter, these by number of the chapter.

    Returns:
        Places in columns and rows, so that the page can make rows as high as the screen allows. A chapter takes two
        rows, a sub-chapter one, a goal one with its measures beside it (more where it has very many).
    """
    tree = Tree()
    lengths = {
        chapter: 2 + sum(1 + sum(_tree_rows(m) for m in goals.values()) for goals in sections.values())
        for chapter, sections in outline.items()
    }
    target = max([sum(lengths.values()) / TREE_COLUMNS, *lengths.values()], default=0)
    column = row = 0
    for chapter in sorted(outline):
        if row and row + lengths[chapter] > target:
            column, row = column + 1, 0
        tree.heads.append({"c": chapter, "at": (column, row)})
        row += 2
        for section, goals in outline[chapter].items():
            tree.heads.append({"c": chapter, "t": section, "at": (column, row)})
            row += 1
            for goal, measures in goals.items():
                tree.places[goal] = (column, row)
                for number, measure in enumerate(measures):
                    tree.places[measure] = (column, row + number // TREE_SLOTS, number % TREE_SLOTS)
                row += _tree_rows(measures)
        tree.rows = max(tree.rows, row)
    tree.columns = column + 1 if outline else 0
    return tree


def _tree_rows(measures: Sequence[str]) -> int:
    return max(1, math.ceil(len(measures) / TREE_SLOTS))


def _stress(graph: nx.Graph[str], nodes: list[str]) -> dict[str, Point]:
    """Positions whose distances follow the lengths of the shortest paths."""
    rng = random.Random(7)
    length = 120.0
    terms = _terms(graph, nodes)
    xs, ys = map(list, zip(*((rng.random(), rng.random()) for _ in nodes), strict=True))
    lengths = {wanted for *_, wanted in terms}
    farthest = max(lengths, default=1.0)
    rounds = 40 if len(terms) < 40_000 else 15
    for step in range(rounds):
        rate = farthest**2 * math.exp(-step * math.log(farthest**2 / 0.05) / max(rounds - 1, 1))
        strength = {wanted: min(1.0, rate / wanted**2) for wanted in lengths}
        rng.shuffle(terms)
        for i, j, wanted in terms:
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            distance = math.sqrt(dx * dx + dy * dy) or 1e-6
            move = strength[wanted] * (distance - wanted) / (2 * distance)
            xs[i] -= move * dx
            ys[i] -= move * dy
            xs[j] += move * dx
            ys[j] += move * dy
    # Labels are wide and screens are wider than high: stretch before boxes are freed of overlaps.
    return {node: (x * length * 1.5, y * length * 0.8) for node, x, y in zip(nodes, xs, ys, strict=True)}


def _terms(graph: nx.Graph[str], nodes: list[str]) -> list[tuple[int, int, float]]:
    """Pairs of nodes with the length of the shortest path between them.

    All pairs of a plan; of a very large network the neighbours, and the ways to a few nodes far from one another
    (pivots, after Ortmann, Klimenta, Brandes 2017), because all pairs of 3,000 nodes would take minutes.
    """
    number = {node: n for n, node in enumerate(nodes)}
    if len(nodes) <= MANY:
        paths = dict(nx.all_pairs_shortest_path_length(graph))
        return [(i, j, float(paths[a][b])) for i, a in enumerate(nodes) for j, b in enumerate(nodes[:i])]
    terms = [(max(number[a], number[b]), min(number[a], number[b]), 1.0) for a, b in graph.edges]
    nearest = dict.fromkeys(nodes, len(nodes))
    pivot = nodes[0]
    for _ in range(PIVOTS):
        lengths = nx.single_source_shortest_path_length(graph, pivot)
        terms += [(number[node], number[pivot], float(far)) for node, far in lengths.items() if far > 1]
        nearest = {node: min(nearest[node], lengths[node]) for node in nodes}
        pivot = max(nodes, key=nearest.__getitem__)
    return sorted(terms)


def _without_overlaps(places: Mapping[str, Point], width: float, height: float) -> dict[str, Point]:
    """Push boxes apart until none overlap.

    Boxes are taken as ellipses and pushed along the line between their middles: pushing along one axis piles nodes up
    in columns, and lines then run through nodes they do not touch.
    """
    nodes = list(places)
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    for _ in range(300 if len(nodes) <= MANY else 10):
        moved = False
        for i, others in _to_the_right(xs, ys, width, height):
            for j in others:
                if xs[j] - xs[i] >= 2 * width:
                    break
                dx, dy = (xs[j] - xs[i]) / width, (ys[j] - ys[i]) / height
                distance = math.sqrt(dx * dx + dy * dy)
                if distance < 0.995:
                    moved = True
                    if distance < 1e-6:
                        dx, dy, distance = 0.6, 0.8, 1.0
                    push = (1 - distance if distance < 1 else 1.0) / 2 / distance
                    xs[i] -= push * dx * width
                    ys[i] -= push * dy * height
                    xs[j] += push * dx * width
                    ys[j] += push * dy * height
        if not moved:
            break
    return dict(zip(nodes, zip(xs, ys, strict=True), strict=True))


def _to_the_right(
    xs: Sequence[float], ys: Sequence[float], width: float, height: float
) -> Iterator[tuple[int, Sequence[int]]]:
    """For each box, from left to right, those to the right of it that it may overlap.

    Few boxes are compared with all: they move far in one round. Of very many, only those in the same field of a grid
    and in the fields beside it, because in a crowd of 3,000 a quarter of all stand less than two boxes further right.

    Args:
        xs: middles of the boxes.
        ys: likewise.
        width: of a box, and of a field of the grid.
        height: likewise.
    """
    order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
    if len(xs) <= MANY:
        yield from ((i, order[place + 1 :]) for place, i in enumerate(order))
        return
    fields = [(int(xs[i] // width), int(ys[i] // height)) for i in order]
    grid: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, where in enumerate(fields):
        grid[where].append(place)
    for place, (column, row) in enumerate(fields):
        beside = (grid.get((column + c, row + r), ()) for c in (0, 1) for r in (-1, 0, 1))
        yield order[place], [order[other] for other in sorted(chain.from_iterable(beside)) if other > place]


def _packed(parts: Sequence[Mapping[str, Point]]) -> dict[str, Point]:
    """Set the components beside each other, in rows, largest first, about as wide as a screen."""
    sized = []
    for part in parts:
        xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
        first, highest = min(xs), min(ys)
        width, height = max(xs) - first + BOX_WIDTH, max(ys) - highest + BOX_HEIGHT
        sized.append((width, height, {n: (x - first, y - highest) for n, (x, y) in part.items()}))
    area = sum(width * height for width, height, _ in sized)
    limit = max([math.sqrt(area * 1.7), *(width for width, _, _ in sized)], default=0.0)
    placed: dict[str, Point] = {}
    left = top = row = 0.0
    for width, height, part in sized:
        if left and left + width > limit:
            left, top, row = 0.0, top + row, 0.0
        placed.update({node: (left + x, top + y) for node, (x, y) in part.items()})
        left, row = left + width, max(row, height)
    return placed


def _unit(places: Mapping[str, Point]) -> dict[str, Point]:
    """Scale to the unit square, each axis for itself; a single point comes to the middle."""
    if not places:
        return {}
    left, right = min(x for x, _ in places.values()), max(x for x, _ in places.values())
    top, bottom = min(y for _, y in places.values()), max(y for _, y in places.values())

    def scale(value: float, first: float, last: float) -> float:
        return _round((value - first) / (last - first)) if last - first > 1e-9 else 0.5

    return {node: (scale(x, left, right), scale(y, top, bottom)) for node, (x, y) in places.items()}


def _round(value: float) -> float:
    return round(value, 4) + 0.0
