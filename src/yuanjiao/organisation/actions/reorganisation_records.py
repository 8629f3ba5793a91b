"""What every step of a reorganisation does alike: lock the tree, settle, leave an audit row, tell administrators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from yuanjiao.kernel import audit
from yuanjiao.organisation import events
from yuanjiao.organisation.models import Person, Reorganisation, ReorganisationState, RoleGrant, Unit
from yuanjiao.organisation.reorganising import words
from yuanjiao.organisation.reorganising.wish import Wish
from yuanjiao.organisation.roles import Permission, roles_with
from yuanjiao.organisation.scope import grants_in_force
from yuanjiao.organisation.subtree import in_subtrees


def lock_tree() -> None:
    """One reorganisation at a time."""
    list(Unit.objects.select_for_update().filter(depth=1).order_by("pk"))


def settle(made: Reorganisation, state: ReorganisationState, now: datetime) -> ReorganisationState:
    """End a reorganisation in a state; its units are free for another."""
    made.state, made.settled_at = state, now
    made.save(update_fields=["state", "settled_at"])
    made.sources.update(unsettled=False)
    return state


def record(actor_id: int | None, verb: str, made: Reorganisation, units: Iterable[Unit], now: datetime) -> None:
    """One audit row for each unit, and one for where they go, so that the tier above each reads it."""
    concerned = [*units, *([made.target] if made.target else ())]
    for unit in concerned:
        audit.record(
            at=now,
            actor_id=actor_id,
            verb=f"organisation.{verb}",
            subject=("unit", unit.pk),
            unit_path=str(unit.path),
            detail={"reorganisation": made.pk, "kind": made.kind, "on": made.on.isoformat(), "names": made.names},
        )


def administrators_of(wish: Wish, now: datetime) -> tuple[int, ...]:
    """Who administers one of these units, one below them, or where they go to or come from; not the city itself."""
    ends = {*wish.both_ends, *(path[: -Unit.steplen] for path in wish.paths)}
    reach = in_subtrees(wish.paths, "unit__path") | Q(unit__path__in=ends, unit__depth__gt=1)
    grants = RoleGrant.objects.filter(reach, grants_in_force(now), role__in=roles_with(Permission.UNITS_WRITE))
    active = grants.filter(person__in=Person.objects.filter(is_active=True))
    return tuple(sorted(set(active.values_list("person_id", flat=True))))


def tell_administrators(made: Reorganisation, people: Iterable[int], now: datetime, *, done: bool) -> None:
    """Let administrators hear of a reorganisation that was decided, or that has been made; not the one who decided."""
    told = tuple(number for number in people if number != made.decided_by_id)
    title = words.sentence(made)
    body = _("自 %(day)s 起生效。依据：%(reason)s。") % {"day": made.on.isoformat(), "reason": made.reason}
    if told:
        events.tell(events.units_reorganised, [events.Reorganised(made.pk, told, title, body, done)], now)
