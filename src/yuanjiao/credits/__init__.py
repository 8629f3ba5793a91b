"""Ledger, requirements, standings, rankings, certificates."""
