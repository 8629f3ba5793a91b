"""What every list shares: pages of rows, and all of the rows as an Excel file at the same address.

A view that shows a list reads the rows once, through the scope and the filters, and answers both ways::

    rows = form.in_order(form.narrow(things_of(scope)))
    if wants_file(request):
        return THINGS.file(rows)
    return render(request, "…", {"form": form, "page": THINGS.page(request, rows)})

so the file can never hold a row that the page would not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from yuanjiao.organisation.sheets import Cell, workbook

Words = str | Promise
ROWS_AT_ONCE = 2000


class Column(NamedTuple):
    """One column of the file: its heading, what a row says in it, how wide it is in characters."""

    heading: Words
    value: Callable[[Any], Cell]
    width: int = 16


@dataclass(frozen=True)
class Listing:
    """A list: its name (the file's, in Latin letters), its title, the file's columns, how many rows fill a page."""

    name: str
    title: Words
    columns: tuple[Column, ...]
    page_size: int = 50

    def page(self, request: HttpRequest, rows: QuerySet[Any] | Sequence[Any]) -> Page[Any]:
        """The page that the address asks for, or the nearest there is."""
        return Paginator(rows, self.page_size).get_page(request.GET.get("page"))

    def file(self, rows: QuerySet[Any] | Iterable[Any]) -> HttpResponse:
        """All of the rows as an Excel file to download."""
        lines = ([column.value(row) for column in self.columns] for row in _one_by_one(rows))
        headings = [str(column.heading) for column in self.columns]
        return excel(workbook(str(self.title), headings, lines, [column.width for column in self.columns]), self.name)


def _one_by_one(rows: QuerySet[Any] | Iterable[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=ROWS_AT_ONCE) if isinstance(rows, QuerySet) else iter(rows)


def wants_file(request: HttpRequest) -> bool:
    """Whether the address asks for the list as a file."""
    return request.GET.get("export") == "excel"


def excel(content: bytes, name: str) -> HttpResponse:
    """An Excel file to download under a name."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=kind, headers=headers)
