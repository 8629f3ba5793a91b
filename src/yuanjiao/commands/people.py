"""People named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from yuanjiao.organisation.models import Person


def find(staff_number: str, hint: str) -> Person:
    """The person with this staff number.

    :param hint: the argument or option that names her.
    :raises BadParameter: when there is none.
    """
    from yuanjiao.organisation.models import Person  # noqa: PLC0415 -- only after `prepare`

    person = Person.objects.filter(staff_number=staff_number).first()
    if person is None:
        sentence = f"nobody has the staff number {staff_number}."
        raise click.BadParameter(sentence, param_hint=hint)
    return person
