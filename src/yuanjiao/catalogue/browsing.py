"""The catalogue as a reader browses it: words, facets with counts, an order, a page (constant queries)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yuanjiao.catalogue import facets, shelf
from yuanjiao.catalogue.audience import Viewer
from yuanjiao.catalogue.models import (
    Category,
    Course,
    CourseState,
    Lecturer,
    SourceKind,
    Topic,
    University,
)
from yuanjiao.catalogue.queries import in_order
from yuanjiao.catalogue.search import index
from yuanjiao.organisation.models.person import PostLevel

PAGE = 24
VALUES_SHOWN = 12
MINE = "mine"
FACETS = {
    "topic": gettext_lazy("主题"),
    "mine": gettext_lazy("我的进度"),
    "category": gettext_lazy("必修或选修"),
    "source": gettext_lazy("来源"),
    "university": gettext_lazy("高校"),
    "lecturer": gettext_lazy("讲师"),
    "level": gettext_lazy("适用职务层次"),
    "length": gettext_lazy("时长"),
    "rating": gettext_lazy("评分"),
    "credit": gettext_lazy("学分"),
}
MINE_LABELS = {"new": gettext_lazy("未开始"), "doing": gettext_lazy("学习中"), "done": gettext_lazy("已完成")}
LENGTH_LABELS = {
    "micro": gettext_lazy("15 分钟以内（微课）"),
    "short": gettext_lazy("15 至 30 分钟"),
    "lecture": gettext_lazy("30 至 60 分钟"),
    "long": gettext_lazy("1 小时以上"),
}
RATING_LABELS = {
    "4.5": gettext_lazy("4.5 分以上"),
    "4": gettext_lazy("4 分以上"),
    "3": gettext_lazy("3 分以上"),
}
FIXED_LABELS: dict[str, Mapping[str, object]] = {
    "mine": MINE_LABELS,
    "category": dict(Category.choices),
    "source": dict(SourceKind.choices),
    "level": dict(PostLevel.choices),
    "length": LENGTH_LABELS,
    "rating": RATING_LABELS,
}
ORDERS = {
    "for_me": gettext_lazy("适合我的在前"),
    "relevance": gettext_lazy("最相关"),
    "newest": pgettext_lazy("order of courses", "最近上线"),
    "studied": gettext_lazy("学完人数最多"),
    "rated": gettext_lazy("评分最高"),
    "liked": gettext_lazy("点赞最多"),
    "shortest": gettext_lazy("时长最短"),
}


class Value(NamedTuple):
    """One value of a facet as the page offers it."""

    name: str
    label: str
    number: int
    chosen: bool


class Facet(NamedTuple):
    """One facet with the values that lead somewhere; `hidden` is how many more there are."""

    name: str
    label: str
    values: list[Value]
    hidden: int


class Choice(NamedTuple):
    """What the reader asked for: it comes from the address and goes back into it."""

    words: str = ""
    selection: Mapping[str, tuple[str, ...]] = {}
    order: str = ""
    page: int = 1


class Browsed(NamedTuple):
    """What the catalogue shows for a choice.

    `exact` is False where only similar courses were found; `fitting` are the courses of the page that are
    meant for people like the reader in particular.
    """

    courses: list[Course]
    total: int
    page: int
    pages: int
    order: str
    facets: list[Facet]
    exact: bool
    fitting: frozenset[int]


def browse(
    choice: Choice, viewer: Viewer, mine: Mapping[str, Iterable[int]] | None = None, page_size: int = PAGE
) -> Browsed:
    """The catalogue for a choice.

    :param mine: the reader's own courses by state (``doing``, ``done``); all others are ``new`` to her.
    """
    on_shelf = shelf.current()
    found = index.find(choice.words) if choice.words.strip() else None
    among = on_shelf.everything if found is None else on_shelf.bits(found.course_ids)
    all_facets = on_shelf.facets | {MINE: _mine(on_shelf, mine or {})}
    chosen = facets.choose(all_facets, choice.selection, among)
    order = _order(choice, found)
    ordered = _ordered(on_shelf, chosen, order, found, viewer)
    pages = max(1, -(-len(ordered) // page_size))
    page = min(max(1, choice.page), pages)
    shown = ordered[(page - 1) * page_size : page * page_size]
    counts = facets.counts(all_facets, choice.selection, among)
    return Browsed(
        courses=in_order(shown),
        total=len(ordered),
        page=page,
        pages=pages,
        order=order,
        facets=_described(counts, choice.selection, len(ordered)),
        exact=found is None or found.exact,
        fitting=on_shelf.fitting_of(viewer, shown),
    )


class Shelved(NamedTuple):
    """A university and how many open courses of it are online."""

    university: University
    number: int


def shared_by_university() -> list[Shelved]:
    """The universities that share open courses, most courses first (A11); one query."""
    rows = (
        University.objects.filter(courses__state=CourseState.PUBLISHED, courses__source_kind=SourceKind.SHARED_OPEN)
        .annotate(number=Count("courses"))
        .order_by("-number", "id")
    )
    return [Shelved(university, university.number) for university in rows]


def _mine(on_shelf: shelf.Shelf, mine: Mapping[str, Iterable[int]]) -> dict[str, int]:
    doing, done = on_shelf.bits(mine.get("doing", ())), on_shelf.bits(mine.get("done", ()))
    return {"new": on_shelf.everything & ~(doing | done), "doing": doing, "done": done}


def _order(choice: Choice, found: index.Found | None) -> str:
    if choice.order in ORDERS and not (choice.order == "relevance" and found is None):
        return choice.order
    return "for_me" if found is None else "relevance"


def _ordered(on_shelf: shelf.Shelf, chosen: int, order: str, found: index.Found | None, viewer: Viewer) -> list[int]:
    books = on_shelf.books
    if order == "relevance" and found is not None:
        positions = on_shelf.position
        kept = (number for number in found.course_ids if number in positions)
        return [number for number in kept if chosen >> positions[number] & 1]
    places = facets.positions_of(chosen)  # newest first, which every order falls back to
    if order == "for_me":
        near = on_shelf.fitting(viewer) & chosen
        places = facets.positions_of(near) + facets.positions_of(chosen & ~near)
    elif order == "studied":
        places.sort(key=lambda place: -books[place].completions)
    elif order == "rated":
        places.sort(key=lambda place: (-books[place].stars, -books[place].rating_count))
    elif order == "liked":
        places.sort(key=lambda place: -books[place].likes)
    elif order == "shortest":
        places.sort(key=lambda place: books[place].duration_ms)
    return [books[place].id for place in places]


def _described(counts: Mapping[str, Mapping[str, int]], selection: facets.Selection, total: int) -> list[Facet]:
    # A facet whose every value holds all the courses has nothing to choose from.
    counts = {
        name: by for name, by in counts.items() if selection.get(name) or any(number != total for number in by.values())
    }
    shown = {name: _shown(name, counts.get(name, {}), tuple(selection.get(name, ()))) for name in FACETS}
    labels = _labels(shown)
    return [
        Facet(
            name,
            str(FACETS[name]),
            [
                Value(value, labels[name].get(value, value), counts.get(name, {}).get(value, 0), value in selected)
                for value in values
            ],
            max(0, len(counts.get(name, {})) - len(values)),
        )
        for name, values in shown.items()
        for selected in [tuple(selection.get(name, ()))]
        if values
    ]


def _shown(name: str, values: Mapping[str, int], selected: tuple[str, ...]) -> list[str]:
    """The values in their own order where they have one, else the most frequent; the chosen always."""
    fixed = FIXED_LABELS.get(name)
    if fixed is not None:
        return [value for value in fixed if value in values or value in selected]
    if name == "credit":
        return sorted(values, key=int)
    most = sorted(values, key=lambda value: (-values[value], value))[:VALUES_SHOWN]
    return most + [value for value in selected if value not in most and value.isdigit()]


def _labels(shown: Mapping[str, list[str]]) -> dict[str, dict[str, str]]:
    labels = {name: {value: str(label) for value, label in by.items()} for name, by in FIXED_LABELS.items()}
    for name, model in (("topic", Topic), ("university", University), ("lecturer", Lecturer)):
        rows = model.objects.filter(pk__in=shown[name])
        labels[name] = {str(row.pk): str(row) for row in rows}
    labels["credit"] = {value: _("%(credit)s 学分") % {"credit": f"{int(value) / 100:g}"} for value in shown["credit"]}
    return labels
