"""The sink as a server process uses it: keys from the settings, rules from the policy versions."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from django.db import connection

from yuanjiao.kernel.clock import steady
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.learning import policy
from yuanjiao.learning.actions.sessions import check_key
from yuanjiao.learning.intake.journalled import JournalledStore
from yuanjiao.learning.intake.packed import PackedStore
from yuanjiao.learning.intake.sink import Sink
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.learning.server_clock import SharedClock, now_ms


@lru_cache(maxsize=64)
def rules_of(number: int) -> WatchingRules:
    """The rules of one version; versions never change, so they are read once. 0: the defaults of the code."""
    if number == 0:
        return WatchingRules()
    body = PolicyVersion.objects.values_list("body", flat=True).get(kind=policy.KIND, number=number)
    return msgspec.convert(body, WatchingRules)


def pulse_sink() -> Sink:
    """A sink for this process's committer, with the store that suits the database."""
    if connection.vendor == "postgresql":
        clock = SharedClock(now_ms, steady)
        return Sink(PackedStore(clock), key=check_key(), clock=clock, rules=rules_of)
    return Sink(JournalledStore(steady), key=check_key(), clock=steady, rules=rules_of)
