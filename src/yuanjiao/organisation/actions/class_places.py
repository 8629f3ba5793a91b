"""Places in class groups; every change of a place changes its class's size in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F

from yuanjiao.organisation.models import ClassGroup, ClassPlace


def give_up_place(*, person_ids: Iterable[int]) -> int:
    """Free the places of these people, if they have any; gives how many were freed. Needs an open transaction."""
    places = ClassPlace.objects.filter(person_id__in=list(person_ids))
    freed = Counter(places.values_list("class_group_id", flat=True))
    places.delete()
    # In the order of their numbers, so that two such changes at once cannot lock each other out.
    for group_id in sorted(freed):
        ClassGroup.objects.filter(pk=group_id).update(size=F("size") - freed[group_id])
    return sum(freed.values())


def take_places(*, group: ClassGroup, person_ids: Sequence[int], on: date) -> None:
    """Place people in a class; the database refuses the forty-first. Needs an open transaction."""
    ClassGroup.objects.filter(pk=group.pk).update(size=F("size") + len(person_ids))
    ClassPlace.objects.bulk_create(
        [ClassPlace(person_id=person_id, class_group=group, since=on) for person_id in person_ids]
    )
