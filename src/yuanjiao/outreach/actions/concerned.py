"""Notices for those whom an act in the organisation concerns, each in her language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import override

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import events
from yuanjiao.outreach.actions.notices import TITLE_LENGTH, notify_many

KIND = "organisation.concerning"


def tell_concerned(facts: Sequence[events.Concerning], at: datetime) -> None:
    """Leave a notice for everybody who is on the roll."""
    for fact in facts:
        by_language: defaultdict[str, list[int]] = defaultdict(list)
        for number, language in Person.objects.filter(pk__in=fact.person_ids).values_list("pk", "language"):
            by_language[language].append(number)
        for language, numbers in by_language.items():
            with override(language):
                notify_many(person_ids=numbers, kind=KIND, title=str(fact.words)[:TITLE_LENGTH], now=at)
