"""What a county says of its package.

- :mod:`~ipgraph.opendata.details.portals`: the code lists that portals accept.
- :mod:`~ipgraph.opendata.details.entries`: the entries of the settings file, each checked.
- :mod:`~ipgraph.opendata.details.settings`: the settings file as a whole.
- :mod:`~ipgraph.opendata.details.facts`: what the sheet of the plan says.
- :mod:`~ipgraph.opendata.details.publication`: both put together, with a default for what neither says.
"""
