"""Who needs the administrator, and what is due: lines of her desk, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.credits.public import Outlook, Pace, coming_requirements, date_of
from yuanjiao.kernel.policy import coming
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.public import waiting_complaints
from yuanjiao.web.manage.desk import people_address
from yuanjiao.web.shell.templatetags.shell import day


@dataclass(frozen=True, slots=True)
class Task:
    """One line: how many, what there is to do for them, the page where it is done, and how it stands."""

    number: int
    sentence: str
    address: str
    aside: str = ""


def who_needs_me(scope: Scope, unit: Unit | None, found: Outlook, now: datetime) -> list[Task]:
    """People and things that wait for her, the most urgent first; nothing that is at zero."""
    every = [*_from_complaints(scope, now), *_from_people(scope, unit, found, now)]
    return [task for task in every if task.number]


def _from_complaints(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.CREDITS_CORRECT):
        number, oldest = waiting_complaints(scope)
        days = (now - oldest).days if oldest else 0
        aside = ngettext("最久 %(days)s 天", "最久 %(days)s 天", days) % {"days": days} if days else _("今天收到")
        sentence = ngettext("答复 %(number)s 条意见", "答复 %(number)s 条意见", number)
        yield _task(number, sentence, f"{reverse('manage:complaints')}?state=waiting", aside)


def _from_people(scope: Scope, unit: Unit | None, found: Outlook, now: datetime) -> Iterator[Task]:
    figures = queries.desk_figures(scope, unit, now)
    imports, classes = reverse("manage:people_import"), f"{reverse('manage:classes')}?teacher=none"
    number = figures.imports_faulty
    yield _task(number, ngettext("%(number)s 次导入有错误", "%(number)s 次导入有错误", number), imports, _("改好再传"))
    number = figures.imports_waiting
    yield _task(number, ngettext("确认 %(number)s 次导入", "确认 %(number)s 次导入", number), imports, _("已检查"))
    number = figures.imports_running
    yield _task(number, ngettext("%(number)s 次导入正在进行", "%(number)s 次导入正在进行", number), imports)
    number = found.by_pace[Pace.BEHIND]
    sentence = ngettext("关心 %(number)s 名落后学员", "关心 %(number)s 名落后学员", number)
    yield _task(number, sentence, people_address(unit, standing=Pace.BEHIND), _("年底前到不了要求"))
    number = figures.without_class
    sentence = ngettext("为 %(number)s 名学员编班", "为 %(number)s 名学员编班", number)
    yield _task(number, sentence, people_address(unit, lacking="class"))
    number = figures.classes_without_teacher
    sentence = ngettext("为 %(number)s 个班指定班主任", "为 %(number)s 个班指定班主任", number)
    yield _task(number, sentence, classes)
    number = figures.never_signed_in
    sentence = ngettext("%(number)s 人还没有登录过", "%(number)s 人还没有登录过", number)
    yield _task(number, sentence, people_address(unit, lacking="sign_in"))
    number = figures.codes_expiring
    sentence = ngettext("%(number)s 人的登录码快到期", "%(number)s 人的登录码快到期", number)
    yield _task(number, sentence, people_address(unit, lacking="code"), _("七天内"))


def what_is_due(unit: Unit | None, found: Outlook, now: datetime) -> list[Task]:
    """What has a day: the year's end with those who have not met its requirement, and rules that begin."""
    today = date_of(now)
    left, unmet = (date(today.year, 12, 31) - today).days, found.people - found.by_pace[Pace.MET]
    sentence = ngettext("年度结束，%(number)s 人还未达标", "年度结束，%(number)s 人还未达标", unmet)
    aside = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}
    year_end = _task(unmet, sentence, people_address(unit, standing="unmet"), aside)
    requirements = reverse("manage:requirements")
    ahead = [
        Task(1, _("%(year)s 年度新要求开始生效") % {"year": year}, f"{requirements}?year={year}", day(at))
        for year, at in coming_requirements(now)
    ]
    rules = [Task(1, _("新规则开始生效"), reverse("manage:policy", args=[kind]), day(at)) for kind, at in coming(now)]
    return [*([year_end] if unmet else []), *ahead, *rules]


def _task(number: int, sentence: str, address: str, aside: str = "") -> Task:
    return Task(number, sentence % {"number": f"{number:,}"}, address, aside)
