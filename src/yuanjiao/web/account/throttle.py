"""How many wrong passwords are heard, and when the next one will be.

Three counts, none of which lets a stranger shut somebody out for good. A device on which she has signed in before
has tries of its own. Any other device shares those of its address, for one name and for all names. And one
name has a wide limit over all addresses, against guessing from many at once. A one-time code, which nobody
guesses, is always heard: whoever is shut out gets a new one from her unit.
"""

from __future__ import annotations

import math
import time

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

APPLICATION = "allauth.account"
HERE = "login_failed"
KNOWN_DEVICE = "login_failed_known_device"
ANYWHERE = "login_failed_anywhere"


def plain(name: str) -> str:
    """A sign-in name as it is counted: its spellings that sign in the same person share their tries."""
    return name.strip().lower()


def full(request: HttpRequest, action: str, key: str) -> bool:
    """Whether the tries of a count are used up."""
    return not ratelimit.consume(request, action=action, key=key, dry_run=True)


def count(request: HttpRequest, action: str, key: str) -> None:
    """Count one wrong password."""
    ratelimit.consume(request, action=action, key=key)


def too_many(request: HttpRequest, action: str, key: str) -> ValidationError:
    """The sentence that says when to try again."""
    minutes = max(1, math.ceil(wait(request, action, key) / 60))
    return ValidationError(
        ngettext(
            "密码错误次数太多。请过 %(minutes)d 分钟再试；着急的话，请单位管理员重置登录码，新的登录码马上能用。",
            "密码错误次数太多。请过 %(minutes)d 分钟再试；着急的话，请单位管理员重置登录码，新的登录码马上能用。",
            minutes,
        )
        % {"minutes": minutes},
        code="too_many_login_attempts",
    )


def wait(request: HttpRequest, action: str, key: str) -> float:
    """Seconds until the next try is heard, from allauth's record of the tries (their times, newest first)."""
    now = time.time()
    waits = [0.0]
    for rate in get_rates(app=APPLICATION, action=action):
        times = cache.get(get_cache_key(request, app=APPLICATION, action=action, rate=rate, key=key), [])
        if len(times) >= rate.amount:
            waits.append(times[-1] + rate.duration - now)
    return max(waits)
