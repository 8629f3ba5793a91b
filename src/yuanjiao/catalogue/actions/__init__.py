"""Writes of the catalogue domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
