"""The watch token: who may count which lesson, checked without asking the database.

An HMAC, not a public-key signature: Ed25519 on every pulse cost four fifths of the throughput.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from yuanjiao.kernel import signing

LIFE_SECONDS = 2 * 60 * 60
"""How long a token lives; it is renewed past half of that."""

MOST_KNOWN = 200_000
"""Tokens kept as checked: a player sends the same one hundreds of times."""

FORM = struct.Struct("<HqqqqIHiIHB")
PURPOSE = "watch token"


class ForgedToken(Exception):
    """The token is not one of ours."""


class ExpiredToken(Exception):
    """The token was ours, and its time is over."""


class Claims(NamedTuple):
    """What a token says. `speed` is in hundredths, `duration_ms` the lesson's length, `expires` in Unix seconds.

    `channel` numbers where its player is shown; the figures that policy closes there are not told to it.
    """

    session: int
    learner: int
    lesson: int
    course: int
    duration_ms: int
    speed: int
    epoch: int
    expires: int
    policy: int
    channel: int = 0


class Mint:
    """Makes and checks tokens; the first secret signs, the others are still accepted (keys rotate)."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [signing.derive(secret, PURPOSE) for secret in secrets]
        self._keys = {_name(key): key for key in reversed(keys)}
        self._current = _name(keys[0])
        self._known: dict[str, Claims] = {}

    def token(self, claims: Claims) -> str:
        """The token of some claims."""
        body = FORM.pack(self._current, *claims)
        return signing.encode(body + signing.sign(self._keys[self._current], body))

    def claims(self, token: str, now: int) -> Claims:
        """What a token says, if it is ours and still alive at `now` (Unix seconds).

        :raises ForgedToken: not made with one of our keys, or not a token at all.
        :raises ExpiredToken: made by us, and too old.
        """
        claims = self._known.get(token)
        if claims is None:
            claims = self._checked(token)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[token] = claims
        if claims.expires <= now:
            raise ExpiredToken
        return claims

    def _checked(self, token: str) -> Claims:
        try:
            raw = signing.decode(token)
            key = self._keys[int.from_bytes(raw[:2], "little")]
        except (ValueError, KeyError) as error:
            raise ForgedToken from error
        body, signature = raw[: -signing.SIGNATURE_BYTES], raw[-signing.SIGNATURE_BYTES :]
        if not signing.holds(key, body, signature):
            raise ForgedToken
        # Base64 forgives strange characters; a token has one spelling, or a few would fill the memory of many.
        if signing.encode(raw) != token:
            raise ForgedToken
        if len(body) != FORM.size:
            raise ExpiredToken  # ours, of the release before this one: its player opens the lesson anew
        return Claims(*FORM.unpack(body)[1:])

    def renewed(self, claims: Claims, now: int) -> str | None:
        """A token with a new life when the old one is past half of its own."""
        if claims.expires - now > LIFE_SECONDS // 2:
            return None
        return self.token(claims._replace(expires=now + LIFE_SECONDS))


def _name(key: bytes) -> int:
    return int.from_bytes(key[:2], "little")
