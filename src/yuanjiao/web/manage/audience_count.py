"""How many people an audience has, and a few of them by name as far as the reader may see names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yuanjiao.credits.public import ranking_rules, shown_name
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.web.manage.forms.campaigns import AudienceForm


@dataclass(frozen=True, slots=True)
class Sampled:
    """One person of the sample as the reader sees her."""

    name: str
    unit: str
    position: str


@dataclass(frozen=True, slots=True)
class Counted:
    """The audience in words, how many it has, and a sample of them."""

    words: str
    people: int
    sample: list[Sampled]


def counted(scope: Scope, form: AudienceForm, now: datetime) -> Counted:
    """Count what a valid form describes; four queries."""
    audience, unit = form.audience(), form.cleaned_data["unit"]
    people = outreach.people_of(audience, unit, now)
    names, viewer = ranking_rules(now).names, Person.objects.filter(pk=scope.person_id).first()

    def sampled(person: Person) -> Sampled:
        open_to_her = scope.may(Permission.PEOPLE_READ, person.unit)
        name = person.full_name if open_to_her else shown_name(person, viewer, names)
        return Sampled(name, str(person.unit), person.position)

    sample = [sampled(person) for person in outreach.sample_of(people)]
    return Counted(outreach.who(audience, outreach.where_of(unit)), people.count(), sample)
