"""The description is walked with made-up requests: whatever is asked, the answer is never a 5xx."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance
from tests.factories.api import make_secret
from tests.factories.catalogue import make_course
from tests.factories.credits import earn, enrol
from tests.factories.organisation import grant, make_person

from yuanjiao.organisation.models import Role
from yuanjiao.web.api import auth

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def headers(db, monkeypatch):
    cache.clear()
    # The test's transaction lives on this connection, which the end of a request would close.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    monkeypatch.setattr(auth.THROTTLES[0], "num_requests", 10**6)
    wu = make_person("吴示例")
    grant(wu, Role.ACADEMY_ADMINISTRATOR)
    enrol(wu)
    earn(wu)
    make_course(lessons=1)
    yield {"Authorization": f"Bearer {make_secret(wu)}", "Accept-Encoding": "identity"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_expected(case, headers):
    case.call_and_validate(headers=headers, checks=[not_a_server_error, response_schema_conformance])
