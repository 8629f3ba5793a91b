"""What people say to each other: messages on boards, likes, recommendations, notices."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db import transaction

from yuanjiao.catalogue.models import Course
from yuanjiao.demonstration import signins
from yuanjiao.demonstration.plan import Plan
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import BoardMessage, MessageLike, Notice, Recommendation
from yuanjiao.outreach.public import notify_many

ON_COURSES = (
    "第二部分讲的办法，我们科室这周就试了，确实省时间。",
    "请问有没有配套的范本可以下载？",
    "早上上班前看完一讲，刚刚好。",
    "建议增加一个山区乡镇的例子。",
    "测验第三题的解析写得很明白。",
    "声音和字幕对得很准，在车上静音也能看。",
    "我们镇正好在做这件事，收获很大。",
    "看完又推荐给了班上的同事。",
    "希望后面讲讲怎样和群众解释这个政策。",
    "内容紧凑，没有废话。",
)
ON_THE_ACADEMY = (
    "学分排名里怎么看本单位的情况？",
    "手机上接着电脑的进度看，很方便。",
    "建议共享资源里多一些农业课程。",
    "大字模式很适合我们年纪大的同志。",
    "请问线下培训的学分什么时候可以申报？",
    "班主任提醒得很及时，谢谢。",
    "断网以后再连上，进度没有丢。",
    "希望每月有一张学习小结。",
)
WITH_COURSES = (
    "这门课讲得实在，抽空看看。",
    "和你手头的工作正好有关。",
    "十分钟就能看完，推荐。",
    "上次你问的问题，这里面讲到了。",
)
NOTICES = (
    ("demonstration.year", "本年度学习要求已发布：50 学分，其中必修 30 学分", "/record/", 0.02),
    ("demonstration.term", "演示通知：上半年学习情况已汇总，可以查看本人记录", "/record/", 0.52),
    ("demonstration.courses", "演示通知：共享资源新增一批高校公开课", "/shared/", 0.9),
)
MOST_PEOPLE = 4000


@transaction.atomic
def speak(plan: Plan, now: datetime) -> None:
    """Write messages, recommendations and notices, unless there are some already."""
    if BoardMessage.objects.exists() or Recommendation.objects.exists():
        return
    chance = plan.draw("voices")
    finished = CourseProgress.objects.filter(completed_at__isnull=False).order_by("pk")
    rows = finished.values_list("learner_id", "course_id", "completed_at")
    sample = [(learner, course, at) for learner, course, at in rows[:MOST_PEOPLE] if at]
    if not sample:
        return
    write_messages(plan, sample, chance)
    recommend(plan, sample, chance, now)
    give_notice(plan)


def write_messages(plan: Plan, sample: list[tuple[int, int, datetime]], chance: random.Random) -> None:
    """Messages on the boards of courses by people who completed them, and on the academy's board."""
    people = sorted({learner for learner, _course, _at in sample})
    paths = dict(Person.objects.filter(pk__in=people).values_list("pk", "unit__path"))
    authors = chance.sample(sample, min(len(sample), max(20, plan.learners // 8), 400))
    messages = []
    for place, (learner, course, at) in enumerate(authors):
        on_academy = place % 12 == 0
        text = chance.choice(ON_THE_ACADEMY if on_academy else ON_COURSES)
        written = min(at + timedelta(minutes=chance.randint(2, 600)), plan.ends_at - timedelta(minutes=place + 1))
        message = BoardMessage(author_id=learner, text=text, written_at=written, unit_path=paths[learner])
        message.course_id = None if on_academy else course
        messages.append(message)
    likers = [chance.sample(people, min(len(people) - 1, int(chance.expovariate(0.4)))) for _ in messages]
    for message, liked_by in zip(messages, likers, strict=True):
        message.like_count = len(liked_by)
    BoardMessage.objects.bulk_create(messages)
    MessageLike.objects.bulk_create(
        MessageLike(person_id=person, message=message, at=message.written_at + timedelta(minutes=5))
        for message, liked_by in zip(messages, likers, strict=True)
        for person in liked_by
    )


def recommend(plan: Plan, sample: list[tuple[int, int, datetime]], chance: random.Random, now: datetime) -> None:
    """Recommendations between colleagues, three of them to the demonstration's learner."""
    learner = Person.objects.get(staff_number=signins.LEARNER.staff_number)
    own = set(CourseProgress.objects.filter(learner_id=learner.pk).values_list("course_id", flat=True))
    colleagues = list(Person.objects.filter(unit=learner.unit).exclude(pk=learner.pk).order_by("pk")[:3])
    fresh = list(Course.objects.filter(demonstration=True).exclude(pk__in=own).order_by("pk")[:3])
    pairs = {
        (colleague.pk, learner.pk, course.pk): now - timedelta(hours=5 + 30 * place)
        for place, (colleague, course) in enumerate(zip(colleagues, fresh, strict=False))
    }
    for sender, course, at in chance.sample(sample, min(len(sample), plan.learners // 10, 300)):
        receiver = chance.choice(sample)[0]
        if receiver not in (sender, learner.pk):
            pairs.setdefault((sender, receiver, course), at + timedelta(minutes=9))
    Recommendation.objects.bulk_create(
        Recommendation(
            sender_id=sender, receiver_id=receiver, course_id=course, words=chance.choice(WITH_COURSES), sent_at=at
        )
        for (sender, receiver, course), at in pairs.items()
    )


def give_notice(plan: Plan) -> None:
    """Notices to everyone (in a city: to those who sign in); older ones have been read."""
    people = Person.objects.filter(is_active=True).order_by("pk")
    if plan.city:
        people = people.filter(staff_number__in=[each.staff_number for each in signins.ALL])
    numbers = list(people.values_list("pk", flat=True))
    span = plan.ends_at - plan.begins_at
    for kind, title, link, share in NOTICES:
        at = plan.begins_at + span * share
        notify_many(person_ids=numbers, kind=kind, title=title, now=at, link=link)
        if share < 0.8:
            Notice.objects.filter(kind=kind).update(read_at=at + timedelta(days=1))
