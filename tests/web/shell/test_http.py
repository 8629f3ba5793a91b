"""What comes with a request is taken as far as it makes sense."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse
from tests.factories.organisation import make_person

from yuanjiao.web.shell.http import ticked

TOO_LONG = "9" * 30


def test_what_was_ticked_is_taken_once_each_and_what_is_no_number_is_passed_over():
    assert ticked(QueryDict(f"row=3&row=x&row=-1&row=1.5&row={TOO_LONG}&row=3&row=2&other=7"), "row") == [3, 2]


@pytest.mark.django_db
def test_a_number_that_no_column_holds_does_no_harm(client):
    client.force_login(make_person(), backend="yuanjiao.organisation.sign_in.PersonBackend")
    assert client.post(reverse("learner:pushes_seen"), {"campaign": [TOO_LONG, "5"]}).status_code == 204
