"""Standings: the owner's places, the boards as far as the rules show them here, and learners within her scope."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router
from ninja.errors import HttpError

from yuanjiao.credits.models import Standing
from yuanjiao.credits.public import (
    Channel,
    Place,
    people_board,
    places,
    ranking_rules,
    standing_or_empty,
    units_board,
    year_of,
)
from yuanjiao.organisation.models import Person, Unit
from yuanjiao.organisation.public import OutOfScope, Permission, Scope, in_subtrees, lineage
from yuanjiao.web.api.auth import ApiRequest, Token
from yuanjiao.web.api.limits import PAGE_SIZE, PageNumber, Top, UnitNumber, Year
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.shapes import (
    BoardPersonShape,
    BoardUnitShape,
    LearnerStanding,
    LearnerStandings,
    PlaceShape,
    PlacesShape,
    Problem,
)

router = Router(tags=["standings"], auth=Token(TokenScope.STANDINGS_READ))


@router.get("/me/places", response={200: PlacesShape, 403: Problem}, summary="My exact places")
def my_places(request: ApiRequest) -> PlacesShape:
    """The owner's ranks this year; 403 where the academy shows no ranking of people here."""
    now = timezone.now()
    _demand_board(shown=Channel.API in ranking_rules(now).people)
    found = places(standing_or_empty(request.auth.person, year_of(now), now))
    return PlacesShape(academy=_place(found.academy), district=_place(found.district), unit=_place(found.unit))


@router.get(
    "/standings/people",
    response={200: list[BoardPersonShape], 403: Problem, 404: Problem},
    summary="The best learners of a unit and all below it",
)
def people(request: ApiRequest, unit: UnitNumber = None, top: Top = 50) -> list[BoardPersonShape]:
    """The board of the ranks page; names as far as the academy discloses them."""
    now = timezone.now()
    rules = ranking_rules(now)
    _demand_board(shown=Channel.API in rules.people)
    board = people_board(_unit(request, unit), year_of(now), viewer=request.auth.person, rules=rules, top=top)
    return [
        BoardPersonShape(
            rank=line.rank, name=line.name, unit=line.unit_name, credits=line.hundredths / 100, met=line.met
        )
        for line in board
    ]


@router.get(
    "/standings/units",
    response={200: list[BoardUnitShape], 403: Problem, 404: Problem},
    summary="The units directly below one, by rate and credits a head",
)
def units(request: ApiRequest, unit: UnitNumber = None) -> list[BoardUnitShape]:
    """The unit board of the ranks page."""
    now = timezone.now()
    _demand_board(shown=Channel.API in ranking_rules(now).units)
    return [
        BoardUnitShape(
            rank=line.rank,
            unit_id=line.unit_id,
            unit=line.name,
            people=line.people,
            started=line.started,
            met=line.met,
            met_rate=line.met_rate,
            credits_a_head=line.credits_a_head,
        )
        for line in units_board(_unit(request, unit), year_of(now), now)
    ]


@router.get(
    "/standings/learners",
    response={200: LearnerStandings, 403: Problem},
    summary="The learners I look after, with their year",
)
def learners(request: ApiRequest, year: Year = None, page: PageNumber = 1) -> LearnerStandings:
    """Standings within the owner's own scope; 403 when she looks after nobody."""
    now = timezone.now()
    prefixes = Scope.of(request.auth.person, now).prefixes(Permission.FIGURES_READ)
    if not prefixes:
        raise OutOfScope
    rows = Standing.objects.filter(in_subtrees(prefixes, "unit_path"), year=year or year_of(now), counted=True)
    shown = Paginator(rows.order_by("unit_path", "learner_id"), PAGE_SIZE).get_page(page)
    found = Person.objects.select_related("unit").in_bulk([each.learner_id for each in shown])
    return LearnerStandings(
        total=shown.paginator.count,
        page=shown.number,
        pages=shown.paginator.num_pages,
        learners=[_learner(each, found[each.learner_id]) for each in shown if each.learner_id in found],
    )


def _learner(standing: Standing, person: Person) -> LearnerStanding:
    return LearnerStanding(
        staff_number=person.staff_number,
        full_name=person.full_name,
        unit=str(person.unit),
        credits=standing.hundredths / 100,
        required_credits=standing.required_hundredths / 100,
        due=standing.due_total_hundredths / 100,
        met=standing.met_at is not None,
    )


def _unit(request: ApiRequest, number: int | None) -> Unit:
    root = lineage(str(request.auth.person.unit.path))[0]
    wanted = Unit.objects.filter(path=root) if number is None else Unit.objects.filter(in_subtrees([root]), pk=number)
    unit: Unit | None = wanted.first()
    if unit is None:
        raise Http404
    return unit


def _demand_board(*, shown: bool) -> None:
    if not shown:
        raise HttpError(403, _("本院没有在接口上开放排名。"))


def _place(place: Place | None) -> PlaceShape | None:
    return PlaceShape(rank=place.rank, people=place.people) if place else None
