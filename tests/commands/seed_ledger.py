"""Some learners with credits, one of them altered afterwards; prints how many entries there are."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from tests.factories.credits import earn, enrol  # noqa: E402 -- after setup
from tests.factories.organisation import make_person, make_unit  # noqa: E402 -- after setup

from yuanjiao.credits.models import LedgerEntry  # noqa: E402 -- after setup

unit = make_unit("示例区", under=make_unit())
people = [make_person(unit=unit) for _ in range(5)]
enrol(*people)
for person in people * 3:
    earn(person)
altered = LedgerEntry.objects.get(learner_id=people[3].pk, sequence=2)
LedgerEntry.objects.filter(pk=altered.pk).update(title="另一门课程")
known = {"entries": LedgerEntry.objects.count(), "altered": f"{people[3].pk}/2"}
sys.stdout.write(json.dumps(known) + "\n")
