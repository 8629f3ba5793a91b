"""What every room stands on: clock, identifiers, signing, audit trail, outbox, policy versions.

``clock``, ``identifiers`` and ``signing`` know nothing of Django, so that the pulse path may use them.
"""
