"""Which units fall under the line that calls for a talk: arithmetic only, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """What is held to the line."""

    MET_RATE = "met_rate"
    CREDITS = "credits"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's subtree at one moment: who has to learn, who has met the requirement, hundredths of credit."""

    people: int = 0
    met: int = 0
    hundredths: int = 0

    @property
    def met_rate(self) -> float:
        """Share who have met the requirement."""
        return self.met / self.people if self.people else 0.0

    @property
    def met_per_cent(self) -> float:
        """That share in per cent, as the line is set."""
        return self.met_rate * 100

    @property
    def unmet(self) -> int:
        """How many have not met it."""
        return self.people - self.met

    @property
    def credits_a_head(self) -> float:
        """Credits of a learner."""
        return self.hundredths / 100 / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """The line: which measure, the least meeting-the-requirement rate in per cent, the least mean hundredths."""

    measure: Measure
    met_per_cent: int
    credits_hundredths: int

    def short_of(self, figures: UnitFigures) -> list[Measure]:
        """The measures in which a unit is under the line; none for a unit with nobody to learn."""
        too_few = figures.met * 100 < figures.people * self.met_per_cent
        too_little = figures.hundredths < figures.people * self.credits_hundredths
        found = {Measure.MET_RATE: too_few, Measure.CREDITS: too_little}
        held_to = found if self.measure is Measure.EITHER else {self.measure: found[self.measure]}
        return [measure for measure, short in held_to.items() if short]
