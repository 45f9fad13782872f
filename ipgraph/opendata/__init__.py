"""The open-data package: a plan as datasets that a portal harvests."""
