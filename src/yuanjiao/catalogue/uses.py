"""Where a media file is used: as a lesson's film or document, as its captions, as a cover, as a contract's scan."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Contract, Course, Lesson
from yuanjiao.media.models import Asset


class Use(NamedTuple):
    """One place: the course or contract, and what the file is to it, in words."""

    place: Course | Contract
    words: str

    @property
    def by_contract(self) -> bool:
        """Whether it is a contract."""
        return isinstance(self.place, Contract)


def uses_of(asset: Asset) -> list[Use]:
    """Every place where a file is used; three queries."""
    lessons = Lesson.objects.filter(Q(asset=asset) | Q(captions=asset)).select_related("course")
    in_lessons = [Use(lesson.course, _words(lesson, asset)) for lesson in lessons.order_by("course_id", "position")]
    covers = [Use(course, _("课程封面")) for course in Course.objects.filter(cover=asset).order_by("pk")]
    scans = [Use(contract, _("合同扫描件")) for contract in Contract.objects.filter(scan=asset).order_by("pk")]
    return in_lessons + covers + scans


def _words(lesson: Lesson, asset: Asset) -> str:
    place = {"number": lesson.position, "title": lesson.title}
    if lesson.asset_id == asset.pk:
        return _("第 %(number)s 讲“%(title)s”") % place
    return _("第 %(number)s 讲“%(title)s”的字幕") % place


def is_used(asset: Asset) -> bool:
    """Whether any course or contract uses a file."""
    return bool(uses_of(asset))


def unused(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Those of the files that no course or contract uses."""
    in_lessons = Lesson.objects.filter(Q(asset=OuterRef("pk")) | Q(captions=OuterRef("pk")))
    covers, scans = Course.objects.filter(cover=OuterRef("pk")), Contract.objects.filter(scan=OuterRef("pk"))
    return assets.filter(~Exists(in_lessons), ~Exists(covers), ~Exists(scans))
