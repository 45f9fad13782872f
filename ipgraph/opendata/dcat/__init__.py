"""The catalogue in DCAT-AP.de 3.0.

- :mod:`~ipgraph.opendata.dcat.dataset`: distribution, dataset, series of datasets.
- :mod:`~ipgraph.opendata.dcat.statements`: statements in the order of reading, and their three syntaxes.
- :mod:`~ipgraph.opendata.dcat.surroundings`: what datasets share: publisher, contact, place, period, rights.
- :mod:`~ipgraph.opendata.dcat.former`: datasets that another catalogue of ours describes.
- :mod:`~ipgraph.opendata.dcat.series`: the datasets of one plan and their files.
- :mod:`~ipgraph.opendata.dcat.catalogue`: the catalogue over all of them.
- :mod:`~ipgraph.opendata.dcat.joined`: one catalogue over the catalogues of several counties.
- :mod:`~ipgraph.opendata.dcat.score`: how data.europa.eu rates each dataset.
- :mod:`~ipgraph.opendata.dcat.check`: what a county still has to fill in.
"""
