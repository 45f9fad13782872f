"""The gate before publication.

- :mod:`~ipgraph.opendata.personal.traces`: names of persons, mail addresses, phone numbers in a text.
- :mod:`~ipgraph.opendata.personal.gate`: every text of a plan, the exceptions that somebody signed, the verdict.
"""
