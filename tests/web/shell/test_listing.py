"""What all lists share: orders, filters that forgive, pages, files."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from tests.factories.organisation import make_person, make_unit
from tests.web.sheets import rows_of

from yuanjiao.organisation.models import Person
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field
from yuanjiao.web.shell.listing import Column, Listing, wants_file

NAMES = Listing("names", "名单", (Column("姓名", lambda person: person.full_name),), page_size=2)


class Names(ListForm):
    """A list of people."""

    sorts = {"name": Sort("姓名", ("full_name",)), "last": Sort("倒序", ("-full_name",))}
    q = search_field("姓名")
    kind = choice_field("类别", [("a", "甲")])


@pytest.mark.parametrize(("words", "wanted"), [({"kind": "a"}, "a"), ({"kind": "z"}, None), ({}, None)])
def test_a_filter_that_makes_no_sense_narrows_nothing(words, wanted):
    assert Names(words).wanted("kind") == wanted


def test_one_bad_filter_spoils_no_other():
    assert Names({"kind": "z", "q": " 林 "}).wanted("q") == "林"


@pytest.fixture
def people(db):
    unit = make_unit()
    return [make_person(name, unit=unit) for name in ("丙", "丁", "甲")]


def test_the_first_order_is_the_lists_own(people):
    names = Person.objects.values_list("full_name", flat=True)
    assert list(Names({}).in_order(names)) == list(Names({"sort": "no"}).in_order(names)) == sorted(names)
    assert list(Names({"sort": "last"}).in_order(names)) == sorted(names, reverse=True)


@pytest.mark.parametrize(("number", "shown"), [("1", 2), ("2", 1), ("99", 1), ("x", 2)])
def test_a_page_that_is_not_there_is_the_nearest_that_is(people, number, shown):
    request = RequestFactory().get("/", {"page": number})
    assert len(NAMES.page(request, Person.objects.order_by("pk"))) == shown


def test_the_file_holds_every_page(people):
    answer = NAMES.file(Person.objects.order_by("pk"))
    assert rows_of(answer) == [["姓名"], ["丙"], ["丁"], ["甲"]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="names.xlsx"'


def test_only_the_word_for_excel_asks_for_a_file():
    assert [wants_file(RequestFactory().get("/", {"export": word})) for word in ("excel", "", "csv")] == [
        True,
        False,
        False,
    ]
