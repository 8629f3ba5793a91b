"""Whom a reminder would reach and with which words: what is shown before it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanjiao.credits.public import Pace
from yuanjiao.organisation.models import ClassGroup, Person
from yuanjiao.outreach.public import Wording, filled, is_night, marks
from yuanjiao.web.manage.my_class import Face, class_desk, faces_of

SETTLED = (Pace.MET, Pace.ON_TRACK)


class Receiver(NamedTuple):
    """One learner, and the very words she would read."""

    face: Face
    text: str


def receivers(faces: Sequence[Face], text: str) -> list[Receiver]:
    """Those whom a reminder would reach, each with her own words."""
    return [Receiver(face, filled(text, Wording.of(face.person, face.stands))) for face in faces if face.remindable]


def faces_asked(group: ClassGroup | None, person: Person | None, pace: str, now: datetime) -> list[Face]:
    """The faces that a reminder is for: one person, or those of a pace in a class."""
    if person is not None:
        return faces_of([person], now)
    return class_desk(group, pace, now).shown if group else []


def proposed_text(faces: Sequence[Face]) -> str:
    """The words to begin with; the teacher changes them as she likes."""
    words = marks(get_language())
    if faces and all(face.pace in SETTLED for face in faces):
        return _("%(name)s您好：今年要学 %(due)s 学分，您已得 %(earned)s 学分，进度不错，请继续保持。") % words
    asking = _("%(name)s您好：今年要学 %(due)s 学分，您已得 %(earned)s 学分，还差 %(missing)s 学分。") % words
    return asking + _("请抽空学起来；有困难可以给我留言或打电话。")


def told(number: int, now: datetime) -> str:
    """What came of a reminder, in a sentence."""
    said = _("已提醒 %(number)s 人。") % {"number": number}
    return said + (_("现在是夜里，邮件和短信早上 7:30 以后发出。") if is_night(now) else _("邮件和短信在后台发送。"))
