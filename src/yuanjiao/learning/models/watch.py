"""What was watched, and the time it may count (A15, C1).

`Watch` and `Allowance` are the two hot tables. Both carry a `version` (see `learning.intake`), so that
nodes may hold them in memory: a writer that is behind finds out, reads again and merges. Whoever else
writes a row must raise its `version`, and call `learning.public.settle` before reading.
"""

from __future__ import annotations

from django.db import models


class Allowance(models.Model):
    """One learner's right to counted time, and the one watch session that is active.

    `balance_ms` grows with the server's clock × the allowed speed from the opening of the session and
    is charged for newly covered media time only. `sequence_high` and `sequence_mask` remember the
    last 62 pulse numbers of the active session, so that a repeated one is known after a restart.
    `journal_id` is the last entry of the pulse journal that the row holds.
    The counters before it describe the active session and go to its `WatchSession` when another opens.
    `desk` is on PostgreSQL what pulses since `behind_since_ms` made of the row and of the active lesson's
    watch, packed (`learning.intake.packed`); while it is there, it is newer than both.
    """

    learner_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)
    balance_ms = models.BigIntegerField(default=0)
    accrued_at_ms = models.BigIntegerField(default=0)
    epoch = models.IntegerField(default=0)
    session_id = models.BigIntegerField(default=0)
    lesson_id = models.BigIntegerField(default=0)
    sequence_high = models.BigIntegerField(default=-1)
    sequence_mask = models.BigIntegerField(default=0)
    pulses = models.BigIntegerField(default=0)
    counted_ms = models.BigIntegerField(default=0)
    interval_sum_ms = models.BigIntegerField(default=0)
    interval_squares = models.BigIntegerField(default=0)
    day = models.IntegerField(default=0)
    day_counted_ms = models.BigIntegerField(default=0)
    journal_id = models.BigIntegerField(default=0)
    desk = models.BinaryField(null=True)
    behind_since_ms = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["behind_since_ms"],
                condition=models.Q(behind_since_ms__isnull=False),
                name="allowances_behind",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(balance_ms__gte=0), name="allowance_is_never_negative"),
            models.CheckConstraint(
                condition=models.Q(desk__isnull=True, behind_since_ms__isnull=True)
                | models.Q(desk__isnull=False, behind_since_ms__isnull=False),
                name="a_packed_desk_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"allowance of {self.learner_id}"


class PulseJournal(models.Model):
    """One committed batch of pulses on one machine: the desks as they stood after it, packed.

    Appending is what makes a pulse durable; the two hot tables follow within a minute, many pulses in
    one write. Entries go when every desk in them has been written; a restart reads those that remain.
    Not used on PostgreSQL, where the desk is packed into its own row, so that every node sees it at once.
    """

    desks = models.BinaryField()

    def __str__(self) -> str:
        return f"pulse journal {self.pk}"


class Watch(models.Model):
    """What one learner watched of one lesson.

    `coverage` and `pending` are sets of milliseconds (`learning.coverage` packs them): counted, and
    played past an unanswered attention check. `answered` is a bit set of the lesson's checks;
    `check_due_ms` is when the outstanding check was announced (0: none is outstanding).
    """

    pk = models.CompositePrimaryKey("learner_id", "lesson_id")
    learner_id = models.BigIntegerField()
    lesson_id = models.BigIntegerField()
    course_id = models.BigIntegerField()
    version = models.BigIntegerField(default=0)
    coverage = models.BinaryField(default=bytes)
    covered_ms = models.BigIntegerField(default=0)
    duration_ms = models.BigIntegerField()
    position_ms = models.BigIntegerField(default=0)
    pending = models.BinaryField(default=bytes)
    answered = models.BigIntegerField(default=0)
    outstanding = models.SmallIntegerField(default=-1)
    check_due_ms = models.BigIntegerField(default=0)
    completed_at_ms = models.BigIntegerField(default=0)
    updated_at_ms = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["learner_id", "course_id"], name="watches_of_course")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(covered_ms__lte=models.F("duration_ms")), name="coverage_fits_the_lesson"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} of {self.lesson_id}: {self.covered_ms} of {self.duration_ms} ms"


class WatchSession(models.Model):
    """One opening of a lesson: the evidence behind a credit, kept for its retention term.

    The two interval columns give mean and scatter of the times between its pulses.
    """

    learner_id = models.BigIntegerField()
    session_id = models.BigIntegerField(unique=True)
    lesson_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=45, blank=True)
    policy_version = models.PositiveIntegerField(default=0)
    pulses = models.BigIntegerField(default=0)
    counted_ms = models.BigIntegerField(default=0)
    interval_sum_ms = models.BigIntegerField(default=0, db_default=0)
    interval_squares = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [models.Index(fields=["learner_id", "-opened_at"], name="sessions_of_learner")]

    def __str__(self) -> str:
        return f"session {self.session_id} of {self.learner_id}"


class PresenceShare(models.Model):
    """Who was seen by one node in the last minute, as two bit sets over learner numbers (A2)."""

    node = models.CharField(max_length=64, primary_key=True)
    at_ms = models.BigIntegerField()
    seen = models.BinaryField()
    studying = models.BinaryField()

    def __str__(self) -> str:
        return self.node


class OnlineSlot(models.Model):
    """The most learners on line in five minutes of one day, for the day's curve (A2)."""

    pk = models.CompositePrimaryKey("day", "slot")
    day = models.DateField()
    slot = models.PositiveSmallIntegerField()
    online = models.PositiveIntegerField()
    studying = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.slot}: {self.online}"
