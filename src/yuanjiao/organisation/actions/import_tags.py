"""Tags that an import brings."""

from __future__ import annotations

from collections.abc import Sequence

from yuanjiao.organisation.models import ImportRow, Person, Tag


def add_tags(*, rows: Sequence[ImportRow]) -> None:
    """Give the people of these rows exactly the tags that their rows name; rows without tags change none."""
    wanted = {row.staff_number: row.values["tags"] for row in rows if row.values.get("tags")}
    if not wanted:
        return
    names = {name for tags in wanted.values() for name in tags}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    tags = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
    people = dict(Person.everyone.filter(staff_number__in=wanted).values_list("staff_number", "pk"))
    through = Person.tags.through
    through.objects.filter(person_id__in=people.values()).delete()
    through.objects.bulk_create(
        [
            through(person_id=people[staff_number], tag_id=tags[name])
            for staff_number, theirs in wanted.items()
            for name in theirs
        ]
    )
