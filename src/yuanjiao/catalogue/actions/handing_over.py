"""What units own passes to their heirs when units are reorganised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.models import Contract, Course, Introduction, Production
from yuanjiao.organisation.public import events, in_subtrees

OWNED: tuple[tuple[type[Model], Any], ...] = (
    (Course, _("课程")),
    (Contract, _("采购合同")),
    (Introduction, _("引进来文")),
    (Production, _("录制任务")),
)


def hand_over(facts: Sequence[events.Succeeded], at: datetime) -> None:
    """Let courses, contracts, letters and productions of a unit that ended be its heir's."""
    del at
    heirs = {fact.former_id: fact.heir_id for fact in facts if fact.whole}
    for model, _name in OWNED:
        owned: list[Any] = list(model._default_manager.filter(unit_id__in=heirs))  # noqa: SLF001 -- Django's name for it
        for each in owned:
            each.unit_id = heirs[each.unit_id]
        model._default_manager.bulk_update(owned, ["unit"], batch_size=200)  # noqa: SLF001 -- as above


def count_owned(paths: Sequence[str]) -> list[events.Belonging]:
    """How much of each the units of these subtrees own."""
    reach = in_subtrees(paths, "unit__path")
    return [events.Belonging(name, model._default_manager.filter(reach).count()) for model, name in OWNED]  # noqa: SLF001 -- as above
