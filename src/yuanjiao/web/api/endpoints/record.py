"""The record of the token's owner."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from ninja import Router

from yuanjiao.credits.models import LedgerEntry
from yuanjiao.credits.public import YearStanding, entries_of, forecast, standing_or_empty, year_of
from yuanjiao.web.api.auth import ApiRequest, Token
from yuanjiao.web.api.limits import PAGE_SIZE, PageNumber, Sequence, Year
from yuanjiao.web.api.scopes import TokenScope
from yuanjiao.web.api.shapes import EntryPage, EntryShape, PersonShape, Problem, StandingShape

router = Router(tags=["my record"], auth=Token(TokenScope.RECORD_READ))


@router.get("/me", response=PersonShape, summary="Who I am and how my year stands")
def me(request: ApiRequest, year: Year = None) -> PersonShape:
    """The owner of the token with her year's standing and forecast; this year by default."""
    person, now = request.auth.person, timezone.now()
    stands = standing_or_empty(person, year or year_of(now), now)
    return PersonShape(
        staff_number=person.staff_number,
        full_name=person.full_name,
        unit=str(person.unit),
        post_level=person.post_level,
        standing=standing_shape(stands),
    )


@router.get("/me/entries", response=EntryPage, summary="My ledger, newest first")
def entries(request: ApiRequest, year: Year = None, page: PageNumber = 1) -> EntryPage:
    """Every credit with its evidence and its place in the hash chain."""
    rows = entries_of(request.auth.person.pk)
    shown = Paginator(rows.filter(year=year) if year else rows, PAGE_SIZE).get_page(page)
    return EntryPage(
        total=shown.paginator.count,
        page=shown.number,
        pages=shown.paginator.num_pages,
        entries=[entry_shape(each) for each in shown],
    )


@router.get("/me/entries/{sequence}", response={200: EntryShape, 404: Problem}, summary="One of my credits")
def entry(request: ApiRequest, sequence: Sequence) -> EntryShape:
    """One line of the ledger by its number."""
    found = entries_of(request.auth.person.pk).filter(sequence=sequence).first()
    if found is None:
        raise Http404
    return entry_shape(found)


def standing_shape(stands: YearStanding) -> StandingShape:
    """A standing with its forecast."""
    expected = forecast(stands, timezone.now())
    return StandingShape(
        year=stands.year,
        credits=stands.hundredths / 100,
        required_credits=stands.required_hundredths / 100,
        elective_credits=stands.elective_hundredths / 100,
        due=stands.due_total_hundredths / 100,
        due_required=stands.due_required_hundredths / 100,
        met=stands.met_at is not None,
        met_at=stands.met_at,
        pace=str(expected.pace),
        done_on=expected.done_on,
    )


def entry_shape(entry: LedgerEntry) -> EntryShape:
    """A line that says whether it was taken back."""
    return EntryShape(
        sequence=entry.sequence,
        at=entry.at,
        year=entry.year,
        kind=entry.kind,
        category=entry.category,
        credits=entry.hundredths / 100,
        title=entry.title,
        taken_back=entry.taken_back,  # type: ignore[attr-defined]  # annotated by `entries_of`
        source_kind=entry.source_kind,
        source_id=entry.source_id,
        unit_id=entry.unit_id,
        rule_version=entry.rule_version,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
        evidence=entry.evidence,
    )
