"""How the time of each saved query grows with the number of plans: about in proportion, never with its square.

    python tests/bench/queries.py [--plans 1 8 32] [--runs 3]

Prints the CPU time of each query on so many copies of the model plan in one store, medians, and the factor by which
it grew beside the factor of the plans.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from many_plans import write_plans

import ipgraph
from ipgraph.catalogue import SavedQuery, queries
from ipgraph.store import EmbeddedStore


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores = []
        for number in options.plans:
            path = Path(folder) / f"plans-{number}.nq"
            write_plans(path, number)
            stores.append(ipgraph.read(path).store)
    first, last = options.plans[0], options.plans[-1]
    print(
        f"{'query':<30}" + "".join(f"{number:>10}" for number in options.plans) + f"{f'times, of {last / first:g}':>16}"
    )
    for query in queries().values():
        medians = [seconds(query, store, options.runs) for store in stores]
        shown = "".join(f"{1000 * median:>8.1f}ms" for median in medians)
        print(f"{query.id:<30}{shown}{medians[-1] / medians[0]:>16.1f}", flush=True)


def seconds(query: SavedQuery, store: EmbeddedStore, runs: int) -> float:
    """Median CPU time of a query in seconds."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        query.run(store)
        found.append(time.process_time() - start)
    return statistics.median(found)


if __name__ == "__main__":
    main()
