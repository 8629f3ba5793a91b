"""The sink of the pulse path: merge, complete and award in one transaction, for any number of nodes."""
