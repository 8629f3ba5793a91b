"""What came of a campaign, in all and by group: read from the figures that a job counted (A8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yuanjiao.organisation.models import PostLevel, Unit
from yuanjiao.outreach.models import Campaign, CampaignFigure


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many were pushed to, saw it, opened it, started a course of it, and finished all of them."""

    people: int = 0
    seen: int = 0
    opened: int = 0
    started: int = 0
    completed: int = 0

    def __add__(self, other: Funnel) -> Funnel:
        """Both together."""
        return Funnel(
            self.people + other.people,
            self.seen + other.seen,
            self.opened + other.opened,
            self.started + other.started,
            self.completed + other.completed,
        )

    def share(self, number: int) -> float:
        """A number of them as a share of all."""
        return number / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group: its key in the address, its name, its funnel."""

    key: str
    name: str
    funnel: Funnel


def funnel_of(figures: Iterable[CampaignFigure]) -> Funnel:
    """All groups together."""
    return sum((_funnel(figure) for figure in figures), Funnel())


def figures_of(campaign: Campaign) -> list[CampaignFigure]:
    """The figures as they were counted last; one query."""
    return list(CampaignFigure.objects.filter(campaign=campaign).order_by("branch", "post_level"))


def by_level(figures: Iterable[CampaignFigure]) -> list[Group]:
    """The figures by post level, highest first; no query."""
    found = _summed(figures, lambda figure: figure.post_level)
    return [Group(level, str(name), found[level]) for level, name in PostLevel.choices if level in found]


def by_branch(figures: Iterable[CampaignFigure]) -> list[Group]:
    """The figures by unit directly below the campaign's, in the order of the tree; one query."""
    found = _summed(figures, lambda figure: figure.branch)
    units = Unit.objects.filter(path__in=found).order_by("path")
    return [Group(str(unit.pk), str(unit), found[unit.path]) for unit in units]


def _summed(figures: Iterable[CampaignFigure], key: Callable[[CampaignFigure], str]) -> dict[str, Funnel]:
    found: dict[str, Funnel] = defaultdict(Funnel)
    for figure in figures:
        found[key(figure)] += _funnel(figure)
    return found


def _funnel(figure: CampaignFigure) -> Funnel:
    return Funnel(figure.people, figure.seen, figure.opened, figure.started, figure.completed)
