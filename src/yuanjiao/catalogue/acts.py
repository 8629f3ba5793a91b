"""What acts on courses and their sources are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.catalogue.models import (
    BatchAct,
    Contract,
    Course,
    CourseState,
    CourseWish,
    Introduction,
    Production,
    ProductionState,
    ProposalKind,
    SourceKind,
    Supplier,
)
from yuanjiao.kernel.acts import Area, Detail, Subject, chosen, listed, named, number_said, searched
from yuanjiao.kernel.languages import for_the_reader

AREAS = (
    Area(
        "courses",
        _("课程"),
        {
            "catalogue.create_course": _("建立课程"),
            "catalogue.change_course": _("修改课程"),
            "catalogue.add_lesson": _("添加课时"),
            "catalogue.change_lesson": _("修改课时"),
            "catalogue.move_lesson": _("调整课时顺序"),
            "catalogue.remove_lesson": _("删除课时"),
            "catalogue.set_origin": _("登记课程来源"),
            "catalogue.lower_credits": _("按规则下调短课学分"),
        },
    ),
    Area(
        "life",
        _("课程上下线"),
        {
            "catalogue.submit_for_audit": _("提交审核"),
            "catalogue.give_opinion": _("给出审核意见"),
            "catalogue.return_to_draft": _("退回草稿"),
            "catalogue.schedule_course": _("定时上线"),
            "catalogue.publish_course": _("课程上线"),
            "catalogue.announce_retirement": _("预告下线"),
            "catalogue.retire_course": _("课程下线"),
            "catalogue.start_batch": _("批量变更课程"),
            "catalogue.undo_batch": _("撤销批量变更"),
            "catalogue.propose": _("提出课程建议"),
            "catalogue.decide_proposal": _("决定课程建议"),
        },
    ),
    Area(
        "sources",
        _("来源和需求"),
        {
            "catalogue.enter_contract": _("登记合同"),
            "catalogue.change_contract": _("修改合同"),
            "catalogue.enter_introduction": _("登记引进来文"),
            "catalogue.change_introduction": _("修改引进来文"),
            "catalogue.change_supplier": _("修改供应商"),
            "catalogue.plan_production": _("安排录制"),
            "catalogue.change_production": _("修改录制任务"),
            "catalogue.move_production": _("推进录制任务"),
            "catalogue.answer_wish": _("答复课程愿望"),
        },
    ),
)

SUBJECTS = {
    "course": Subject(
        pgettext_lazy("one thing", "课程"),
        named(Course.objects.all, "title"),
        find=searched(Course.objects.all, "title"),
    ),
    "courses": Subject(pgettext_lazy("one thing", "短课")),
    "course_batch": Subject(pgettext_lazy("one thing", "批量变更")),
    "contract": Subject(pgettext_lazy("one thing", "合同"), named(Contract.objects.all, "title")),
    "introduction": Subject(pgettext_lazy("one thing", "引进来文"), named(Introduction.objects.all, "letter_number")),
    "supplier": Subject(pgettext_lazy("one thing", "供应商"), named(Supplier.objects.all, "name")),
    "production": Subject(pgettext_lazy("one thing", "录制任务"), named(Production.objects.all, "event")),
    "wish": Subject(pgettext_lazy("one thing", "课程愿望"), named(CourseWish.objects.all, "words")),
}

DETAILS = {
    "catalogue.act": Detail(_("做什么"), chosen(BatchAct.choices)),
    "catalogue.courses": Detail(_("课程数"), number_said),
    "catalogue.from": Detail(_("原状态"), chosen(CourseState.choices)),
    "catalogue.lacked": Detail(_("还缺什么"), for_the_reader),
    "catalogue.state": Detail(_("进展"), chosen(ProductionState.choices)),
    "catalogue.event": Detail(_("活动")),
    "catalogue.passed": Detail(_("通过")),
    "catalogue.expert": Detail(_("外部专家")),
    "catalogue.remarks": Detail(_("意见"), lambda remarks: listed([str(each) for each in remarks.values() if each])),
    "catalogue.set_origin.kind": Detail(_("来源"), chosen(SourceKind.choices)),
    "catalogue.kind": Detail(_("建议"), chosen(ProposalKind.choices)),
    "catalogue.accepted": Detail(_("采纳")),
    "catalogue.words": Detail(_("想学什么")),
    "catalogue.course": Detail(pgettext_lazy("one thing", "课程"), refers="course"),
}
