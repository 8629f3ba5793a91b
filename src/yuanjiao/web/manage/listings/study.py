"""The lists of study reviews and appeals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from yuanjiao.web.manage.listings.people import NAME, STAFF_NUMBER, STATE, UNIT
from yuanjiao.web.shell.listing import Column, Listing

SUSPECTS = Listing(
    "study-reviews",
    gettext_lazy("学习核查"),
    (
        Column(STAFF_NUMBER, lambda line: line.person.staff_number),
        Column(NAME, lambda line: line.person.full_name),
        Column(UNIT, lambda line: line.person.unit.name, 28),
        Column(gettext_lazy("信号"), lambda line: line.number),
        Column(gettext_lazy("可疑程度"), lambda line: line.weight),
        Column(gettext_lazy("最早"), lambda line: line.oldest, 20),
        Column(gettext_lazy("最近"), lambda line: line.newest, 20),
    ),
    page_size=30,
)

REVIEWS = Listing(
    "study-reviews-decided",
    gettext_lazy("核查结论"),
    (
        Column(gettext_lazy("时间"), lambda review: review.decided_at, 20),
        Column(NAME, lambda review: review.learner.full_name),
        Column(UNIT, lambda review: review.learner.unit.name, 28),
        Column(gettext_lazy("结论"), lambda review: str(review.get_verdict_display())),
        Column(gettext_lazy("理由"), lambda review: review.reason, 60),
        Column(gettext_lazy("信号"), lambda review: len(review.signals)),
        Column(gettext_lazy("冲正条数"), lambda review: len(review.sequences)),
        Column(gettext_lazy("谁定的"), lambda review: review.decided_by and review.decided_by.full_name),
    ),
    page_size=30,
)

APPEALS = Listing(
    "appeals",
    gettext_lazy("申诉"),
    (
        Column(gettext_lazy("时间"), lambda appeal: appeal.written_at, 20),
        Column(NAME, lambda appeal: appeal.learner.full_name),
        Column(UNIT, lambda appeal: appeal.learner.unit.name, 28),
        Column(gettext_lazy("针对"), lambda appeal: str(appeal.get_subject_display())),
        Column(gettext_lazy("事项"), lambda appeal: appeal.title, 36),
        Column(gettext_lazy("说明"), lambda appeal: appeal.text, 60),
        Column(gettext_lazy("答复期限"), lambda appeal: appeal.due_on),
        Column(STATE, lambda appeal: str(appeal.get_state_display())),
        Column(gettext_lazy("答复"), lambda appeal: appeal.answer, 60),
        Column(gettext_lazy("谁答复的"), lambda appeal: appeal.decided_by and appeal.decided_by.full_name),
        Column(gettext_lazy("答复时间"), lambda appeal: appeal.decided_at, 20),
    ),
    page_size=30,
)
