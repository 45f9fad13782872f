"""How long a whole ``ipgraph validate`` takes beside the plain ``pyshacl`` command on the same files.

    python tests/bench/validate.py [--plans 1 10 100] [--runs 3] [--longest 1800] [--plain]

Prints medians of whole processes, start-up included, and their ratio. Two commands stand for pySHACL: as it is, which
passes over the rules for facts in the shapes and so finds other things, and with ``--advanced``, which runs them
node by node and finds what ipgraph finds. The runs take turns, so that a busy machine slows all of them.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from many_plans import write_plans, write_shapes

IPGRAPH = "ipgraph validate"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--longest", type=float, default=1800, help="seconds after which a run is ended")
    parser.add_argument("--plain", action="store_true", help="leave pyshacl --advanced out, which takes minutes a plan")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shapes = Path(folder) / "shapes.nt"
        write_shapes(shapes)
        print(f"{'plans':>6} {'triples':>9}  {'command':<22} {'median s':>9} {'times ipgraph':>14}")
        for number in options.plans:
            plans = Path(folder) / f"plans-{number}.nq"
            triples = write_plans(plans, number)
            compared = commands(plans, shapes)
            chosen = {name: compared[name] for name in compared if not options.plain or "--advanced" not in name}
            medians = measure(chosen, options.runs, options.longest)
            for name, seconds in medians.items():
                ratio = seconds / medians[IPGRAPH]
                print(f"{number:>6} {triples:>9}  {name:<22} {seconds:>9.2f} {ratio:>14.1f}", flush=True)


def commands(plans: Path, shapes: Path) -> Mapping[str, Sequence[str]]:
    """The commands that are compared."""
    pyshacl = shutil.which("pyshacl", path=str(Path(sys.executable).parent)) or "pyshacl"
    plain = [pyshacl, "--shapes", str(shapes), "-sf", "nt", str(plans)]
    return {
        IPGRAPH: [sys.executable, "-m", "ipgraph", "validate", str(plans), "-f", "json"],
        "pyshacl": plain,
        "pyshacl --advanced": [*plain, "--advanced"],
    }


def measure(compared: Mapping[str, Sequence[str]], runs: int, longest: float) -> dict[str, float]:
    """Median seconds of each command; one that takes too long counts as that long and is not run again."""
    seconds: dict[str, list[float]] = {name: [] for name in compared}
    for _ in range(runs):
        for name, command in compared.items():
            if longest not in seconds[name]:
                seconds[name].append(timed(command, longest))
    return {name: statistics.median(found) for name, found in seconds.items()}


def timed(command: Sequence[str], longest: float) -> float:
    """Wall time of a command in seconds, at most so many."""
    start = time.perf_counter()
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return longest
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
