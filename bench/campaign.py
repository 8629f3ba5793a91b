"""A campaign to 150,000 learners: preparing it in the background; figure: at most 60 s, no query more at home.

Run: ``python -m bench.campaign [--learners 150000]``. Half of the learners were pushed one of the courses before, and a
third have finished another, so that every row is really compared. Beside it: counting the audience as its builder sees
it, the notices to everyone, counting what came of it, and what the home page asks, before and after.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuanjiao.settings.embedded")
os.environ.setdefault("YUANJIAO_HOME", tempfile.mkdtemp(prefix="yuanjiao-bench-campaign-"))

import django

django.setup()

from django.db import connection  # noqa: E402 -- after setup

from bench.harness import books, prepare, report  # noqa: E402 -- after setup
from bench.import_people import TransactionTimes, longest_of  # noqa: E402 -- after setup
from yuanjiao.catalogue.models import Course, CourseState, SourceKind, Topic  # noqa: E402 -- after setup
from yuanjiao.learning.models import CourseProgress  # noqa: E402 -- after setup
from yuanjiao.organisation.models import Person, Unit, UnitKind  # noqa: E402 -- after setup
from yuanjiao.organisation.public import Scope  # noqa: E402 -- after setup
from yuanjiao.outreach import public as outreach  # noqa: E402 -- after setup
from yuanjiao.outreach.models import Campaign, Notice  # noqa: E402 -- after setup
from yuanjiao.outreach.public import CampaignFields, PushAudience  # noqa: E402 -- after setup

NOW = datetime(2026, 11, 21, 1, tzinfo=UTC)
DISTRICTS, UNITS_EACH = 40, 25
LEVELS = ("141", "142", "150")
ROUNDS = 200


def main() -> None:
    """Make people up, push to them all, and report."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--learners", type=int, default=150_000)
    arguments.add_argument("--smoke", action="store_true", help="a few people, to see that it works")
    wanted = arguments.parse_args()
    learners = 3_000 if wanted.smoke else wanted.learners
    prepare()
    city = plant(learners)
    report("campaign-smoke" if wanted.smoke else "campaign", measured(city, learners))


def plant(learners: int) -> Unit:
    """A city of districts with their townships, and so many learners; the city."""
    since = "2020-01-01"
    city = Unit.objects.add_root({"name": "示例市", "kind": UnitKind.CITY, "valid_from": since})
    for number in range(DISTRICTS):
        words = {"name": f"示例区{number}", "kind": UnitKind.DISTRICT, "valid_from": since}
        district = Unit.objects.add_child(Unit.objects.get(pk=city.pk), words)
        for part in range(UNITS_EACH):
            words = {"name": f"示例乡{part}", "kind": UnitKind.TOWNSHIP, "valid_from": since}
            Unit.objects.add_child(Unit.objects.get(pk=district.pk), words)
    leaves = list(Unit.objects.filter(depth=3).order_by("path").values_list("pk", flat=True))
    for first in range(0, learners, 10_000):
        Person.everyone.bulk_create(
            (
                Person(staff_number=f"B{number:07d}", full_name=f"示例{number}", password="!",  # noqa: S106 -- nobody signs in
                       unit_id=leaves[number % len(leaves)], post_level=LEVELS[number % 3], position="科员、会计")
                for number in range(first, min(first + 10_000, learners))
            ),
            batch_size=1000,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Unit.objects.get(pk=city.pk)


def a_course(title: str) -> Course:
    """A course that is online."""
    topic = Topic.objects.get_or_create(name="示例")[0]
    return Course.objects.create(
        title=title,
        topic=topic,
        source_kind=SourceKind.INTRODUCED,
        state=CourseState.PUBLISHED,
        published_at=NOW,
    )


def a_campaign(city: Unit, *courses: Course, **fields: Any) -> Campaign:
    """A scheduled campaign that begins now."""
    times = {"starts_at": NOW, "ends_at": NOW + timedelta(days=30)}
    said = CampaignFields(unit=city, name="示例推送", courses=courses, **times | fields)
    campaign = outreach.draft_campaign(actor=Scope.of_system(), fields=said, now=NOW)
    return outreach.schedule_campaign(actor=Scope.of_system(), campaign_id=campaign.pk, now=NOW)


def prepared(campaign: Campaign) -> float:
    """Seconds to fix the recipients, tell them and count."""
    return timed(lambda: outreach.carry_on_campaign(campaign.pk, clock=lambda: NOW, step=lambda _done, _whole: None))


def measured(city: Unit, learners: int) -> dict[str, Any]:
    """Push to everyone, and measure."""
    first, second, third = (a_course(f"示例课程{number}") for number in range(3))
    finished = Person.objects.order_by("pk").values_list("pk", flat=True)[: learners // 3]
    CourseProgress.objects.bulk_create(
        (
            CourseProgress(learner_id=number, course=second, started_at=NOW, last_at=NOW, completed_at=NOW)
            for number in finished
        ),
        batch_size=1000,
    )
    before = median_feed()
    half = PushAudience(post_levels=LEVELS[:2])
    prepared(a_campaign(city, first, audience=half))
    campaign = a_campaign(city, first, second, third)
    with TransactionTimes() as times:
        seconds = prepared(campaign)
    campaign.refresh_from_db()
    told = a_campaign(city, a_course("示例课程3"), by_notice=True)
    told_seconds = prepared(told)
    everyone = PushAudience(positions=("会计",), post_levels=LEVELS)
    return {
        "database": connection.vendor,
        "learners": learners,
        "recipients": campaign.people,
        "prepared_seconds": round(seconds, 2),
        "longest_write_transaction_ms": longest_of(times.durations),
        "with_notices_seconds": round(told_seconds, 2),
        "notices": Notice.objects.count(),
        "counting_results_seconds": round(timed(lambda: outreach.count_campaign(campaign.pk, NOW)), 2),
        "counting_audience_ms": round(timed(lambda: outreach.people_of(everyone, city, NOW).count()) * 1000),
        "home_query_ms_before": before,
        "home_query_ms_after": median_feed(),
        "books": books(dict(os.environ)),
        "reach_seconds": 60,
        "reached": seconds <= 60,
    }


def median_feed() -> float:
    """Milliseconds of what the home page asks for notices, pushes and recommendations, over scattered learners."""
    people = list(Person.objects.order_by("pk")[:: max(1, Person.objects.count() // ROUNDS)][:ROUNDS])
    each = sorted(timed(lambda person=person: outreach.feed_of(person, NOW)) for person in people)
    return round(each[len(each) // 2] * 1000, 2)


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
