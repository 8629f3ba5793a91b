"""Writes of the media domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
