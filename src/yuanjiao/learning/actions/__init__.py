"""Writes of the learning domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
