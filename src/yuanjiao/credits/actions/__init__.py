"""Writes of the credits domain: verbs, keyword-only, actor first, atomic, audit row beside the change."""
