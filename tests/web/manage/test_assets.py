"""The pages of uploaded media files."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.factories.catalogue import make_course, make_lesson
from tests.factories.media import make_asset
from tests.factories.organisation import grant, make_person, make_unit

from yuanjiao.media.models import Asset, AssetKind, AssetState
from yuanjiao.organisation.models import Person, Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor_and_no_worker(settings: Any) -> None:
    settings.SECOND_FACTOR_OF_ADMINISTRATORS = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def editor(unit: Unit, client: Client) -> Person:
    person = make_person("编辑示例", unit=unit)
    grant(person, Role.COURSE_EDITOR)
    client.force_login(person)
    return person


def names(page: Any) -> list[str]:
    return [asset.original_name for asset in page.context["page"]]


def test_the_list_shows_each_file_with_its_state(client: Client, editor: Person) -> None:
    make_asset(owner=editor, original_name="讲座.mp4", size=1 << 30)
    page = client.get("/manage/assets/")
    assert "讲座.mp4" in page.text
    assert "10:00 · 1280×720 · 1 GB" in page.text


def test_it_is_searched_filtered_and_sorted_by_its_address(client: Client, editor: Person) -> None:
    make_asset(owner=editor, original_name="甲.mp4")
    make_asset(AssetKind.DOCUMENT, owner=editor, original_name="乙.pdf", state=AssetState.FAILED, problem="failed")
    assert names(client.get("/manage/assets/")) == ["乙.pdf", "甲.mp4"]
    assert names(client.get("/manage/assets/?q=甲")) == ["甲.mp4"]
    assert names(client.get("/manage/assets/?kind=document&state=failed")) == ["乙.pdf"]
    assert names(client.get("/manage/assets/?sort=id")) == ["甲.mp4", "乙.pdf"]
    assert names(client.get("/manage/assets/?kind=nonsense")) == ["乙.pdf", "甲.mp4"]
    assert "没有找到文件" in client.get("/manage/assets/?q=丙").text


def test_one_file_and_many_cost_the_same_queries(
    client: Client, editor: Person, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    make_asset(owner=editor)
    client.get("/manage/assets/")
    with django_assert_max_num_queries(8) as first:
        client.get("/manage/assets/")
    for _ in range(4):
        make_asset(owner=editor)
    with django_assert_num_queries(len(first)):
        client.get("/manage/assets/")


def test_a_file_in_the_making_asks_again_by_itself(client: Client, editor: Person) -> None:
    asset = make_asset(owner=editor, state=AssetState.PROCESSING, progress=40)
    page = client.get(f"/manage/assets/{asset.pk}/").text
    assert 'hx-trigger="every 2s"' in page
    assert "已完成 40%" in page
    Asset.objects.update(state=AssetState.READY)
    assert "hx-trigger" not in client.get(f"/manage/assets/{asset.pk}/").text


def test_a_failed_file_says_why_and_can_be_tried_again(client: Client, editor: Person) -> None:
    asset = make_asset(owner=editor, state=AssetState.FAILED, problem="disk_full")
    assert "存储空间不足" in client.get(f"/manage/assets/{asset.pk}/").text
    assert "排队处理" in client.post(f"/manage/assets/{asset.pk}/retry").text


def test_faulty_captions_are_told_by_line(client: Client, editor: Person) -> None:
    fields = {"state": AssetState.FAILED, "problem": "bad_captions", "problem_detail": "6 reversed"}
    asset = make_asset(AssetKind.CAPTIONS, owner=editor, **fields)
    page = client.get(f"/manage/assets/{asset.pk}/").text
    assert "第 6 行：结束时间早于开始时间" in page
    assert "重试" not in page


def test_files_of_the_district_next_door_do_not_exist_for_her(client: Client, unit: Unit) -> None:
    here, there = make_unit("甲区", under=unit), make_unit("乙区", under=unit)
    wu, qin = make_person("吴示例", unit=here), make_person("秦示例", unit=there)
    for person in (wu, qin):
        grant(person, Role.COURSE_EDITOR)
    asset = make_asset(owner=qin)
    client.force_login(wu)
    assert names(client.get("/manage/assets/")) == []
    assert client.get(f"/manage/assets/{asset.pk}/").status_code == 404
    assert client.post(f"/manage/assets/{asset.pk}/retry").status_code == 404


def test_learners_stay_outside(client: Client) -> None:
    client.force_login(make_person())
    assert client.get("/manage/assets/").status_code == 403


def test_deleting_asks_first_and_says_what_goes(client: Client, editor: Person) -> None:
    asset = make_asset(owner=editor, original_name="旧片.mp4")
    asked = client.get(f"/manage/assets/{asset.pk}/delete/").text
    assert "删除“旧片.mp4”？" in asked
    assert "0 个文件、0 B" in asked
    done = client.post(f"/manage/assets/{asset.pk}/delete/", follow=True).text
    assert "已删除“旧片.mp4”" in done
    assert not Asset.objects.exists()


def test_a_file_in_use_says_where_and_stays(client: Client, editor: Person, unit: Unit) -> None:
    asset = make_asset(owner=editor)
    make_lesson(make_course("环境保护", unit=unit), asset=asset, title="总论")
    page = client.get(f"/manage/assets/{asset.pk}/delete/").text
    assert "环境保护" in page
    assert "第 1 讲“总论”" in page
    assert "还在使用" in client.post(f"/manage/assets/{asset.pk}/delete/", follow=True).text
    assert Asset.objects.filter(pk=asset.pk).exists()


def test_nobody_deletes_a_file_of_the_district_next_door(client: Client, unit: Unit) -> None:
    wu = make_person("吴示例", unit=make_unit("甲区", under=unit))
    grant(wu, Role.COURSE_EDITOR)
    asset = make_asset(owner=make_person("秦示例", unit=make_unit("乙区", under=unit)))
    client.force_login(wu)
    assert client.post(f"/manage/assets/{asset.pk}/delete/").status_code == 404
    assert Asset.objects.exists()


def test_what_nobody_brought_is_looked_after_by_whoever_edits_the_whole_academys_courses(
    client: Client, editor: Person, unit: Unit
) -> None:
    asset = make_asset(owner=None)
    assert list(client.get("/manage/assets/").context["page"]) == [asset]
    wu = make_person("吴示例", unit=make_unit("甲区", under=unit))
    grant(wu, Role.COURSE_EDITOR)
    client.force_login(wu)
    assert list(client.get("/manage/assets/").context["page"]) == []
