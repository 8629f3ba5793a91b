"""Contracts, letters, productions and wishes for tests, made without actions."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from tests.factories.media import make_asset

from yuanjiao.catalogue.models import (
    Contract,
    Course,
    CourseOrigin,
    CourseWish,
    Introduction,
    Production,
    Supplier,
    WishVote,
)
from yuanjiao.catalogue.wishing import key_of
from yuanjiao.kernel.storage import originals
from yuanjiao.media.models import Asset, AssetKind
from yuanjiao.organisation.models import Person

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
numbers = count(1)


def make_supplier(name: str = "示例课件公司", **fields: Any) -> Supplier:
    """The supplier of this name."""
    return Supplier.objects.get_or_create(name=name, defaults=fields)[0]


def make_contract(title: str = "示例采购合同", *, courses: tuple[Course, ...] = (), **fields: Any) -> Contract:
    """A contract of the year 2026 that costs 36,500 yuan, a hundred a day, with these courses under it."""
    fields.setdefault("supplier", make_supplier())
    fields.setdefault("number", f"HT-{next(numbers)}")
    span = {"licence_from": date(2026, 1, 1), "licence_to": date(2026, 12, 31)}
    contract = Contract.objects.create(
        **{"title": title, "signed_on": date(2025, 12, 20), "price_fen": 3_650_000} | span | fields
    )
    for course in courses:
        CourseOrigin.objects.create(course=course, contract=contract)
        Course.objects.filter(pk=course.pk).update(
            source_kind="purchased", supplier=contract.supplier, licensed_until=contract.licence_to
        )
    return contract


def make_scan() -> Asset:
    """A document whose original lies in the store."""
    with tempfile.NamedTemporaryFile(delete=False) as written:
        written.write(b"%PDF-1.4 example")
    path = f"scans/{next(numbers)}.pdf"
    originals().take_file(Path(written.name), path)
    return make_asset(AssetKind.DOCUMENT, original_name="合同.pdf", original_path=path)


def make_introduction(**fields: Any) -> Introduction:
    """A letter of an authority above."""
    fields.setdefault("letter_number", f"示例函〔2026〕{next(numbers)}号")
    return Introduction.objects.create(**{"authority": "示例培训司", "received_on": TODAY} | fields)


def make_production(event: str = "示例培训班", **fields: Any) -> Production:
    """A planned recording."""
    return Production.objects.create(event=event, **{"record_on": TODAY, "changed_at": NOW} | fields)


def make_wish(*people: Person, words: str = "招投标", **fields: Any) -> CourseWish:
    """An open wish of these people."""
    wish = CourseWish.objects.create(words=words, key=key_of(words), wished_at=NOW, vote_count=len(people), **fields)
    WishVote.objects.bulk_create([WishVote(wish=wish, person=person, at=NOW) for person in people])
    return wish
