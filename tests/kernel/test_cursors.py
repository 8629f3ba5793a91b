"""What a query leaves behind in memory."""

from __future__ import annotations

import gc

import pytest
from django.db import connection

QUERIES = 50


@pytest.mark.django_db
def test_a_query_leaves_nothing_to_the_collector_of_cycles():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    gc.collect()
    gc.disable()
    try:
        for _ in range(QUERIES):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        assert gc.collect() < QUERIES
    finally:
        gc.enable()
