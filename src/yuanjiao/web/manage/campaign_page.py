"""What the page of a push shows: its steps as a funnel, its groups, and the people behind each figure (A8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.outreach import public as outreach
from yuanjiao.outreach.models import Campaign, CampaignRecipient, CampaignState
from yuanjiao.outreach.public import Funnel, Group, PushStep
from yuanjiao.web.manage.forms.campaigns import STEPS, RecipientFilter

AT_ONCE = 500
NAMES = dict(STEPS)
SHOWN_STEPS = (PushStep.PUSHED, PushStep.SEEN, PushStep.OPENED, PushStep.STARTED, PushStep.COMPLETED)
BRANCH, LEVEL = "branch", "level"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the funnel: how many came so far, as a share of all, and the ways to them and to the rest."""

    name: str
    people: int
    share: float
    tone: str
    address: str
    rest_address: str
    rest: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its figures, and how far its people have come, drawn as parts of a bar."""

    kind: str
    name: str
    funnel: Funnel
    parts: list[tuple[float, str]]
    address: str

    @property
    def steps(self) -> list[tuple[int, str]]:
        """How many came so far, step by step, each with the way to them."""
        funnel = self.funnel
        numbers = (funnel.seen, funnel.opened, funnel.started, funnel.completed)
        ways = (f"{self.address}&step={step}" if self.address else "" for step in SHOWN_STEPS[1:])
        return list(zip(numbers, ways, strict=True))


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """Everything the page shows of what came of a push."""

    funnel: Funnel
    steps: list[StepLine]
    groups: list[GroupLine]
    by: str
    names_open: bool


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One person behind a figure, and how far she has come."""

    person: Person
    row: CampaignRecipient
    step: str
    tone: str


def with_figures(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Campaigns with what was counted of each, as columns of a list."""
    steps = ("seen", "opened", "started", "completed")
    return campaigns.annotate(**{step: Sum(f"figures__{step}") for step in steps})


def campaign_page(scope: Scope, campaign: Campaign, by: str) -> CampaignPage:
    """The figures of a campaign by branch or by post level; two queries."""
    figures = outreach.figures_of(campaign)
    funnel = outreach.funnel_of(figures)
    names_open = scope.may(Permission.PEOPLE_READ, campaign.unit)
    by = by if by in {BRANCH, LEVEL} else BRANCH
    groups = outreach.by_level(figures) if by == LEVEL else outreach.by_branch(figures)
    return CampaignPage(
        funnel=funnel,
        steps=_steps(campaign, funnel, names_open=names_open),
        groups=[_group(campaign, group, by, names_open=names_open) for group in groups],
        by=by,
        names_open=names_open,
    )


def all_groups(campaign: Campaign) -> list[GroupLine]:
    """Every group, of both kinds, for the file."""
    figures = outreach.figures_of(campaign)
    kinds = ((BRANCH, outreach.by_branch(figures)), (LEVEL, outreach.by_level(figures)))
    return [_group(campaign, group, by, names_open=False) for by, groups in kinds for group in groups]


def people_address(campaign: Campaign, **words: str) -> str:
    """The people of a push, narrowed to a step or a group."""
    return f"{reverse('manage:campaign_people', args=[campaign.pk])}?{urlencode(words)}"


def _steps(campaign: Campaign, funnel: Funnel, *, names_open: bool) -> list[StepLine]:
    numbers = (funnel.people, funnel.seen, funnel.opened, funnel.started, funnel.completed)
    tones = ("slate", "slate", "amber", "amber", "pine")
    return [
        StepLine(
            str(NAMES[step]),
            number,
            funnel.share(number),
            tone,
            people_address(campaign, step=step) if names_open else "",
            people_address(campaign, step=f"not_{step}") if names_open and step is not PushStep.PUSHED else "",
            funnel.people - number,
        )
        for step, number, tone in zip(SHOWN_STEPS, numbers, tones, strict=True)
    ]


def _group(campaign: Campaign, group: Group, by: str, *, names_open: bool) -> GroupLine:
    funnel = group.funnel
    parts: list[tuple[float, str]] = [
        (funnel.completed, "pine"),
        (funnel.started - funnel.completed, "pine-soft"),
        (funnel.opened - funnel.started, "amber"),
        (funnel.seen - funnel.opened, "slate"),
    ]
    parts.append((funnel.people - funnel.seen, "track"))
    address = people_address(campaign, **{by: group.key}) if names_open else ""
    return GroupLine(_("职务层次") if by == LEVEL else _("单位"), group.name, funnel, parts, address)


def people_found(scope: Scope, campaign: Campaign, form: RecipientFilter) -> QuerySet[Person]:
    """The people of a push that fit the whole filter, as far as the reader may see people."""
    branch = form.wanted("branch")
    rows = outreach.recipients_at(
        campaign, form.step_wanted(), level=form.wanted("level") or "", branch=branch.path if branch else ""
    )
    found: QuerySet[Person] = form.in_order(form.narrow(outreach.people_at(scope, rows)))
    return found


def branches_of(campaign: Campaign) -> QuerySet[Unit]:
    """The units by which a campaign's figures are told."""
    units: QuerySet[Unit] = Unit.objects.filter(path__in=campaign.figures.values("branch"))
    return units.order_by("path")


def lines_of(campaign: Campaign, people: Iterable[Person]) -> Iterator[RecipientLine]:
    """Each person with how far she has come; one query for every five hundred."""
    waiting = iter(people)
    while part := list(islice(waiting, AT_ONCE)):
        rows = outreach.recipients_at(campaign, PushStep.PUSHED).filter(learner_id__in=[each.pk for each in part])
        found = {row.learner_id: row for row in rows}
        yield from (_line(person, found[person.pk]) for person in part if person.pk in found)


def _line(person: Person, row: CampaignRecipient) -> RecipientLine:
    step = outreach.step_of(row)
    tone = {PushStep.COMPLETED: "pine", PushStep.STARTED: "pine", PushStep.OPENED: "amber"}.get(step, "slate")
    return RecipientLine(person, row, str(NAMES[step] if step is not PushStep.PUSHED else _("还没看到")), tone)


def editable(scope: Scope, campaign: Campaign) -> dict[str, bool]:
    """What the reader may do to a campaign now."""
    may = scope.may(Permission.CAMPAIGNS_WRITE, campaign.unit)
    draft = campaign.state == CampaignState.DRAFT
    under_way = campaign.state in {CampaignState.SCHEDULED, CampaignState.RUNNING}
    return {"may_change": may and draft, "may_stop": may and under_way, "may_copy": may}
