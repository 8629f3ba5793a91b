"""Local productions: the board by state, one with its history, planning, changing, moving on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yuanjiao.catalogue import public as catalogue
from yuanjiao.catalogue.models import Production, ProductionState
from yuanjiao.organisation.public import Permission
from yuanjiao.web.manage.door import ManageRequest, allowed
from yuanjiao.web.manage.forms.productions import MoveForm, ProductionFilter, ProductionForm, given_of_production
from yuanjiao.web.manage.keeping import READ, WRITE, demand_keeping, keepers_of, production_of
from yuanjiao.web.manage.listings.sources import PRODUCTIONS
from yuanjiao.web.shell.listing import wants_file

CARDS = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board: how many there are, and the cards that are shown."""

    state: ProductionState
    number: int
    cards: list[Production]

    @property
    def more(self) -> int:
        """How many the list has beyond the cards."""
        return self.number - len(self.cards)


@require_GET
@allowed(Permission.COURSES_READ)
def index(request: ManageRequest) -> HttpResponse:
    """The board of her units' productions; with a state in the address, their list."""
    form = ProductionFilter(request.GET)
    found = form.narrow(catalogue.productions_in(request.scope))
    rows = form.in_order(found)
    if wants_file(request):
        return PRODUCTIONS.file(rows)
    context = {
        "form": form,
        "page": PRODUCTIONS.page(request, rows),
        "columns": None if form.wanted("state") else _board(found),
        "may_write": request.scope.has(Permission.COURSES_WRITE),
    }
    return render(request, "manage/productions/board.html", context)


@require_GET
@allowed(Permission.COURSES_READ)
def show(request: ManageRequest, production_id: int) -> HttpResponse:
    """One production: its facts, its steps so far, and where it can go."""
    production = production_of(request, production_id, READ)
    return _page(request, production, None)


@allowed(Permission.COURSES_WRITE)
def new(request: ManageRequest) -> HttpResponse:
    """Plan a recording."""
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        demand_keeping(request, form.cleaned_data["unit"])
        planned = catalogue.plan_production(actor=request.user, fields=form.production_fields(), now=timezone.now())
        messages.success(request, _("录制任务已建好。"))
        return redirect("manage:production", planned.pk)
    return render(request, "manage/productions/form.html", {"form": form}, status=422 if form.errors else 200)


@allowed(Permission.COURSES_WRITE)
def edit(request: ManageRequest, production_id: int) -> HttpResponse:
    """Change what is known of a recording."""
    production = production_of(request, production_id)
    form = _form(request, production)
    if request.method == "POST" and form.is_valid():
        demand_keeping(request, form.cleaned_data["unit"])
        catalogue.change_production(
            actor=request.user, production=production, fields=form.production_fields(), now=timezone.now()
        )
        messages.success(request, _("录制任务已保存。"))
        return redirect("manage:production", production_id)
    context = {"form": form, "production": production}
    return render(request, "manage/productions/form.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Permission.COURSES_WRITE)
def move(request: ManageRequest, production_id: int) -> HttpResponse:
    """Bring a production into another state; what is missing for that is said beside what was typed."""
    production = production_of(request, production_id)
    form = MoveForm(request.POST, courses=catalogue.courses_in(request.scope, WRITE))
    if not form.is_valid():
        return _page(request, production, form)
    given = form.cleaned_data
    deed = partial(catalogue.move_production, actor=request.user, production=production, now=timezone.now())
    try:
        moved = deed(to=ProductionState(given["to"]), remark=given["remark"], course=given["course"])
    except catalogue.CatalogueFailure as failure:
        form.add_error("course" if isinstance(failure, catalogue.CourseMissing) else "remark", failure.sentence)
        return _page(request, production, form)
    messages.success(request, _("现在是“%(state)s”。") % {"state": moved.get_state_display()})
    return redirect("manage:production", production_id)


def _page(request: ManageRequest, production: Production, form: MoveForm | None) -> HttpResponse:
    state, may_write = (
        ProductionState(production.state),
        catalogue.may_keep(request.scope, WRITE, production.unit),
    )
    context = {
        "production": production,
        "steps": production.steps.select_related("actor"),
        "form": form or MoveForm(courses=catalogue.courses_in(request.scope, WRITE)),
        "ahead": catalogue.PRODUCTION_AHEAD.get(state),
        "back": catalogue.back_from(state),
        "under_way": state in catalogue.UNDER_WAY,
        "abandoned": ProductionState.ABANDONED,
        "planned": ProductionState.PLANNED,
        "may_write": may_write,
    }
    return render(request, "manage/productions/production.html", context, status=422 if form else 200)


def _form(request: ManageRequest, production: Production | None) -> ProductionForm:
    keepers = keepers_of(request, production.unit if production else None)
    return ProductionForm(
        request.POST if request.method == "POST" else None,
        initial=given_of_production(production) if production else {"unit": keepers.first},
        keepers=keepers,
        people=request.scope.people(WRITE),
    )


def _board(rows: QuerySet[Production]) -> list[Column]:
    """Every state with its latest cards; one query to count, one for the cards of all, whatever their number."""
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    order = [F("changed_at").desc(), F("pk").desc()]
    numbered = rows.annotate(card=Window(RowNumber(), partition_by=F("state"), order_by=order))
    cards: dict[str, list[Production]] = {}
    for production in numbered.filter(card__lte=CARDS).order_by("card"):
        cards.setdefault(production.state, []).append(production)
    return [Column(state, counted.get(state, 0), cards.get(state, [])) for state in ProductionState]
