"""Reading what a big screen shows, and knowing its address from a forged one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from yuanjiao.credits.public import BoardUnit, Outlook, outlook, units_board, year_of
from yuanjiao.kernel import signing
from yuanjiao.learning.models import Activity, ActivityKind
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import Screen

UNITS_SHOWN = 12


def address_part(screen: Screen) -> str:
    """The part of a screen's address that opens it: its key and a signature of the installation."""
    return f"{screen.key}.{signing.encode(signing.sign(_key(), screen.key.encode()))}"


def screen_of(part: str) -> Screen | None:
    """The screen that an address opens; none when it is forged or was revoked."""
    key, _dot, signature = part.rpartition(".")
    try:
        genuine = signing.holds(_key(), key.encode(), signing.decode(signature))
    except ValueError:
        return None
    if not genuine:
        return None
    return Screen.objects.select_related("unit").filter(key=key, revoked_at__isnull=True).first()


def _key() -> bytes:
    return signing.derive(settings.SECRET_KEY, "big screen")


def screens_in(scope: Scope) -> QuerySet[Screen]:
    """The screens of a scope."""
    return scope.rows(Permission.SCREENS_WRITE, Screen.objects.select_related("unit", "made_by"))


@dataclass(frozen=True, slots=True)
class Today:
    """What has been studied in the academy since midnight."""

    clicks: int
    starts: int
    completions: int


@dataclass(frozen=True, slots=True)
class ScreenFigures:
    """What a screen shows beside the live figures: the year, the units below, today."""

    outlook: Outlook
    units: list[BoardUnit]
    today: Today


def screen_figures(screen: Screen, now: datetime, *, ranked: bool) -> ScreenFigures:
    """The figures of a screen; five grouped queries.

    :param ranked: whether units stand in the order of their rate, or in that of the tree.
    """
    units = units_board(screen.unit, year_of(now), now)
    if not ranked:
        units = sorted(units, key=lambda line: line.unit_id)
    return ScreenFigures(outlook(Scope.of_system(), screen.unit, now), units[:UNITS_SHOWN], _today(now))


def _today(now: datetime) -> Today:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    kinds = (ActivityKind.CLICK, ActivityKind.START, ActivityKind.COMPLETE)
    counts = Activity.objects.filter(kind__in=kinds, at__gte=midnight).aggregate(
        **{str(kind): Count("pk", filter=Q(kind=kind)) for kind in kinds}
    )
    return Today(*(counts[str(kind)] for kind in kinds))
