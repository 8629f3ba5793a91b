"""What the Excel file of each of a learner's lists says of a row."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Category
from yuanjiao.web.shell.listing import Column, Listing

MINUTE_MS = 60_000

ENTRIES = Listing(
    "credits",
    gettext_lazy("学分记录"),
    (
        Column(gettext_lazy("序号"), lambda entry: entry.sequence),
        Column(gettext_lazy("时间"), lambda entry: entry.at, 20),
        Column(gettext_lazy("年度"), lambda entry: entry.year),
        Column(gettext_lazy("类型"), lambda entry: str(entry.get_kind_display())),
        Column(gettext_lazy("名称"), lambda entry: entry.title, 48),
        Column(gettext_lazy("类别"), lambda entry: str(Category(entry.category).label)),
        Column(gettext_lazy("学分"), lambda entry: entry.hundredths / 100),
        Column(gettext_lazy("校验码"), lambda entry: entry.hash, 60),
    ),
    page_size=20,
)

COURSES = Listing(
    "my-courses",
    gettext_lazy("我的课程"),
    (
        Column(gettext_lazy("课程"), lambda progress: progress.course.title, 40),
        Column(gettext_lazy("状态"), lambda progress: _("已修完") if progress.completed_at else _("在学")),
        Column(gettext_lazy("已学完讲数"), lambda progress: progress.lessons_done),
        Column(gettext_lazy("讲数"), lambda progress: progress.film_count),
        Column(gettext_lazy("开始时间"), lambda progress: progress.started_at, 20),
        Column(gettext_lazy("最近学习"), lambda progress: progress.last_at, 20),
        Column(gettext_lazy("修完时间"), lambda progress: progress.completed_at, 20),
    ),
    page_size=20,
)

NOTICES = Listing(
    "notices",
    gettext_lazy("通知"),
    (
        Column(gettext_lazy("时间"), lambda notice: notice.created_at, 20),
        Column(gettext_lazy("标题"), lambda notice: notice.title, 40),
        Column(gettext_lazy("内容"), lambda notice: notice.body, 60),
        Column(gettext_lazy("读过的时间"), lambda notice: notice.read_at, 20),
    ),
    page_size=30,
)

MESSAGES = Listing(
    "board",
    gettext_lazy("留言板"),
    (
        Column(gettext_lazy("时间"), lambda shown: shown.message.written_at, 20),
        Column(gettext_lazy("作者"), lambda shown: shown.name),
        Column(gettext_lazy("单位"), lambda shown: shown.unit, 28),
        Column(gettext_lazy("留言"), lambda shown: shown.message.text, 60),
        Column(gettext_lazy("点赞"), lambda shown: shown.message.like_count),
    ),
    page_size=20,
)

CATALOGUE = Listing(
    "catalogue",
    gettext_lazy("课程"),
    (
        Column(gettext_lazy("课程"), lambda course: course.title, 40),
        Column(gettext_lazy("主题"), lambda course: str(course.topic), 20),
        Column(gettext_lazy("讲师"), lambda course: "、".join(str(each) for each in course.lecturers.all()), 24),
        Column(gettext_lazy("来源"), lambda course: str(course.get_source_kind_display())),
        Column(gettext_lazy("高校"), lambda course: str(course.university or ""), 20),
        Column(gettext_lazy("必修或选修"), lambda course: str(course.get_category_display())),
        Column(gettext_lazy("学分"), lambda course: course.credit_hundredths / 100),
        Column(gettext_lazy("讲数"), lambda course: course.lesson_count),
        Column(gettext_lazy("分钟"), lambda course: round(course.duration_ms / MINUTE_MS)),
        Column(gettext_lazy("评分"), lambda course: round(course.rating, 1) if course.rating else None),
    ),
    page_size=24,
)

RANKS_OF_PEOPLE = Listing(
    "ranks",
    gettext_lazy("学分排名"),
    (
        Column(gettext_lazy("名次"), lambda line: line.rank),
        Column(gettext_lazy("学员"), lambda line: line.name),
        Column(gettext_lazy("单位"), lambda line: line.unit_name, 28),
        Column(gettext_lazy("学分"), lambda line: line.hundredths / 100),
        Column(gettext_lazy("达标"), lambda line: _("已达标") if line.met else _("未达标")),
    ),
)

RANKS_OF_UNITS = Listing(
    "ranks-of-units",
    gettext_lazy("学分排名"),
    (
        Column(gettext_lazy("名次"), lambda line: line.rank),
        Column(gettext_lazy("单位"), lambda line: line.name, 28),
        Column(gettext_lazy("学员"), lambda line: line.people),
        Column(gettext_lazy("已达标"), lambda line: line.met),
        Column(gettext_lazy("达标率（%）"), lambda line: round(line.met_rate * 100, 1)),
        Column(gettext_lazy("人均学分"), lambda line: round(line.credits_a_head, 2)),
    ),
)

CLAIMS = Listing(
    "claims",
    gettext_lazy("线下培训"),
    (
        Column(gettext_lazy("培训"), lambda claim: claim.training.title, 40),
        Column(gettext_lazy("主办单位"), lambda claim: claim.training.organiser, 28),
        Column(gettext_lazy("开始日期"), lambda claim: claim.training.starts_on),
        Column(gettext_lazy("结束日期"), lambda claim: claim.training.ends_on),
        Column(gettext_lazy("申报天数"), lambda claim: claim.training.days_hundredths / 100),
        Column(gettext_lazy("申报时间"), lambda claim: claim.submitted_at, 20),
        Column(gettext_lazy("状态"), lambda claim: str(claim.get_state_display())),
        Column(gettext_lazy("认定天数"), lambda claim: claim.approved_days_hundredths / 100),
        Column(gettext_lazy("学分"), lambda claim: claim.hundredths / 100),
        Column(gettext_lazy("答复"), lambda claim: claim.reason, 40),
    ),
    page_size=20,
)

EXEMPTIONS = Listing(
    "exemptions",
    gettext_lazy("学习豁免"),
    (
        Column(gettext_lazy("原因"), lambda exemption: str(exemption.get_reason_display())),
        Column(gettext_lazy("从哪天起"), lambda exemption: exemption.starts_on),
        Column(gettext_lazy("到哪天止"), lambda exemption: exemption.last_day),
        Column(gettext_lazy("状态"), lambda exemption: str(exemption.get_state_display())),
        Column(gettext_lazy("申请时间"), lambda exemption: exemption.requested_at, 20),
        Column(gettext_lazy("答复"), lambda exemption: exemption.answer, 40),
    ),
    page_size=20,
)

CIRCULARS = Listing(
    "circulars",
    gettext_lazy("通报"),
    (
        Column(gettext_lazy("标题"), lambda circular: circular.title, 40),
        Column(gettext_lazy("单位"), lambda circular: circular.unit.name),
        Column(gettext_lazy("发布时间"), lambda circular: circular.published_at, 20),
    ),
    page_size=20,
)

WISHES = Listing(
    "wishes",
    gettext_lazy("想学的课程"),
    (
        Column(gettext_lazy("想学什么"), lambda wish: wish.words, 40),
        Column(gettext_lazy("想学的人"), lambda wish: wish.vote_count),
        Column(gettext_lazy("答复情况"), lambda wish: str(wish.get_state_display())),
        Column(gettext_lazy("课程"), lambda wish: str(wish.course or ""), 40),
        Column(gettext_lazy("答复"), lambda wish: wish.answer, 48),
    ),
    page_size=30,
)
