"""The import pages: from the template to the codes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from yuanjiao.kernel.models import AuditEntry
from yuanjiao.organisation.models import ImportJob, ImportStatus, Person

IMPORTS = "/manage/people/import/"
SHEET = "学号,姓名,单位\nN1,新一,本镇\nN2,新二,火星\n"


@pytest.fixture
def upload(world, as_person):
    """Upload a sheet as Wu; the test worker checks it at once."""

    def send(text=SHEET):
        client = as_person(world.wu)
        client.post(IMPORTS, {"file": SimpleUploadedFile("people.csv", text.encode()), "forms_classes": "on"})
        return client, ImportJob.objects.latest("pk")

    return send


def rows_of(response):
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_the_dry_run_shows_counts_and_faults(upload):
    client, job = upload()
    page = client.get(f"{IMPORTS}{job.key}/").content.decode()
    assert job.status == ImportStatus.CHECKED
    assert "找不到单位“火星”" in page
    assert "导入无误的 1 人" in page
    assert Person.objects.filter(staff_number="N1").count() == 0
    assert rows_of(client.get(f"{IMPORTS}{job.key}/faults"))[1][:3] == ["3", "N2", "单位"]


def test_confirming_brings_people_in_and_offers_their_codes(upload, world):
    client, job = upload()
    client.post(f"{IMPORTS}{job.key}/confirm")
    assert Person.objects.get(staff_number="N1").unit == world.township
    response = client.post(f"{IMPORTS}{job.key}/codes")
    assert rows_of(response)[1][:3] == ["N1", "新一", "本镇"]
    assert response.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(verb="organisation.download_codes", actor_id=world.wu.pk).exists()
    again = client.post(f"{IMPORTS}{job.key}/confirm", follow=True)
    assert "状态已经改变" in again.content.decode()


def test_giving_up_leaves_the_table_alone(upload):
    client, job = upload()
    assert "没有导入任何人" in client.post(f"{IMPORTS}{job.key}/discard", follow=True).content.decode()
    assert not Person.objects.filter(staff_number="N1").exists()


def test_an_unreadable_file_says_what_to_do(upload):
    client, job = upload("甲,乙\n")
    assert "没有找到表头" in client.get(f"{IMPORTS}{job.key}/").content.decode()


def test_an_import_is_its_makers_own(upload, world, as_person):
    _client, job = upload()
    client = as_person(world.qin)
    assert client.get(f"{IMPORTS}{job.key}/").status_code == 404
    assert client.post(f"{IMPORTS}{job.key}/codes").status_code == 404
    assert list(client.get(IMPORTS).context["page"]) == []


def test_the_template_downloads_and_the_list_shows_past_imports(upload):
    client, job = upload()
    assert rows_of(client.get(f"{IMPORTS}template"))[0][0] == "学号*"
    assert [each.pk for each in client.get(IMPORTS).context["page"]] == [job.pk]


def test_an_import_left_behind_is_carried_on_from_its_page(upload):
    client, job = upload()
    ImportJob.objects.update(status=ImportStatus.APPLYING)
    client.post(f"{IMPORTS}{job.key}/carry-on")
    job.refresh_from_db()
    assert job.status == ImportStatus.DONE


def test_learners_import_nobody(world, as_person):
    assert as_person(world.lin).get(IMPORTS).status_code == 403
