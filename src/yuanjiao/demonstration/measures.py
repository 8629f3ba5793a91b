"""Two versions of made-up management measures, of which some have taken note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from yuanjiao.credits.public import date_of
from yuanjiao.demonstration.plan import MARK, Plan
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import Scope
from yuanjiao.oversight.models import MeasuresChapter, MeasuresReceipt, MeasuresVersion
from yuanjiao.oversight.public import ChapterDetails, draft_measures, write_chapter

TITLE = f"网络学院学习管理办法{MARK}"
CHAPTERS = (
    ("第一章 总则", "", "本办法适用于在册的全部学员。网络学院免费开放全部课程。学习情况如实记录，任何人不得代学。"),
    (
        "第二章 学分",
        "credit",
        "学完一门课程并通过随堂测验，得该课程的学分。学分以百分之一为单位记入台账，一经记入不删不改；记错的以冲正更正。",
    ),
    (
        "第三章 年度要求",
        "requirement",
        "各职务层次的年度学分要求由学院按年度发布，其中必修不少于规定的学分。年度中途调整的，只影响是否达标，不影响已得学分。",
    ),
    (
        "第四章 学习核验",
        "watching",
        "学习时长以服务器核验为准。快进、重复播放、多处同时播放的部分不计。学习中会有专注确认，未确认的部分补看后照计。",
    ),
    (
        "第五章 学习纪律",
        "discipline",
        "代学、使用程序刷课的，经复核属实，相应学分予以冲正，并告知所在单位。学员可以申诉。",
    ),
    ("第六章 约谈", "talk", "到规定日期达标率低于约谈线的单位，由上一级约谈主要负责人。约谈后限期整改，到期复查。"),
)
SECOND = {
    "第六章 约谈": (
        "到规定日期达标率低于约谈线的单位，由上一级约谈主要负责人。约谈要有记录，承诺要拆成任务，各有负责人和期限。"
        "约谈后限期整改，到期复查，复查结果和通知时的数对照。"
    ),
}
EVERY = 3
"""One in so many learners has not taken note."""


def write(plan: Plan, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Write both versions, unless they are there."""
    if not plan.city and not MeasuresVersion.objects.exists():
        actor = Scope.of_system()
        for number, days in enumerate((300, 100), 1):
            draft = draft_measures(actor=actor, title=TITLE, now=now)
            if number == 1:
                for position, (title, rule, text) in enumerate(CHAPTERS, 1):
                    write_chapter(actor=actor, details=ChapterDetails(position, title, text, rule), now=now)
            else:
                for title, text in SECOND.items():
                    MeasuresChapter.objects.filter(version=draft, title=title).update(text=text)
            _publish(
                draft, now - timedelta(days=days), "首次发布。" if number == 1 else "约谈一章写明了记录、任务和复查。"
            )
        learners = Person.objects.filter(is_active=True, is_learner=True).order_by("pk").values_list("pk", flat=True)
        MeasuresReceipt.objects.bulk_create(
            MeasuresReceipt(learner_id=learner, version=draft, at=now - timedelta(days=90))
            for learner in learners[1:]
            if learner % EVERY
        )
    progress(1, 1)


def _publish(draft: MeasuresVersion, at: datetime, summary: str) -> None:
    # In the story they were published long ago, which the action would rightly refuse to write today.
    draft.draft, draft.published_at, draft.valid_from, draft.summary = False, at, date_of(at), summary
    draft.save()
