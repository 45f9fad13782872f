"""The open-data package: a plan as datasets that a portal harvests.

Each knows only those above it:

- :mod:`~ipgraph.opendata.personal`: the gate, which lets no data of persons through.
- :mod:`~ipgraph.opendata.details`: what the county says of its package: plan sheet, settings file, lists of portals.
- :mod:`~ipgraph.opendata.dcat`: the catalogue in DCAT-AP.de, over one plan or several, and what is missing in it.
- :mod:`~ipgraph.opendata.content`: the files: tables, graph, answers, pages for people.
- :mod:`~ipgraph.opendata.package`: all files of one plan, with their datasets.
- :mod:`~ipgraph.opendata.editions`: what was published stays; a new edition says what has changed.
- :mod:`~ipgraph.opendata.export`: the whole way, from the sources to the folder. Begin to read here.
"""
