"""What acts of oversight are called in the audit trail: plans, circulars, talks, measures, assessments, screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, chosen, hundredths_said, named, searched
from yuanjiao.oversight.models import (
    Assessment,
    Circular,
    MeasuresVersion,
    PlanTask,
    PlanTaskState,
    Rubric,
    Screen,
    StepKind,
    Talk,
    TalkState,
    WorkPlan,
)

AREAS = (
    Area(
        "plans",
        _("年度计划"),
        {
            "oversight.open_plan": _("建立年度计划"),
            "oversight.add_plan_task": _("添加计划任务"),
            "oversight.change_plan_task": _("修改计划任务"),
            "oversight.report_plan_task": _("报告任务进展"),
            "oversight.attach_to_plan_task": _("附上任务材料"),
        },
    ),
    Area(
        "circulars",
        _("通报"),
        {
            "oversight.draft_circular": _("起草通报"),
            "oversight.edit_circular": _("修改通报"),
            "oversight.count_again_circular": _("重新统计通报数据"),
            "oversight.check_circular": _("核对通报数据"),
            "oversight.publish_circular": _("发布通报"),
            "oversight.discard_circular": _("删除通报草稿"),
            "oversight.remind_circular": _("催阅通报"),
        },
    ),
    Area("talks", _("约谈"), {f"oversight.talk_{kind.value}": kind.label for kind in StepKind}),
    Area(
        "measures",
        _("管理办法"),
        {
            "oversight.draft_measures": _("起草管理办法"),
            "oversight.write_chapter": _("编写章节"),
            "oversight.remove_chapter": _("删除章节"),
            "oversight.discard_measures": _("删除管理办法草稿"),
            "oversight.publish_measures": _("发布管理办法"),
            "oversight.note_measures": _("单位阅知管理办法"),
            "oversight.remind_of_measures": _("催阅管理办法"),
        },
    ),
    Area(
        "assessments",
        _("单位考核"),
        {
            "oversight.draft_rubric": _("起草考核细则"),
            "oversight.write_indicator": _("编写考核指标"),
            "oversight.remove_indicator": _("删除考核指标"),
            "oversight.publish_rubric": _("发布考核细则"),
            "oversight.discard_rubric": _("删除考核细则草稿"),
            "oversight.open_assessment": _("开始考核"),
            "oversight.count_scores_again": _("重新计算得分"),
            "oversight.give_points": _("评分"),
            "oversight.show_assessment": _("公示考核得分"),
            "oversight.object_to": _("对得分提出异议"),
            "oversight.answer_objection": _("答复异议"),
            "oversight.finish_assessment": _("考核定稿"),
            "oversight.discard_assessment": _("取消考核"),
        },
    ),
    Area(
        "screens",
        _("大屏"),
        {
            "oversight.make_screen": _("开通大屏"),
            "oversight.revoke_screen": _("停用大屏"),
        },
    ),
)

SUBJECTS = {
    "work_plan": Subject(pgettext_lazy("one thing", "年度计划"), named(WorkPlan.objects.all, "title")),
    "plan_task": Subject(pgettext_lazy("one thing", "计划任务"), named(PlanTask.objects.all, "title")),
    "circular": Subject(
        pgettext_lazy("one thing", "通报"),
        named(Circular.objects.all, "title"),
        find=searched(Circular.objects.all, "title"),
    ),
    "talk": Subject(pgettext_lazy("one thing", "约谈"), named(Talk.objects.all, "unit__name")),
    "measures": Subject(pgettext_lazy("one thing", "管理办法"), named(MeasuresVersion.objects.all, "title", "number")),
    "rubric": Subject(pgettext_lazy("one thing", "考核细则"), named(Rubric.objects.all, "title", "number")),
    "assessment": Subject(pgettext_lazy("one thing", "单位考核"), named(Assessment.objects.all, "unit__name")),
    "screen": Subject(pgettext_lazy("one thing", "大屏"), named(Screen.objects.all, "name")),
}

STATES = [*TalkState.choices, *PlanTaskState.choices]
DETAILS = {
    # A circular's title has places for its figures until it is published.
    "oversight.title": Detail(_("标题"), lambda title: "" if "{" in title else str(title)),
    "oversight.state": Detail(_("状态"), chosen(STATES)),
    "oversight.progress": Detail(_("进度（%）")),
    "oversight.indicator": Detail(_("指标")),
    "oversight.points": Detail(_("得分"), hundredths_said),
    "oversight.people": Detail(_("人数")),
}
