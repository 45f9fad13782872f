"""Start of the program: ``ipgraph`` and ``python -m ipgraph``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line; a fault of ours ends with exit code 3 and a sentence, never with a bare traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # the console of a German Windows is not UTF-8
            reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(100_000, 50, 50)  # a long list makes millions of objects and no cycles; looking costs a fifth
    from ipgraph.cli import cli

    cli(prog_name="ipgraph")


if __name__ == "__main__":
    main()
