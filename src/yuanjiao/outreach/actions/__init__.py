"""Writes of the outreach domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
