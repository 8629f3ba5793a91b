"""The administrators' two bars: the areas of work, and the pages of the area at hand; only what the reader may open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.web.shell.navigation import Named, Place, Words, nearest, places


@dataclass(frozen=True)
class Guarded:
    """A page and the permissions of which one opens it; none: everybody with a desk may."""

    entry: Named
    needs: tuple[Permission, ...] = ()
    whole_academy: bool = False

    def open_to(self, scope: Scope | None) -> bool:
        """Whether the reader may open it."""
        if self.whole_academy and scope is not None:
            return any(scope.covers_academy(permission) for permission in self.needs)
        return not self.needs or scope is None or any(scope.has(permission) for permission in self.needs)


@dataclass(frozen=True)
class Area:
    """An area of work."""

    label: Words
    pages: tuple[Guarded, ...]


def page(label: Words, name: str, *needs: Permission) -> Guarded:
    """One page of an area."""
    return Guarded(Named(label, name), needs)


def academy_page(label: Words, name: str, *needs: Permission) -> Guarded:
    """One page about what belongs to the academy alone: open to those whose right covers all of it."""
    return Guarded(Named(label, name), needs, whole_academy=True)


AREAS = (
    Area(
        _("工作台"),
        (
            page(_("工作台"), "manage:desk"),
            page(_("后台任务"), "manage:jobs"),
        ),
    ),
    Area(
        _("我的班"),
        (
            page(_("我的班"), "manage:my_class", Permission.OWN_CLASS_READ),
            page(_("联系记录"), "manage:contacts", Permission.OWN_CLASS_REMIND),
            page(_("提醒记录"), "manage:reminders", Permission.OWN_CLASS_REMIND),
        ),
    ),
    Area(
        _("学员"),
        (
            page(_("学员"), "manage:people", Permission.PEOPLE_READ, Permission.OWN_CLASS_READ),
            page(_("班级"), "manage:classes", Permission.CLASSES_READ, Permission.OWN_CLASS_READ),
            page(pgettext_lazy("navigation", "班主任"), "manage:caseload", Permission.CLASSES_READ),
            page(pgettext_lazy("navigation", "单位"), "manage:units", Permission.UNITS_READ),
            page(_("机构调整"), "manage:reorganisations", Permission.UNITS_READ),
            page(_("角色和任命"), "manage:roles", Permission.ROLES_READ),
            page(_("批量导入"), "manage:people_import", Permission.PEOPLE_IMPORT),
            page(_("群发记录"), "manage:mailings", Permission.LEARNERS_REMIND),
            page(_("操作记录"), "manage:trail", Permission.AUDIT_READ),
        ),
    ),
    Area(
        _("学分"),
        (
            page(_("学分申报"), "manage:claims", Permission.CLAIMS_READ),
            page(_("集中申报"), "manage:trainings", Permission.CLAIMS_READ),
            page(_("学习豁免"), "manage:exemptions", Permission.EXEMPTIONS_READ),
        ),
    ),
    Area(
        _("课程"),
        (
            page(_("课程"), "manage:courses", Permission.COURSES_READ),
            page(_("审核"), "manage:audits", Permission.COURSES_READ),
            page(_("批量变更"), "manage:batches", Permission.COURSES_WRITE),
            page(_("评议"), "manage:review", Permission.COURSES_READ),
            page(_("增减报告"), "manage:period_report", Permission.COURSES_READ),
            page(_("变更记录"), "manage:course_changes", Permission.COURSES_READ),
            page(_("推送"), "manage:campaigns", Permission.CAMPAIGNS_READ),
            page(_("媒体文件"), "manage:assets", Permission.COURSES_WRITE),
            page(_("留言"), "manage:moderation", Permission.BOARD_MODERATE),
        ),
    ),
    Area(
        _("资源"),
        (
            academy_page(_("图书"), "manage:books", Permission.LIBRARY_WRITE),
            academy_page(_("新闻"), "manage:articles", Permission.LIBRARY_WRITE),
            academy_page(_("新闻来源"), "manage:feeds", Permission.LIBRARY_WRITE),
            academy_page(_("手机报"), "manage:digests", Permission.LIBRARY_WRITE),
            academy_page(_("应用"), "manage:apps", Permission.LIBRARY_WRITE),
            academy_page(_("阅读数据"), "manage:reading", Permission.LIBRARY_WRITE),
        ),
    ),
    Area(
        _("来源和需求"),
        (
            page(_("合同"), "manage:contracts", Permission.COURSES_READ),
            page(_("引进来文"), "manage:introductions", Permission.COURSES_READ),
            page(pgettext_lazy("navigation", "供应商"), "manage:suppliers", Permission.COURSES_READ),
            page(_("录制任务"), "manage:productions", Permission.COURSES_READ),
            academy_page(_("成本与使用"), "manage:portfolio", Permission.COURSES_READ),
            academy_page(_("需求"), "manage:demand", Permission.COURSES_READ),
            page(_("愿望"), "manage:wishes", Permission.COURSES_READ),
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
        _("督学"),
        (
            page(_("年度计划"), "manage:plans"),
            page(_("通报"), "manage:circulars", Permission.FIGURES_READ, Permission.CIRCULARS_WRITE),
            page(_("约谈"), "manage:talks", Permission.FIGURES_READ),
            page(_("低于约谈线"), "manage:talks_under", Permission.TALKS_HOLD),
            page(_("管理办法"), "manage:measures", Permission.FIGURES_READ, Permission.POLICY_WRITE),
            page(_("大屏"), "manage:screens", Permission.SCREENS_WRITE),
            page(_("单位考核"), "manage:assessments", Permission.FIGURES_READ),
        ),
    ),
    Area(
        _("意见和核查"),
        (
            page(_("意见和投诉"), "manage:complaints", Permission.CREDITS_CORRECT),
            page(_("申诉"), "manage:appeals", Permission.CREDITS_CORRECT),
            page(_("学习核查"), "manage:study_reviews", Permission.STUDY_REVIEW),
            page(_("核查结论"), "manage:study_reviews_decided", Permission.STUDY_REVIEW),
        ),
    ),
)


def bars(path: str, scope: Scope | None) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """The areas that the reader may enter, and the pages of the current one (none when it has a single page)."""
    areas = _open_to(scope)
    best = nearest(list(chain.from_iterable(pages for _area, pages in areas)), path)
    tops: list[Place] = []
    below: tuple[Place, ...] = ()
    for area, pages in areas:
        current = any(place.address == best for place in pages)
        tops.append(Place(area.label, pages[0].address, current=current))
        if current and len(pages) > 1:
            below = tuple(replace(place, current=place.address == best) for place in pages)
    return tuple(tops), below


@lru_cache(maxsize=512)
def _open_to(scope: Scope | None) -> tuple[tuple[Area, tuple[Place, ...]], ...]:
    """The areas with a page that the reader may open; a scope is the same all day until her roles change."""
    areas = ((area, _pages(area, scope)) for area in AREAS)
    return tuple((area, pages) for area, pages in areas if pages)


def _pages(area: Area, scope: Scope | None) -> tuple[Place, ...]:
    return places(tuple(each.entry for each in area.pages if each.open_to(scope)))
