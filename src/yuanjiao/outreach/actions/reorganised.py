"""Reorganisations of units: administrators are told; pushes, appeals and messages that are under way pass to heirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.organisation.public import events, in_subtrees
from yuanjiao.outreach.actions.notices import notify_many
from yuanjiao.outreach.models import Appeal, AppealState, BoardMessage, Campaign, CampaignState

KIND = "organisation.reorganised"
UNDER_WAY = (CampaignState.DRAFT, CampaignState.SCHEDULED, CampaignState.RUNNING)


def tell_administrators(facts: Sequence[events.Reorganised], at: datetime) -> None:
    """Leave a notice for those whom a reorganisation concerns."""
    for fact in facts:
        title = fact.title if fact.made else _("即将调整：%(what)s") % {"what": fact.title}
        # Whoever administered only a unit that is no more has no desk to open the page at.
        notify_many(person_ids=fact.person_ids, kind=KIND, title=title, body=fact.body, now=at)


def hand_over(facts: Sequence[events.Succeeded], at: datetime) -> None:
    """Let what is under way in a unit that ended go on in its heir; what has ended stays where it was."""
    del at
    whole = [fact for fact in facts if fact.whole]
    numbers = {fact.former_id: fact.heir_id for fact in whole}
    pushes = list(Campaign.objects.filter(unit_id__in=numbers, state__in=UNDER_WAY))
    for push in pushes:
        push.unit_id = numbers[push.unit_id]
    Campaign.objects.bulk_update(pushes, ["unit"])
    paths = {fact.former_path: fact.heir_path for fact in whole}
    _lead_to(paths, list(Appeal.objects.filter(unit_path__in=paths, state=AppealState.WAITING)))
    _lead_to(paths, list(BoardMessage.objects.filter(unit_path__in=paths, waiting=True)))


def _lead_to(paths: dict[str, str], rows: list[Appeal] | list[BoardMessage]) -> None:
    for row in rows:
        row.unit_path = paths[row.unit_path]
    model: type[Model] | None = type(rows[0]) if rows else None
    if model is not None:
        model._default_manager.bulk_update(rows, ["unit_path"], batch_size=200)  # noqa: SLF001 -- Django's name for it


def count_under_way(paths: Sequence[str]) -> list[events.Belonging]:
    """How many pushes and appeals of these subtrees are under way."""
    pushes = Campaign.objects.filter(in_subtrees(paths, "unit__path"), state__in=UNDER_WAY)
    appeals = Appeal.objects.filter(in_subtrees(paths, "unit_path"), state=AppealState.WAITING)
    return [
        events.Belonging(gettext_lazy("没有结束的推送"), pushes.count()),
        events.Belonging(gettext_lazy("等待处理的申诉"), appeals.count()),
    ]
