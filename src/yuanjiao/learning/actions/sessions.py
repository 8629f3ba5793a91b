"""Opening a lesson, and ending every session of a learner."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from yuanjiao.catalogue.models import Lesson
from yuanjiao.kernel import identifiers, signing
from yuanjiao.kernel.clock import Clock
from yuanjiao.learning import coverage, pace, policy, suspicion
from yuanjiao.learning.actions import activity
from yuanjiao.learning.intake import replies
from yuanjiao.learning.intake.merge import fitted
from yuanjiao.learning.intake.packed import write_columns
from yuanjiao.learning.intake.settling import settle
from yuanjiao.learning.models import ActivityKind, Allowance, CourseProgress, Watch, WatchSession
from yuanjiao.media.models import AssetState
from yuanjiao.pulse.tokens import LIFE_SECONDS, Claims, Mint


class LessonNotWatchable(Exception):
    """The lesson has no film that is ready."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who opens a lesson, from where, and on which channel her player is shown (its number)."""

    learner_id: int
    device: str = ""
    address: str = ""
    channel: int = 0


def mint() -> Mint:
    """The mint of this installation."""
    return Mint([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


def check_key() -> bytes:
    """The key that places and names attention checks."""
    return signing.derive(settings.SECRET_KEY, "attention checks")


def open_session(viewer: Viewer, *, lesson: Lesson, clock: Clock) -> dict[str, Any]:
    """Open a lesson: this becomes the learner's one active session; any other is told with its next pulse.

    The allowance starts at nothing. Only when the same lesson is opened again (a reload, an expired
    token, another device) does it go on accruing, so that what was played off line in between still
    counts; the cap bounds what an idle page can gain.

    :param clock: server time (`learning.server_clock`), read once the learner's row is locked: time that
        passes before that may be another session's.
    :returns: the answer of the pulse contract.
    :raises LessonNotWatchable: when there is nothing to watch.
    """
    if lesson.duration_ms <= 0 or lesson.asset is None or lesson.asset.state != AssetState.READY:
        raise LessonNotWatchable
    settle(viewer.learner_id)
    answer = _open(viewer, lesson, clock)
    settle(viewer.learner_id)
    return answer


@transaction.atomic
def _open(viewer: Viewer, lesson: Lesson, clock: Clock) -> dict[str, Any]:
    Allowance.objects.bulk_create([Allowance(learner_id=viewer.learner_id)], ignore_conflicts=True)
    allowance = _locked(viewer.learner_id)
    now_ms = clock()
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    number, rules = policy.watching(now)
    _close_evidence(allowance, now)
    watch = _watch_of(viewer.learner_id, lesson, now_ms)
    session = identifiers.session_number()
    balance = pace.Balance(allowance.balance_ms, allowance.accrued_at_ms)
    if allowance.lesson_id == lesson.pk and allowance.session_id:
        balance = pace.accrued(balance, now_ms, speed_hundredths=rules.speed_max, cap_ms=rules.cap_minutes * 60_000)
    else:
        balance = pace.opened(max(now_ms, allowance.accrued_at_ms))
    Allowance.objects.filter(pk=viewer.learner_id).update(
        version=F("version") + 1,
        balance_ms=balance.left_ms,
        accrued_at_ms=balance.at_ms,
        session_id=session,
        lesson_id=lesson.pk,
        sequence_high=-1,
        sequence_mask=0,
        pulses=0,
        counted_ms=0,
        interval_sum_ms=0,
        interval_squares=0,
    )
    WatchSession.objects.create(
        learner_id=viewer.learner_id,
        session_id=session,
        lesson_id=lesson.pk,
        opened_at=now,
        device=viewer.device[:120],
        address=viewer.address,
        policy_version=number,
    )
    _note_progress(viewer.learner_id, lesson, now)
    claims = Claims(
        session=session,
        learner=viewer.learner_id,
        lesson=lesson.pk,
        course=lesson.course_id,
        duration_ms=lesson.duration_ms,
        speed=rules.speed_max,
        epoch=allowance.epoch,
        expires=int(time.time()) + LIFE_SECONDS,  # by the clock that the door reads
        policy=number,
        channel=viewer.channel,
    )
    return _opened(claims, watch, rules)


def _locked(learner_id: int) -> Allowance:
    """The learner's allowance, locked, its columns as new as her last pulse on whatever node."""
    mine = Allowance.objects.select_for_update().filter(learner_id=learner_id)
    if mine.values_list("behind_since_ms", flat=True).get() is not None:
        write_columns(learner_id)
    return mine.defer("desk").get()


def end_sessions(*, learner_id: int) -> None:
    """Make every token of a learner void, as after signing out somewhere: her epoch rises.

    Callers are in a transaction, so nothing is settled before: the committer would wait for that
    transaction and it for the committer. The two columns are met by the merge.
    """
    Allowance.objects.bulk_create([Allowance(learner_id=learner_id)], ignore_conflicts=True)
    Allowance.objects.filter(pk=learner_id).update(epoch=F("epoch") + 1, version=F("version") + 1)
    transaction.on_commit(partial(settle, learner_id))


def on_signed_out_elsewhere(learners: Sequence[int], at: datetime) -> None:  # noqa: ARG001 -- the hook's signature
    """End the watching of people whose other sign-ins were ended."""
    for learner in learners:
        end_sessions(learner_id=learner)


def _opened(claims: Claims, watch: Watch, rules: policy.WatchingRules) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "token": mint().token(claims),
        "session": str(claims.session),
        "duration": claims.duration_ms / 1000,
        "covered": coverage.seconds(coverage.unpack(watch.coverage)),
        "resume": watch.position_ms / 1000 if watch.position_ms < claims.duration_ms - 1000 else 0,
        "pulse_every": rules.pulse_every,
        "speed_max": rules.speed_max / 100,
        "need": rules.need_ms(claims.duration_ms) / 1000,
        "done": watch.completed_at_ms > 0,
    }
    if watch.outstanding >= 0:
        answer["check"] = replies.announcement(check_key(), claims.learner, claims.lesson, watch.outstanding, rules)
    return answer


def _watch_of(learner_id: int, lesson: Lesson, now_ms: int) -> Watch:
    """The learner's watch of the lesson, fitted to the film's present length, its waiting check announced anew."""
    fresh = Watch(
        learner_id=learner_id, lesson_id=lesson.pk, course_id=lesson.course_id, duration_ms=lesson.duration_ms
    )
    Watch.objects.bulk_create([fresh], ignore_conflicts=True)
    watch = Watch.objects.select_for_update().get(learner_id=learner_id, lesson_id=lesson.pk)
    changes: dict[str, Any] = {}
    if watch.duration_ms != lesson.duration_ms:
        watched = fitted(coverage.unpack(watch.coverage), lesson.duration_ms)
        changes = {
            "coverage": coverage.pack(watched),
            "covered_ms": coverage.measure(watched),
            "duration_ms": lesson.duration_ms,
            "pending": coverage.pack(fitted(coverage.unpack(watch.pending), lesson.duration_ms)),
        }
    if watch.outstanding >= 0:
        changes["check_due_ms"] = now_ms
    if changes:
        Watch.objects.filter(learner_id=learner_id, lesson_id=lesson.pk).update(version=F("version") + 1, **changes)
        for name, value in changes.items():
            setattr(watch, name, value)
    return watch


def _close_evidence(allowance: Allowance, now: datetime) -> None:
    """Move the ending session's counters to its record, and look at them for signals."""
    if not allowance.session_id:
        return
    WatchSession.objects.filter(session_id=allowance.session_id).update(
        ended_at=now,
        pulses=allowance.pulses,
        counted_ms=allowance.counted_ms,
        interval_sum_ms=allowance.interval_sum_ms,
        interval_squares=allowance.interval_squares,
    )
    suspicion.look_at_session(allowance, now)


def _note_progress(learner_id: int, lesson: Lesson, now: datetime) -> None:
    known = CourseProgress.objects.filter(learner_id=learner_id, course_id=lesson.course_id)
    if known.update(last_at=now, last_lesson_id=lesson.pk):
        return
    progress = CourseProgress(
        learner_id=learner_id, course_id=lesson.course_id, started_at=now, last_at=now, last_lesson_id=lesson.pk
    )
    CourseProgress.objects.bulk_create([progress], ignore_conflicts=True)
    activity.record(kind=ActivityKind.START, learner_id=learner_id, course_id=lesson.course_id, now=now)
