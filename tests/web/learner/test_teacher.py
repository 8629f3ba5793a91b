"""A learner writes to her class teacher from her home page."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories.organisation import grant, make_class, make_person

from yuanjiao.organisation.models import Role
from yuanjiao.organisation.public import Scope
from yuanjiao.outreach.models import Notice, TeacherMessage
from yuanjiao.outreach.public import answer_learner

pytestmark = pytest.mark.django_db
BACKEND = "yuanjiao.organisation.sign_in.PersonBackend"


@pytest.fixture
def lin(client):
    lin = make_person()
    client.force_login(lin, backend=BACKEND)
    return lin


@pytest.fixture
def zhou(lin):
    zhou = make_person("周示例", unit=lin.unit)
    grant(zhou, Role.CLASS_TEACHER)
    make_class(lin.unit, lin, teacher=zhou)
    return zhou


def test_home_leads_to_the_message_which_reaches_the_teacher(client, lin, zhou):
    assert 'href="/teacher/"' in client.get("/").content.decode()
    assert "课程打不开" in client.post("/teacher/", {"text": "课程打不开"}, follow=True).content.decode()
    assert Notice.objects.get(person=zhou).link == f"/manage/my-class/people/{lin.pk}/"


def test_an_answer_is_there_and_marked_as_read_once_seen(client, lin, zhou):
    now = timezone.now()
    answer_learner(actor=Scope.of(zhou, now), learner=lin, text="换个浏览器", link="/teacher/", now=now)
    assert "换个浏览器" in client.get("/teacher/").content.decode()
    assert TeacherMessage.objects.get().seen_at is not None


def test_an_empty_message_is_refused_at_its_field(client, lin, zhou):
    response = client.post("/teacher/", {"text": " "})
    assert response.status_code == 422
    assert "text" in response.context["form"].errors


def test_without_a_class_teacher_the_page_says_where_else_to_write(client, lin):
    assert "您的班级还没有班主任" in client.get("/teacher/").content.decode()
    assert "您的班级还没有班主任" in client.post("/teacher/", {"text": "在吗"}).content.decode()
