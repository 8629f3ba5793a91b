"""The administrators' two bars: the areas of work, and the pages of the area at hand; only what the reader may open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.shell.navigation import Named, Place, Words, nearest, places


@dataclass(frozen=True)
class Guarded:
    """A page and the permissions of which one opens it; none: everybody with a desk may."""

    entry: Named
    needs: tuple[Permission, ...] = ()

    def open_to(self, scope: Scope | None) -> bool:
        """Whether the reader may open it."""
        return not self.needs or scope is None or any(scope.has(permission) for permission in self.needs)


@dataclass(frozen=True)
class Area:
    """An area of work."""

    label: Words
    pages: tuple[Guarded, ...]


def page(label: Words, name: str, *needs: Permission) -> Guarded:
    """One page of an area."""
    return Guarded(Named(label, name), needs)


AREAS = (
    Area(
        _("工作台"),
        (
            page(_("工作台"), "manage:desk"),
            page(_("后台任务"), "manage:jobs"),
        ),
    ),
    Area(
        _("学员"),
        (
            page(_("学员"), "manage:people", Permission.PEOPLE_READ, Permission.OWN_CLASS_READ),
            page(_("班级"), "manage:classes", Permission.CLASSES_READ, Permission.OWN_CLASS_READ),
            page(_("单位"), "manage:units", Permission.UNITS_READ),
            page(_("角色和任命"), "manage:roles", Permission.ROLES_READ),
            page(_("批量导入"), "manage:people_import", Permission.PEOPLE_IMPORT),
        ),
    ),
    Area(
        _("课程"),
        (
            page(_("课程"), "manage:courses", Permission.COURSES_READ),
            page(_("媒体文件"), "manage:assets", Permission.COURSES_WRITE),
            page(_("留言"), "manage:moderation", Permission.BOARD_MODERATE),
        ),
    ),
    Area(
        _("规则"),
        (
            page(_("规则"), "manage:policies", Permission.FIGURES_READ, Permission.POLICY_WRITE),
            page(_("年度要求"), "manage:requirements", Permission.FIGURES_READ, Permission.POLICY_WRITE),
        ),
    ),
    Area(
        _("意见"),
        (page(_("意见和投诉"), "manage:complaints", Permission.CREDITS_CORRECT),),
    ),
)


def bars(path: str, scope: Scope | None) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The areas that the reader may enter, and the pages of the current one (none when it has a single page)."""
    areas = [(area, _pages(area, scope)) for area in AREAS]
    areas = [(area, pages) for area, pages in areas if pages]
    best = nearest(list(chain.from_iterable(pages for _area, pages in areas)), path)
    tops: list[Place] = []
    below: tuple[Place, ...] = ()
    for area, pages in areas:
        current = any(place.address == best for place in pages)
        tops.append(Place(area.label, pages[0].address, current=current))
        if current and len(pages) > 1:
            below = tuple(replace(place, current=place.address == best) for place in pages)
    return tuple(tops), below


def _pages(area: Area, scope: Scope | None) -> tuple[Place, ...]:
    return places(tuple(each.entry for each in area.pages if each.open_to(scope)))
