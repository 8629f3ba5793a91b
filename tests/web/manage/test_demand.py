"""Cost and use, demand, searches, and answering wishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories.catalogue import make_course, make_topic
from tests.factories.learning import make_progress
from tests.factories.organisation import grant, make_person
from tests.factories.sources import make_contract, make_production, make_wish
from tests.web.sheets import column, rows_of

from yuanjiao.catalogue.public import rebuild_search
from yuanjiao.kernel.models import BackgroundJob
from yuanjiao.learning.models import Activity, Rating
from yuanjiao.learning.public import count_use
from yuanjiao.organisation.models import Role
from yuanjiao.outreach.models import Notice
from yuanjiao.web.manage import demand, portfolio

HOUR_MS = 3_600_000
DONE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
COUNTED = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)


@pytest.fixture
def editor(world):
    person = make_person("编辑示例", unit=world.city, is_learner=False)
    grant(person, Role.COURSE_EDITOR)
    return person


@pytest.fixture
def page(editor, as_person):
    return as_person(editor)


def test_a_years_cost_stands_beside_what_was_learned_for_it(world):
    course = make_course(duration_ms=2 * HOUR_MS)
    make_contract(courses=(course,))
    make_production(cost_fen=50_000)
    for person in (world.lin, world.zhou):
        make_progress(person, course, completed_at=DONE)
    count_use(now=COUNTED)
    found = {line.name: line for line in portfolio.by_source(2026).lines}
    bought, local = found["购买"], found["本地制作"]
    assert (bought.completions, bought.learned_ms, bought.cost_fen) == (2, 4 * HOUR_MS, 3_650_000)
    assert bought.fen_an_hour == 912_500
    assert (local.cost_fen, local.fen_an_hour) == (50_000, None)
    assert portfolio.by_source(2026).whole.cost_fen == 3_700_000


def test_a_licence_over_two_years_costs_each_its_days(world):
    contract = make_contract(
        licence_from=datetime(2025, 12, 22, tzinfo=UTC).date(), licence_to=datetime(2026, 1, 10, tzinfo=UTC).date(),
        price_fen=2000,
    )  # fmt: skip
    [line] = portfolio.by_supplier(2025).lines
    assert (line.name, line.cost_fen) == (contract.supplier.name, 1000)
    years = {line.name: line.cost_fen for line in portfolio.by_year(datetime(2026, 3, 1, tzinfo=UTC).date()).lines}
    assert years == {"2026": 1000, "2025": 1000}


@pytest.mark.parametrize("by", ["source", "supplier", "year"])
def test_cost_and_use_have_a_page_and_a_file(page, by):
    make_contract(courses=(make_course(),))
    shown = page.get("/manage/portfolio/", {"by": by, "year": "2026"})
    assert shown.status_code == 200
    assert "36,500" in shown.text
    file = page.get("/manage/portfolio/", {"by": by, "year": "2026", "export": "excel"})
    assert 36500 in column(file, "成本（元）")
    assert column(file, "名称")[-1] == "合计"


def test_cost_and_demand_are_the_academys_business(world, as_person):
    for path in ("portfolio", "demand", "demand/searches"):
        assert as_person(world.wu).get(f"/manage/{path}/").status_code == 403
    assert "/manage/demand/" not in as_person(world.wu).get("/manage/contracts/").text


def ten_learners(unit, course):
    people = [make_person(unit=unit, post_level="142") for _number in range(demand.FEWEST_PEOPLE)]
    for person in people:
        make_progress(person, course, completed_at=DONE)
    for person in people[: demand.FEWEST_RATINGS]:
        Rating.objects.create(
            learner_id=person.pk, course=course, stars=4, post_level="142", unit_kind=unit.kind, at=DONE
        )
    return people


def test_groups_show_their_use_and_ratings_when_they_are_large_enough(world):
    ten_learners(world.township, make_course(duration_ms=HOUR_MS))
    make_progress(world.lin, make_course(), completed_at=DONE)
    count_use(now=COUNTED)
    levels = {line.name: line for line in demand.demand(COUNTED.date()).levels}
    large, small = levels["乡科级副职"], levels["科员及以下"]
    assert (large.people, large.hours_a_head, large.stars) == (10, 1.0, 4.0)
    assert (small.shown, small.completions, small.hours_a_head, small.stars) == (False, None, None, None)


def test_four_ratings_are_nobodys_figure(world):
    people = ten_learners(world.township, make_course(duration_ms=HOUR_MS))
    Rating.objects.filter(learner_id=people[0].pk).delete()
    count_use(now=COUNTED)
    [line] = [line for line in demand.demand(COUNTED.date()).levels if line.name == "乡科级副职"]
    assert (line.shown, line.stars) == (True, None)


def test_a_topic_that_is_asked_for_more_than_it_has_is_short(world):
    rich, poor = make_topic("公文"), make_topic("应急")
    for number in range(4):
        make_course(f"公文{number}", topic=rich)
    make_course("防汛应急预案", topic=poor)
    list(rebuild_search())
    for person in (world.lin, world.zhou, world.wu):
        Activity.objects.create(at=DONE, kind="search", learner_id=person.pk, words="应急演练", results=0)
    make_wish(world.lin, words="应急演练", topic=poor)
    count_use(now=COUNTED)
    found = demand.demand(COUNTED.date())
    asked = [line for line in found.topics if line.courses]
    assert [(line.name, line.courses, line.missed, line.wishes) for line in asked] == [
        ("应急", 1, 3, 1), ("公文", 4, 0, 0),
    ]  # fmt: skip
    assert found.short == {poor.pk}


def test_the_page_of_demand_has_its_tables_as_files(page, world):
    ten_learners(world.township, make_course(duration_ms=HOUR_MS))
    now = timezone.now()
    count_use(now=now)
    assert "供需" in page.get("/manage/demand/").text
    assert "乡科级副职" in column(page.get("/manage/demand/?export=excel&of=levels"), "人群")
    assert "乡镇街道" in column(page.get("/manage/demand/?export=excel&of=kinds"), "人群")
    assert "示例主题" in column(page.get("/manage/demand/?export=excel&of=topics"), "主题")


def test_searches_are_searched_filtered_sorted_and_exported(page, world):
    now = timezone.now() - timedelta(minutes=1)
    for words, results in (("招投标", 0), ("公文", 3)):
        for person in (world.lin, world.zhou, world.wu):
            Activity.objects.create(at=now, kind="search", learner_id=person.pk, words=words, results=results)
    count_use(now=timezone.now())
    path = "/manage/demand/searches/"
    assert [row.words for row in page.get(path).context["page"]] == ["招投标", "公文"]
    assert [row.words for row in page.get(path, {"found": "no"}).context["page"]] == ["招投标"]
    assert [row.words for row in page.get(path, {"q": "公"}).context["page"]] == ["公文"]
    assert rows_of(page.get(path, {"export": "excel"}))[1][:3] == ["招投标", 3, 3]


def test_answering_a_wish_tells_those_who_wished(page, world, django_capture_on_commit_callbacks):
    wish = make_wish(world.lin, world.zhou)
    course = make_course("招投标实务")
    list(rebuild_search())
    offered = page.get(f"/manage/wishes/{wish.pk}/")
    assert list(offered.context["courses"]) == [course]
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"/manage/wishes/{wish.pk}/", {"course": course.pk, "answer": "请看"})
    notices = Notice.objects.order_by("person_id")
    assert [(notice.person, notice.link, notice.body) for notice in notices] == [
        (person, f"/courses/{course.pk}/", "请看") for person in sorted([world.lin, world.zhou], key=lambda p: p.pk)
    ]
    assert notices[0].title == "您想学的“招投标”有课了：《招投标实务》"
    assert BackgroundJob.objects.get().message == "通知了 2 名学员。"
    assert "满足它的课程" in page.get(f"/manage/wishes/{wish.pk}/").text


def test_an_empty_answer_is_refused(page, world):
    wish = make_wish(world.lin)
    answer = page.post(f"/manage/wishes/{wish.pk}/", {"course": "", "answer": " "})
    assert answer.status_code == 422
    assert "请选一门课程，或写一句答复" in answer.text


def test_wishes_are_listed_with_their_reasons_and_nobodys_name(page, world):
    wish = make_wish(world.lin)
    wish.votes.update(why="下个月要用")
    shown = page.get("/manage/wishes/").text
    assert "下个月要用" in shown
    assert world.lin.full_name not in shown
    assert column(page.get("/manage/wishes/", {"export": "excel", "state": "open"}), "想学的人") == [1]
    assert "没有符合条件的愿望" in page.get("/manage/wishes/", {"q": "查无此项"}).text


@pytest.mark.parametrize(
    "path", ["/manage/wishes/", "/manage/portfolio/", "/manage/demand/", "/manage/demand/searches/"]
)
def test_more_of_everything_costs_no_more_queries(page, world, path):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page.get(path)
        return len(captured)

    def more(number):
        make_wish(world.lin, words=f"愿望{number}")
        for person in (world.lin, world.zhou, world.wu):
            now = timezone.now()
            Activity.objects.create(at=now, kind="search", learner_id=person.pk, words=f"词{number}", results=0)
        make_contract(courses=(make_course(topic=make_topic(f"主题{number}")),))
        make_progress(world.lin, make_course(), completed_at=DONE)
        count_use(now=COUNTED)

    more(0)
    queries()
    with_one = queries()
    for number in range(1, 4):
        more(number)
    assert queries() == with_one


def test_only_who_answers_wishes_is_led_to_their_answers(world, editor, as_person):
    wish = make_wish(world.lin, words="应急演练")
    auditor = make_person("审计示例", unit=world.city, is_learner=False)
    grant(auditor, Role.AUDITOR)
    pages = [as_person(reader).get("/manage/demand/").content.decode() for reader in (editor, auditor)]
    assert ["应急演练" in page for page in pages] == [True, True]
    assert [f"/manage/wishes/{wish.pk}/" in page for page in pages] == [True, False]


def test_a_units_administrator_is_led_to_no_figures_of_the_whole_academy(world, editor, as_person):
    wishes = [as_person(reader).get("/manage/wishes/").content.decode() for reader in (editor, world.wu)]
    assert ['href="/manage/demand/"' in each for each in wishes] == [True, False]
