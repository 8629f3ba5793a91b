"""Passwords are hashed in line, and read what Django's own hasher wrote."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher

from yuanjiao.organisation.hashing import QueueingArgon2


class Quick(QueueingArgon2):
    """The same, as cheap as the library allows."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


def test_a_hash_is_read_by_djangos_hasher_and_the_other_way_round(db):
    ours = Quick().encode("correct horse", "salt" * 4)
    assert Argon2PasswordHasher().verify("correct horse", ours)
    assert Quick().verify("correct horse", ours)
    assert not Quick().verify("wrong horse", ours)
