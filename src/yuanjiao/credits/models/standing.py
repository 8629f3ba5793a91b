"""Projections of the ledger: standings and the histograms that ranks are read from (A14).

All are written in the ledger's own transaction and can be rebuilt from it (``yuanjiao audit``).
"""

from __future__ import annotations

from django.db import models


class Standing(models.Model):
    """One learner's year: what she has earned, what is due of her, and since when that is met.

    `unit_path` is where she is counted now; a transfer moves it. Whoever leaves keeps her row but is
    no longer `counted` in any unit's figures. `due_…` is her post level's requirement in force, less what
    exemptions take off it and less what is carried over from the year before.
    """

    learner_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    unit_path = models.CharField(max_length=255)
    hundredths = models.PositiveIntegerField(default=0)
    required_hundredths = models.PositiveIntegerField(default=0)
    elective_hundredths = models.PositiveIntegerField(default=0)
    due_total_hundredths = models.PositiveIntegerField(default=0)
    due_required_hundredths = models.PositiveIntegerField(default=0)
    exempted_hundredths = models.PositiveIntegerField(default=0, db_default=0)
    carried_hundredths = models.PositiveIntegerField(default=0, db_default=0)
    since = models.DateField()
    counted = models.BooleanField(default=True)
    met_at = models.DateTimeField(null=True)
    last_earned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner_id", "year"], name="one_standing_a_year"),
            models.CheckConstraint(
                condition=models.Q(hundredths=models.F("required_hundredths") + models.F("elective_hundredths")),
                name="standing_parts_make_the_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "-hundredths", "learner_id"], name="standings_best"),
            models.Index(fields=["year", "unit_path"], name="standings_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.year}: {self.hundredths}"


class OpenedYear(models.Model):
    """A year whose standings exist for every learner, since the moment its opening was finished."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)


class CreditHistogram(models.Model):
    """How many learners of a unit's subtree have exactly this many credits this year.

    An exact rank is one more than the people in higher rows; ties share it.
    """

    pk = models.CompositePrimaryKey("unit_id", "year", "hundredths")
    unit_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    hundredths = models.PositiveIntegerField()
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gte=0), name="no_row_counts_below_nobody"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}/{self.hundredths}: {self.people}"


class UnitStanding(models.Model):
    """A unit's subtree in a year: learners, those who started, those who met their requirement, credits."""

    pk = models.CompositePrimaryKey("unit_id", "year")
    unit_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    people = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    met = models.IntegerField(default=0)
    hundredths = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.year}"
