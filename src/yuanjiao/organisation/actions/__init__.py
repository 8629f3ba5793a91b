"""Writes of the organisation domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
