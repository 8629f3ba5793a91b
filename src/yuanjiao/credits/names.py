"""How a name appears on boards and certificates: one disclosure setting for each academy."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yuanjiao.credits.policy import Disclosure
from yuanjiao.organisation.models import Person

COMPOUND = "欧阳上官司马诸葛夏侯皇甫尉迟公孙慕容令狐司徒司空端木东方南宫独孤宇文长孙轩辕百里呼延闻人澹台太史申屠公冶"
COMPOUND_SURNAMES = frozenset(COMPOUND[start : start + 2] for start in range(0, len(COMPOUND), 2))


def surname_of(full_name: str) -> str:
    """The surname: two characters where they are a compound one, else the first; the last word of a Latin name."""
    name = full_name.strip()
    if name.isascii():
        return name.split()[-1] if name else ""
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]


def shown_name(person: Person | None, viewer: Person | None, names: Disclosure) -> str:
    """A person's name as a viewer (none: the public) may see it; always in full inside one's own unit."""
    if person is None:
        return _("已离开的学员")
    own = viewer is not None and (viewer.pk == person.pk or viewer.unit_id == person.unit_id)
    if own or names is Disclosure.FULL:
        return person.full_name
    if names is Disclosure.HIDDEN:
        return _("学员")
    title = person.position or _("同志")
    return f"{surname_of(person.full_name)}{' ' if person.full_name.isascii() else ''}{title}"
