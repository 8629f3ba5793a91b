"""Who needs the administrator, and what is due: lines of her desk, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.catalogue.models import Contract
from yuanjiao.catalogue.public import kept_in, licence_rules, standing_of
from yuanjiao.credits.public import (
    Outlook,
    Pace,
    claims_to_decide,
    coming_requirements,
    date_of,
    exemptions_to_decide,
    waiting_of,
)
from yuanjiao.kernel.policy import coming
from yuanjiao.organisation import queries
from yuanjiao.organisation.models import Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach.public import waiting_appeals, waiting_complaints, waiting_reviews
from yuanjiao.oversight.public import (
    assessment_page,
    due_tasks,
    number_under,
    objections_to_answer,
    open_tasks_in,
    open_to_objection,
    plan_task_page,
)
from yuanjiao.web.manage.desk import people_address
from yuanjiao.web.shell.templatetags.shell import day

PLAN_TASKS_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One line: how many, what there is to do for them, the page where it is done, and how it stands."""

    number: int
    sentence: str
    address: str
    aside: str = ""


def who_needs_me(scope: Scope, unit: Unit | None, found: Outlook, now: datetime) -> list[Task]:
    """People and things that wait for her, the most urgent first; nothing that is at zero."""
    every = [
        *_from_appeals(scope, now),
        *_from_complaints(scope, now),
        *_from_credits(scope, now),
        *_from_talks(scope, now),
        *_from_objections(scope, now),
        *_from_people(scope, unit, found, now),
    ]
    return [task for task in every if task.number]


def _from_appeals(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.CREDITS_CORRECT):
        number, first = waiting_appeals(scope)
        sentence = ngettext("处理 %(number)s 件申诉", "处理 %(number)s 件申诉", number)
        yield _task(number, sentence, f"{reverse('manage:appeals')}?state=waiting", _term(first, now))
    if scope.has(Permission.STUDY_REVIEW):
        number, oldest = waiting_reviews(scope)
        sentence = ngettext("核查 %(number)s 名学员的学习", "核查 %(number)s 名学员的学习", number)
        yield _task(number, sentence, reverse("manage:study_reviews"), day(oldest))


def _term(first: date | None, now: datetime) -> str:
    if first is None:
        return ""
    days = (first - date_of(now)).days
    if days < 0:
        return ngettext("已过期限 %(days)s 天", "已过期限 %(days)s 天", -days) % {"days": -days}
    return ngettext("最早的还有 %(days)s 天", "最早的还有 %(days)s 天", days) % {"days": days}


def _from_complaints(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.CREDITS_CORRECT):
        number, oldest = waiting_complaints(scope)
        days = (now - oldest).days if oldest else 0
        aside = ngettext("最久 %(days)s 天", "最久 %(days)s 天", days) % {"days": days} if days else _("今天收到")
        sentence = ngettext("答复 %(number)s 条意见", "答复 %(number)s 条意见", number)
        yield _task(number, sentence, f"{reverse('manage:complaints')}?state=waiting", aside)


def _from_credits(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.CLAIMS_DECIDE):
        found = waiting_of(claims_to_decide(scope))
        sentence = ngettext("认定 %(number)s 件学分申报", "认定 %(number)s 件学分申报", found.number)
        yield _task(found.number, sentence, f"{reverse('manage:claims')}?whose=mine", _due(found.due_on, now))
    if scope.has(Permission.EXEMPTIONS_DECIDE):
        found = waiting_of(exemptions_to_decide(scope))
        sentence = ngettext("审批 %(number)s 件豁免申请", "审批 %(number)s 件豁免申请", found.number)
        yield _task(found.number, sentence, f"{reverse('manage:exemptions')}?whose=mine", _due(found.due_on, now))


def _due(due_on: date | None, now: datetime) -> str:
    if due_on is None:
        return ""
    days = (due_on - date_of(now)).days
    if days < 0:
        return ngettext("已超期 %(days)s 天", "已超期 %(days)s 天", -days) % {"days": -days}
    return ngettext("%(days)s 天内答复", "%(days)s 天内答复", days) % {"days": days} if days else _("今天要答复")


def _from_talks(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.TALKS_HOLD):
        number = number_under(scope, now)
        sentence = ngettext("%(number)s 个单位低于约谈线", "%(number)s 个单位低于约谈线", number)
        yield _task(number, sentence, f"{reverse('manage:talks_under')}?talk=none", _("拟约谈"))
        late = open_tasks_in(scope).filter(due_on__lt=date_of(now)).count()
        sentence = ngettext("%(number)s 项整改任务超期", "%(number)s 项整改任务超期", late)
        yield _task(late, sentence, f"{reverse('manage:talks')}?state=held&sort=due")


def _from_objections(scope: Scope, now: datetime) -> Iterator[Task]:
    if scope.has(Permission.ASSESSMENTS_WRITE):
        terms = {"first": Min("score__assessment__answers_until"), "where": Min("score__assessment")}
        found = objections_to_answer(scope).aggregate(number=Count("pk"), **terms)
        number = found["number"]
        sentence = ngettext("答复 %(number)s 条考核异议", "答复 %(number)s 条考核异议", number)
        yield _task(
            number, sentence, f"{assessment_page(found['where'] or 0)}?open=objection", _due(found["first"], now)
        )


def _from_people(scope: Scope, unit: Unit | None, found: Outlook, now: datetime) -> Iterator[Task]:
    figures = queries.desk_figures(scope, unit, now)
    imports = reverse("manage:people_import")
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
    yield _task(number, sentence, _classes_to_staff(scope, unit))
    number = figures.never_signed_in
    sentence = ngettext("%(number)s 人还没有登录过", "%(number)s 人还没有登录过", number)
    yield _task(number, sentence, people_address(unit, lacking="sign_in"))
    number = figures.codes_expiring
    sentence = ngettext("%(number)s 人的登录码快到期", "%(number)s 人的登录码快到期", number)
    yield _task(number, sentence, people_address(unit, lacking="code"), _("七天内"))


def _classes_to_staff(scope: Scope, unit: Unit | None) -> str:
    """Where the classes without a teacher get theirs; who may only read sees which they are."""
    if not scope.has(Permission.CLASSES_WRITE):
        return f"{reverse('manage:classes')}?teacher=none"
    narrowed = f"?unit={unit.pk}" if unit else ""
    return f"{reverse('manage:classes_teachers')}{narrowed}"


def licences_that_end(scope: Scope, now: datetime) -> list[Task]:
    """Licences of her units that end soon, have ended with courses on them, or run out of seats; two queries."""
    if not scope.has(Permission.COURSES_READ):
        return []
    days, page, tasks = licence_rules(now).first, reverse("manage:contracts"), []
    found = standing_of(kept_in(scope, Permission.COURSES_READ, Contract.objects.all()), date_of(now), days)
    if found.ending:
        words = {"number": found.ending, "days": days}
        sentence = ngettext(
            "%(number)s 份课程合同 %(days)s 天内到期", "%(number)s 份课程合同 %(days)s 天内到期", found.ending
        )  # fmt: skip
        aside = _("最早 %(day)s") % {"day": day(at_midnight(found.first_end))} if found.first_end else ""
        tasks.append(Task(found.ending, sentence % words, f"{page}?state=ending", aside))
    if found.ended:
        sentence = ngettext(
            "%(number)s 份课程合同已到期，课程不能学", "%(number)s 份课程合同已到期，课程不能学", found.ended
        )  # fmt: skip
        tasks.append(_task(found.ended, sentence, f"{page}?state=ended"))
    if found.crowded:
        sentence = ngettext(
            "%(number)s 份课程合同的授权人数快用完", "%(number)s 份课程合同的授权人数快用完", found.crowded
        )  # fmt: skip
        tasks.append(_task(found.crowded, sentence, f"{page}?state=crowded"))
    return tasks


def at_midnight(on: date) -> datetime:
    """The moment at which a day begins where the academy is."""
    return timezone.make_aware(datetime.combine(on, time.min))


def what_is_due(scope: Scope, unit: Unit | None, found: Outlook, now: datetime) -> list[Task]:
    """What has a day: tasks of plans, the year's end with those who have not met its requirement, rules that begin."""
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
    return [*_from_plans(scope, now), *_from_assessments(scope, now), *([year_end] if unmet else []), *ahead, *rules]


def _from_plans(scope: Scope, now: datetime) -> Iterator[Task]:
    today = date_of(now)
    for task in due_tasks(scope, today)[:PLAN_TASKS_AT_MOST]:
        left = (task.ends_on - today).days
        aside = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left} if left else _("今天到期")
        if left < 0:
            aside = ngettext("超期 %(days)s 天", "超期 %(days)s 天", -left) % {"days": -left}
        yield Task(1, task.title, plan_task_page(task.pk), aside)


def _from_assessments(scope: Scope, now: datetime) -> Iterator[Task]:
    for each in open_to_objection(scope, now):
        sentence = _("核对 %(year)s 年度考核得分，可以提异议") % {"year": each.year}
        left = (each.objections_until - date_of(now)).days if each.objections_until else 0
        aside = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left} if left else _("今天到期")
        yield Task(1, sentence, assessment_page(each.pk), aside)


def _task(number: int, sentence: str, address: str, aside: str = "") -> Task:
    return Task(number, sentence % {"number": f"{number:,}"}, address, aside)
