"""The pages of the rules by which credits are earned: read, changed with their effect told first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.catalogue import make_course
from tests.factories.claims import ask_for_leave, make_claim
from tests.factories.organisation import grant, make_person

from yuanjiao.catalogue.models import Course
from yuanjiao.credits.public import LengthStep, Measure, claim_rules, credit_rules, exemption_rules
from yuanjiao.kernel.models import PolicyVersion
from yuanjiao.organisation.models import Role

CREDITS, CLAIMS, EXEMPTIONS = (f"/manage/rules/{kind}/" for kind in ("credits", "claims", "exemptions"))
CONFIRMED = {"confirmed": "yes"}


@pytest.fixture
def client_of_academy(world, as_person):
    person = make_person("院管理", unit=world.city)
    grant(person, Role.ACADEMY_ADMINISTRATOR)
    return as_person(person)


def test_course_rules_tell_how_many_courses_change_and_hold_at_once(client_of_academy):
    course = make_course(lessons=1, minutes=10)
    asked = {"daily_cap_hundredths": "4.5", "micro_steps": "30 0.5\n15 0.25", "begins": ""}
    preview = client_of_academy.post(CREDITS, asked)
    assert preview.context["effects"] == ["1 门短课的学分会调低。", "最近登记的学分里，有 0 人次一天超过这个上限。"]
    assert not PolicyVersion.objects.exists()
    client_of_academy.post(CREDITS, asked | CONFIRMED)
    rules = credit_rules(timezone.now()).rules
    assert (rules.daily_cap_hundredths, rules.micro_steps) == (450, [LengthStep(15, 25), LengthStep(30, 50)])
    assert (rules.total_hundredths, Course.objects.get(pk=course.pk).credit_hundredths) == (5000, 25)
    page = client_of_academy.get(CREDITS).content.decode()
    assert "15 分钟以内 0.25 学分；30 分钟以内 0.5 学分" in page
    assert "15 0.25\n30 0.5" in page


@pytest.mark.parametrize("steps", ["abc", "15", "15 0.255", "0 1", "15 0.5\n30 0.25", "15 0.5\n15 1", "15 -1", "1e9 1"])
def test_steps_that_make_no_sense_name_the_field(client_of_academy, steps):
    response = client_of_academy.post(CREDITS, {"daily_cap_hundredths": "0", "micro_steps": steps, "begins": ""})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["micro_steps"])


def test_the_conversion_of_training_days_is_a_dated_rule(world, client_of_academy):
    today = timezone.localdate()
    make_claim(world.lin, now=timezone.now(), starts_on=today - timedelta(days=2), ends_on=today)
    asked = {
        "day_hundredths": "6", "category": "required", "claim_within_days": "60", "decide_within_days": "5",
        "begins": "",
    }  # fmt: skip
    preview = client_of_academy.post(CLAIMS, asked)
    assert preview.context["effects"] == ["1 件待认定的申报会按新规则折算。"]
    client_of_academy.post(CLAIMS, asked | CONFIRMED)
    version, rules = claim_rules(timezone.now())
    assert (version, rules.day_hundredths, rules.category, rules.claim_within_days) == (1, 600, "required", 60)
    assert client_of_academy.post(CLAIMS, asked | {"day_hundredths": "0"}).status_code == 422


def test_how_exemptions_lower_the_year_is_a_dated_rule(world, client_of_academy):
    ask_for_leave(world.lin, now=timezone.now())
    asked = {
        "measure": "months", "whole_year_from_days": "180", "step_hundredths": "100", "decide_within_days": "7",
        "whole_year_reasons": ["retirement", "maternity"], "begins": "",
    }  # fmt: skip
    preview = client_of_academy.post(EXEMPTIONS, asked)
    assert preview.context["effects"] == ["1 件待审批的豁免会按新规则折减。"]
    client_of_academy.post(EXEMPTIONS, asked | CONFIRMED)
    rules = exemption_rules(timezone.now()).rules
    assert (rules.measure, rules.whole_year_from_days, rules.step_hundredths) == (Measure.MONTHS, 180, 100)
    assert rules.whole_year_reasons == ["retirement", "maternity"]
    assert "产假、年内退休" in client_of_academy.get(EXEMPTIONS).content.decode()


@pytest.mark.parametrize("path", [CREDITS, CLAIMS, EXEMPTIONS])
def test_a_district_reads_them_and_settles_none(world, as_person, path):
    client = as_person(world.wu)
    assert client.get(path).context["may_write"] is False
    grant(world.wu, Role.ACADEMY_ADMINISTRATOR)
    assert client.post(path, {"begins": ""}).status_code == 403


def test_requirements_carry_over_within_the_elective_part(client_of_academy):
    asked = {"year": timezone.localdate().year, "levels": ["150"], "total": "50", "required": "30", "begins": ""}
    response = client_of_academy.post("/manage/rules/requirements/new/", asked | {"carry_over": "21"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["carry_over"])
    client_of_academy.post("/manage/rules/requirements/new/", asked | CONFIRMED | {"carry_over": "10"})
    line = client_of_academy.get("/manage/rules/requirements/").context["lines"][0]
    assert line.carry_over_hundredths == 1000
