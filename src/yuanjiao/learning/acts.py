"""What acts on quizzes and study timelines are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yuanjiao.kernel.acts import Area, Detail

AREAS = (
    Area(
        "quizzes",
        _("测验"),
        {
            "learning.set_quiz": _("设置测验"),
            "learning.remove_quiz": _("删除测验"),
            "learning.add_questions": _("添加试题"),
            "learning.change_question": _("修改试题"),
            "learning.remove_question": _("删除试题"),
        },
    ),
    Area("study", _("学习核查"), {"learning.open_timeline": _("查看学习时间线")}),
)

DETAILS = {
    "learning.draw": Detail(_("抽题数")),
    "learning.tries": Detail(_("每天可考次数")),
    "learning.pass_mark": Detail(_("及格线（%）")),
    "learning.question": Detail(_("题号")),
}
