"""The lists of courses, questions, media files, messages and complaints."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.outreach.models import BoardMessage
from yuanjiao.web.shell.listing import Column, Listing

MINUTE_MS = 60_000
MEBIBYTE = 1 << 20

COURSES = Listing(
    "courses",
    gettext_lazy("课程"),
    (
        Column(gettext_lazy("课程"), lambda course: course.title, 36),
        Column(gettext_lazy("状态"), lambda course: str(course.get_state_display())),
        Column(gettext_lazy("主题"), lambda course: str(course.topic), 20),
        Column(gettext_lazy("来源"), lambda course: str(course.get_source_kind_display())),
        Column(gettext_lazy("建课单位"), lambda course: str(course.unit or _("全学院")), 20),
        Column(gettext_lazy("学分"), lambda course: course.credit_hundredths / 100),
        Column(gettext_lazy("讲数"), lambda course: course.lesson_count),
        Column(gettext_lazy("分钟"), lambda course: round(course.duration_ms / MINUTE_MS)),
        Column(gettext_lazy("点击"), lambda course: course.click_count),
        Column(gettext_lazy("开始"), lambda course: course.start_count),
        Column(gettext_lazy("学完"), lambda course: course.completion_count),
        Column(gettext_lazy("点赞"), lambda course: course.like_count),
        Column(gettext_lazy("评分"), lambda course: round(course.rating, 1) if course.rating else None),
        Column(gettext_lazy("评分人数"), lambda course: course.rating_count),
        Column(gettext_lazy("课程编号"), lambda course: course.key, 26),
        Column(
            gettext_lazy("上线日期"),
            lambda course: timezone.localdate(course.published_at) if course.published_at else None,
        ),
    ),
)

ASSETS = Listing(
    "media",
    gettext_lazy("媒体文件"),
    (
        Column(gettext_lazy("文件"), lambda asset: asset.original_name, 36),
        Column(gettext_lazy("类型"), lambda asset: str(asset.get_kind_display())),
        Column(gettext_lazy("状态"), lambda asset: str(asset.get_state_display())),
        Column(gettext_lazy("大小（MB）"), lambda asset: round(asset.size / MEBIBYTE, 2)),
        Column(
            gettext_lazy("分钟"), lambda asset: round(asset.duration_ms / MINUTE_MS, 1) if asset.duration_ms else None
        ),
        Column(gettext_lazy("上传人"), lambda asset: asset.owner and asset.owner.full_name),
        Column(gettext_lazy("上传时间"), lambda asset: asset.created_at, 20),
    ),
    page_size=30,
)


def _message_state(message: BoardMessage) -> str:
    if message.hidden_at:
        return _("已隐藏")
    return _("等待查看") if message.waiting else _("显示中")


MESSAGES = Listing(
    "messages",
    gettext_lazy("留言"),
    (
        Column(gettext_lazy("时间"), lambda message: message.written_at, 20),
        Column(gettext_lazy("作者"), lambda message: message.author.full_name),
        Column(gettext_lazy("单位"), lambda message: message.author.unit.name, 28),
        Column(gettext_lazy("写在哪里"), lambda message: str(message.course or _("学院留言板")), 28),
        Column(gettext_lazy("留言"), lambda message: message.text, 60),
        Column(gettext_lazy("点赞"), lambda message: message.like_count),
        Column(gettext_lazy("状态"), _message_state),
        Column(gettext_lazy("隐藏原因"), lambda message: message.hidden_reason, 28),
    ),
    page_size=30,
)

COMPLAINTS = Listing(
    "complaints",
    gettext_lazy("意见与投诉"),
    (
        Column(gettext_lazy("时间"), lambda complaint: complaint.written_at, 20),
        Column(gettext_lazy("姓名"), lambda complaint: complaint.person and complaint.person.full_name),
        Column(gettext_lazy("单位"), lambda complaint: complaint.person and complaint.person.unit.name, 28),
        Column(gettext_lazy("联系方式"), lambda complaint: complaint.contact, 20),
        Column(gettext_lazy("类别"), lambda complaint: str(complaint.get_kind_display()), 20),
        Column(gettext_lazy("页面"), lambda complaint: complaint.page, 24),
        Column(gettext_lazy("内容"), lambda complaint: complaint.text, 60),
        Column(gettext_lazy("状态"), lambda complaint: str(complaint.get_state_display())),
        Column(gettext_lazy("答复"), lambda complaint: complaint.answer, 60),
        Column(gettext_lazy("答复人"), lambda complaint: complaint.answered_by and complaint.answered_by.full_name),
        Column(gettext_lazy("答复时间"), lambda complaint: complaint.answered_at, 20),
    ),
    page_size=20,
)
