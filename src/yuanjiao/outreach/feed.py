"""What reaches a learner on her home page, in one query: notices, pushes, and what colleagues recommend (A4, A8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from yuanjiao.credits.public import RankingRules, shown_name
from yuanjiao.kernel.plain_rows import moment
from yuanjiao.organisation.models import Person
from yuanjiao.outreach.models import Notice
from yuanjiao.outreach.push_audience import audience_from, why

NOTICES, PUSHES, RECOMMENDATIONS = 3, 12, 3

# Written plainly and asked at once: the home page is the busiest, and each of the three alone would be one query more.
FEED = """
SELECT * FROM (
    SELECT 'notice' AS kind, id, title, link AS words, created_at AS at, read_at AS seen_at,
           (SELECT COUNT(*) FROM outreach_notice WHERE person_id = %(person)s AND read_at IS NULL) AS number,
           0 AS course_id, '' AS about, '' AS more
    FROM outreach_notice WHERE person_id = %(person)s ORDER BY created_at DESC, id DESC LIMIT %(notices)s
) AS newest_notices
UNION ALL SELECT * FROM (
    SELECT 'push', campaign.id, campaign.name, campaign.text, campaign.starts_at, recipient.seen_at, 0,
           place.course_id, CAST(campaign.audience AS text),
           CASE WHEN unit.depth = 1 THEN '' WHEN unit.short_name = '' THEN unit.name ELSE unit.short_name END
    FROM outreach_campaignrecipient recipient
    JOIN outreach_campaign campaign ON campaign.id = recipient.campaign_id
    JOIN organisation_unit unit ON unit.id = campaign.unit_id
    JOIN outreach_campaigncourse place ON place.campaign_id = campaign.id
         AND (((recipient.course_bits & ~recipient.dismissed_bits) >> place.position) & 1) = 1
    JOIN catalogue_course course ON course.id = place.course_id AND course.state = 'published'
    LEFT JOIN learning_courseprogress progress
         ON progress.learner_id = recipient.learner_id AND progress.course_id = place.course_id
    WHERE recipient.learner_id = %(person)s AND campaign.state = 'running' AND campaign.on_home
      AND campaign.fixed_at IS NOT NULL AND campaign.starts_at <= %(now)s AND campaign.ends_at > %(now)s
      AND progress.completed_at IS NULL
    ORDER BY campaign.priority DESC, campaign.starts_at DESC, campaign.id DESC, place.position LIMIT %(pushes)s
) AS pushed_courses
UNION ALL SELECT * FROM (
    SELECT 'recommendation', sender.id, sender.full_name, given.words, given.sent_at, given.sent_at, sender.unit_id,
           given.course_id, sender.position,
           COALESCE((SELECT CAST(body AS text) FROM kernel_policyversion
                     WHERE kind = 'rankings' AND valid_from <= %(now)s ORDER BY valid_from DESC LIMIT 1), '')
    FROM outreach_recommendation given
    JOIN organisation_person sender ON sender.id = given.sender_id
    JOIN catalogue_course course ON course.id = given.course_id AND course.state = 'published'
    LEFT JOIN learning_courseprogress progress
         ON progress.learner_id = given.receiver_id AND progress.course_id = given.course_id
    WHERE given.receiver_id = %(person)s AND progress.id IS NULL
    ORDER BY given.sent_at DESC, given.id DESC LIMIT %(recommendations)s
) AS recommended_courses
"""


class Pushed(NamedTuple):
    """One course that a campaign pushes to her, and why; `fresh` before she has seen the push."""

    campaign_id: int
    course_id: int
    name: str
    text: str
    why: str
    fresh: bool


class Recommended(NamedTuple):
    """One course that a colleague recommends to her."""

    course_id: int
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Her newest notices and how many she has not read; the courses pushed to her, and those recommended."""

    notices: list[Notice]
    unread: int
    pushed: list[Pushed]
    recommended: list[Recommended]


class _Row(NamedTuple):
    kind: str
    id: int
    title: str
    words: str
    at: Any
    seen_at: Any
    number: int
    course_id: int
    about: str
    more: str


def feed_of(person: Person, now: datetime) -> Feed:
    """What reaches this learner at a moment; one query. A course is pushed once, and not recommended beside it."""
    wanted = {"notices": NOTICES, "pushes": PUSHES, "recommendations": RECOMMENDATIONS}
    asked_at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(FEED, {"person": person.pk, "now": asked_at, **wanted})
        rows = [_Row(*row) for row in cursor.fetchall()]
    notices = [row for row in rows if row.kind == "notice"]
    pushed: dict[int, Pushed] = {}
    for row in rows:
        if row.kind == "push":
            pushed.setdefault(row.course_id, _pushed(row))
    recommended: dict[int, Recommended] = {}
    for row in rows:
        if row.kind == "recommendation" and row.course_id not in pushed:
            recommended.setdefault(row.course_id, _recommended(row, person))
    return Feed(
        notices=[_notice(row) for row in notices],
        unread=notices[0].number if notices else 0,
        pushed=list(pushed.values()),
        recommended=list(recommended.values()),
    )


def _notice(row: _Row) -> Notice:
    return Notice(id=row.id, title=row.title, link=row.words, created_at=moment(row.at), read_at=moment(row.seen_at))


def _pushed(row: _Row) -> Pushed:
    reason = why(audience_from(row.about), row.more)
    return Pushed(row.id, row.course_id, row.title, row.words, reason, row.seen_at is None)


def _recommended(row: _Row, viewer: Person) -> Recommended:
    sender = Person(id=row.id, full_name=row.title, unit_id=row.number, position=row.about)
    names = msgspec.json.decode(row.more or "{}", type=RankingRules).names
    return Recommended(row.course_id, shown_name(sender, viewer, names), row.words)
