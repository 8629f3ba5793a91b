"""A learner's record: her credits with their evidence, her certificates, her export."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course, make_lesson
from tests.factories.credits import earn, enrol
from tests.factories.organisation import make_person, make_unit
from tests.web.sheets import column

from yuanjiao.credits.models import Certificate, LedgerEntry, Requirement
from yuanjiao.credits.public import reverse
from yuanjiao.kernel import fonts
from yuanjiao.learning.models import CourseProgress
from yuanjiao.organisation.models import Unit, UnitName

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client):
    person = make_person("林示例", unit=make_unit())
    enrol(person, at=timezone.now())
    client.force_login(person)
    return person


def learn(person, hundredths=100, **fields):
    return earn(person, hundredths, at=timezone.now(), **fields)


def test_what_is_only_read_is_not_among_the_lessons_still_to_be_done(client, lin):
    course = make_course(lessons=1)
    make_lesson(course, position=2, minutes=0)
    CourseProgress.objects.create(
        learner_id=lin.pk, course=course, started_at=timezone.now(), last_at=timezone.now(), lessons_done=1
    )
    assert "已学完 1 / 1 讲" in client.get("/record/?tab=courses").content.decode()


def test_the_record_lists_every_credit(client, lin):
    learn(lin, 150, title="依法行政")
    page = client.get("/record/")
    assert page.status_code == 200
    assert "依法行政" in page.content.decode()
    assert "+1.5" in page.content.decode()


def test_someone_signed_out_is_asked_to_sign_in(client):
    assert client.get("/record/").status_code == 302


def test_filters_are_kept_in_the_address(client, lin):
    learn(lin, title="依法行政", category="required")
    learn(lin, title="公文写作")
    shown = client.get("/record/", {"category": "required", "year": timezone.now().year}).content.decode()
    assert "依法行政" in shown
    assert "公文写作" not in shown
    assert f'href="?category=required&amp;year={timezone.now().year}&amp;export=excel"' in shown
    assert client.get("/record/", {"year": "nonsense", "page": "x", "category": "?"}).status_code == 200


def test_the_record_says_whose_requirement_it_is_and_which_version(client, lin):
    assert "由学院按职务层次统一定，照默认要求" in client.get("/record/").content.decode()
    Requirement.objects.create(
        year=timezone.now().year, post_level=lin.post_level, version=3, valid_from=timezone.now(),
        total_hundredths=6000, required_hundredths=4000, carry_over_hundredths=500,
    )  # fmt: skip
    page = client.get("/record/").content.decode()
    assert "全年 60 学分，其中必修 40 学分。 上年超出的部分最多抵 5 学分选修。" in page
    assert "第 3 版；各单位都一样" in page


def test_an_empty_record_says_what_to_do(client, lin):
    assert "修完一门课程" in client.get("/record/").content.decode()


def test_one_and_many_entries_take_the_same_queries(client, lin, connection_queries):
    learn(lin)
    client.get("/record/")
    one = connection_queries(lambda: client.get("/record/"))
    for _number in range(5):
        learn(lin)
    assert connection_queries(lambda: client.get("/record/")) == one


@pytest.fixture
def connection_queries():
    def count(act):
        with CaptureQueriesContext(connection) as queries:
            act()
        return len(queries)

    return count


@pytest.fixture
def two_courses(lin):
    now = timezone.now()
    for title, done in (("数据安全", None), ("依法行政", now)):
        course = make_course(title)
        CourseProgress.objects.create(learner_id=lin.pk, course=course, started_at=now, last_at=now, completed_at=done)


def test_courses_have_a_tab_of_their_own_with_search_filter_and_order(client, two_courses):
    def shown(**words):
        page = client.get("/record/", {"tab": "courses"} | words)
        return [progress.course.title for progress in page.context["courses"]]

    assert sorted(shown()) == ["依法行政", "数据安全"]
    assert shown(q="数据") == ["数据安全"]
    assert shown(state="done") == ["依法行政"]
    assert shown(sort="title") == ["依法行政", "数据安全"]


def test_her_courses_come_as_excel_and_nobody_elses(client, two_courses):
    words = {"tab": "courses", "export": "excel"}
    assert sorted(column(client.get("/record/", words), "课程")) == ["依法行政", "数据安全"]
    client.force_login(make_person())
    assert column(client.get("/record/", words), "课程") == []


def test_one_and_many_courses_take_the_same_queries(client, lin, two_courses, connection_queries):
    client.get("/record/", {"tab": "courses"})
    two = connection_queries(lambda: client.get("/record/", {"tab": "courses"}))
    for _number in range(4):
        now = timezone.now()
        CourseProgress.objects.create(learner_id=lin.pk, course=make_course(), started_at=now, last_at=now)
    assert connection_queries(lambda: client.get("/record/", {"tab": "courses"})) == two


def test_an_entry_opens_to_its_evidence(client, lin):
    lesson = make_course(lessons=1).lessons.get()
    evidence = {
        "lessons": [{"lesson": lesson.pk, "covered_ms": 590_000, "duration_ms": 600_000}],
        "sessions": [{"session": 1, "opened_at": "2026-03-02T01:00:00+00:00", "policy": 2}],
        "quiz": {"attempt": 1, "score": 80},
    }
    learn(lin, evidence=evidence)
    shown = client.get("/record/1/").content.decode()
    for words in (lesson.title, "9:50 / 10:00", "随堂测验得 80 分", "观看规则第 2 版", "首尾相扣"):
        assert words in shown


def test_an_entry_names_the_unit_of_that_day(client, lin):
    learn(lin)
    unit = Unit.objects.get(pk=lin.unit_id)
    UnitName.objects.create(unit=unit, name="昔日示例局", until=timezone.localdate() + timedelta(days=1))
    lin.unit = make_unit("后来示例局")
    lin.save()
    shown = client.get("/record/1/").content.decode()
    assert "昔日示例局" in shown
    assert unit.name not in shown


def test_a_changed_entry_says_so(client, lin):
    learn(lin)
    LedgerEntry.objects.update(title="另一门课程")
    assert "核对没有通过" in client.get("/record/1/").content.decode()


def test_nobody_opens_the_entry_of_another(client, lin):
    learn(make_person("周示例"))
    assert client.get("/record/1/").status_code == 404


def test_a_certificate_is_a_pdf_issued_once(client, lin, font):
    learn(lin, title="依法行政")
    answer = client.get("/record/1/certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert len(answer.content) < 200_000
    client.get("/record/1/certificate.pdf")
    assert Certificate.objects.count() == 1


@pytest.fixture
def font():
    try:
        return fonts.path()
    except fonts.FontMissing:
        pytest.skip("the front end, which brings the font, has not been built")


@pytest.mark.parametrize("broken", [False, True], ids=["missing", "broken"])
def test_a_font_that_cannot_be_used_is_said_in_plain_words(client, lin, monkeypatch, tmp_path, broken):
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    if broken:
        fonts.FOLDER.joinpath("NotoSansSC_400Regular.ttf").write_bytes(b"not a font any more" * 100)
    learn(lin)
    shown = client.get("/record/1/certificate.pdf", follow=True)
    assert "中文字体没有随程序装好" in shown.content.decode()


def test_a_credit_taken_back_has_no_certificate(client, lin):
    reverse(actor=None, entry=learn(lin), reason="重复计分", now=timezone.now())
    shown = client.get("/record/1/certificate.pdf", follow=True).content.decode()
    assert "不能开具证书" in shown
    assert "原因：重复计分" in shown


def test_the_export_is_an_excel_file_without_formulas(client, lin):
    learn(lin, 150, title="=1+1")
    answer = client.get("/record/?export=excel")
    assert (column(answer, "名称"), column(answer, "学分")) == (["'=1+1"], [1.5])


def test_the_export_holds_nobody_elses_credits(client, lin):
    learn(lin)
    client.force_login(make_person())
    assert column(client.get("/record/?export=excel"), "名称") == []
