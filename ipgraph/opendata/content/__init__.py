"""The files of a package, each as bytes.

- :mod:`~ipgraph.opendata.content.tables`: sheets and code lists as tables, and their CSV.
- :mod:`~ipgraph.opendata.content.metadata`: what programs read about tables: CSVW and Data Package.
- :mod:`~ipgraph.opendata.content.answers`: the answers to the saved queries as tables.
- :mod:`~ipgraph.opendata.content.tree`: the plan as a tree in JSON-LD, and its context.
- :mod:`~ipgraph.opendata.content.void`: the counts of the graph.
- :mod:`~ipgraph.opendata.content.vocabulary`: ontology, shapes and code lists.
- :mod:`~ipgraph.opendata.content.inventory`: which files make which dataset.
- :mod:`~ipgraph.opendata.content.pages`: what people read: first page, data dictionary, licence.
"""
