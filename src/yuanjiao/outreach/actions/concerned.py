"""Notices for those whom an act in the organisation concerns, each in her language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import override

from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import events
from yuanjiao.outreach.actions.notices import ROWS_AT_ONCE, TITLE_LENGTH
from yuanjiao.outreach.models import Notice

KIND = "organisation.concerning"


def tell_concerned(facts: Sequence[events.Concerning], at: datetime) -> None:
    """Leave a notice for everybody who is on the roll; the same few queries however many are moved at once."""
    numbers = [number for fact in facts for number in fact.person_ids]
    languages = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "language"))
    notices = [notice for fact in facts for notice in _notices(fact, languages, at)]
    Notice.objects.bulk_create(notices, batch_size=ROWS_AT_ONCE)


def _notices(fact: events.Concerning, languages: dict[int, str], at: datetime) -> list[Notice]:
    there = [number for number in fact.person_ids if number in languages]
    said: dict[str, tuple[str, str]] = {}
    for language in {languages[number] for number in there}:
        with override(language):
            said[language] = str(fact.words)[:TITLE_LENGTH], str(fact.detail)
    return [
        Notice(person_id=number, kind=KIND, title=title, body=body, link=fact.page, created_at=at)
        for number in there
        for title, body in [said[languages[number]]]
    ]
