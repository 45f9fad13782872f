"""Editions of a published package: each keeps its files for ever, the newest also stands at the top.

A folder of a plan holds ``v/NAME/`` for each edition, with all its files and its record, and the files of the newest
edition once more at the top, where addresses stay the same. An edition appears by one renaming of a folder and is never
written to again, so that a run that breaks off leaves the old state or the new one. See
``docs/decisions/published-editions.md``.

- :mod:`~ipgraph.opendata.editions.retired`: rows that are there no more, and what replaced them.
- :mod:`~ipgraph.opendata.editions.record`: the record of each edition, and which ones a folder holds.
- :mod:`~ipgraph.opendata.editions.draft`: the next edition, compared with the last one.
- :mod:`~ipgraph.opendata.editions.release`: the next edition is published.
"""
