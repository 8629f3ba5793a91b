"""Naming where courses come from: what an editor types becomes one row, typed twice or not."""

from __future__ import annotations

from django.db import transaction

from yuanjiao.catalogue.models import Supplier, Topic, University


@transaction.atomic
def topic_named(name: str) -> Topic:
    """The topic of this name, new if need be, after all others."""
    return Topic.objects.get_or_create(name=name.strip(), defaults={"position": Topic.objects.count() + 1})[0]


@transaction.atomic
def university_named(name: str) -> University:
    """The university of this name, new if need be."""
    return University.objects.get_or_create(name=name.strip())[0]


@transaction.atomic
def supplier_named(name: str) -> Supplier:
    """The supplier of this name, new if need be."""
    return Supplier.objects.get_or_create(name=name.strip())[0]
