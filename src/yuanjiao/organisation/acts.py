"""What acts on people, units, classes, appointments and rules are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yuanjiao.kernel.acts import Area, Detail, Subject, change_said, chosen, day_said, named, searched
from yuanjiao.organisation.models import (
    ClassGroup,
    ImportJob,
    Person,
    PostLevel,
    Rank,
    ReorganisationKind,
    Role,
    Unit,
)

AREAS = (
    Area(
        "people",
        _("人员"),
        {
            "organisation.enrol": _("新增人员"),
            "organisation.update": _("修改人员信息"),
            "organisation.transfer": _("调入人员"),
            "organisation.transfer_away": _("调出人员"),
            "organisation.retire": _("办理离册"),
            "organisation.bring_back": _("恢复在册"),
            "organisation.reset_code": _("重置一次性登录码"),
            "organisation.start_import": _("上传人员名单"),
            "organisation.confirm_import": _("确认导入名单"),
            "organisation.discard_import": _("放弃导入名单"),
            "organisation.publish_import": _("名单导入生效"),
            "organisation.download_codes": _("下载一次性登录码"),
        },
    ),
    Area(
        "sign_in",
        _("登录和安全"),
        {
            "organisation.sign_in": _("登录"),
            "organisation.sign_in_failed": _("登录失败"),
            "organisation.choose_password": _("设定密码"),
            "organisation.end_sessions": _("退出已登录的设备"),
            "organisation.remove_second_factor": _("移除第二验证"),
        },
    ),
    Area(
        "units",
        _("单位"),
        {
            "organisation.add_unit": _("设立单位"),
            "organisation.rename_unit": _("单位改名"),
            "organisation.close_unit": _("撤销单位"),
            "organisation.plant_units": _("按区划代码建单位"),
            "organisation.decide_reorganisation": _("决定机构调整"),
            "organisation.withdraw_reorganisation": _("撤回机构调整"),
            "organisation.reorganise": _("机构调整生效"),
        },
    ),
    Area(
        "classes",
        _("班级"),
        {
            "organisation.form_classes": _("自动编班"),
            "organisation.rebalance_classes": _("均衡班级"),
            "organisation.assign_class_teacher": _("指定班主任"),
            "organisation.hand_over_class": _("请人代管班级"),
            "organisation.take_class_back": _("收回代管"),
        },
    ),
    Area(
        "roles",
        _("任命"),
        {
            "organisation.grant_role": _("任命"),
            "organisation.take_back_role": _("收回任命"),
        },
    ),
    Area(
        "policies",
        _("规则"),
        {
            "policy.publish": _("发布规则"),
            "policy.withdraw": _("撤回规则"),
        },
    ),
)


SUBJECTS = {
    "person": Subject(
        pgettext_lazy("one thing", "人员"), named(Person.everyone.all, "full_name"), lambda person_id: [person_id]
    ),
    "unit": Subject(
        pgettext_lazy("one thing", "单位"), named(Unit.objects.all, "name"), find=searched(Unit.objects.all, "name")
    ),
    "class": Subject(pgettext_lazy("one thing", "班级"), named(ClassGroup.objects.all, "name")),
    "import": Subject(pgettext_lazy("one thing", "人员名单"), named(ImportJob.objects.all, "file_name")),
    "division": Subject(pgettext_lazy("one thing", "区划代码"), lambda codes: {code: code for code in codes}),
    "policy": Subject(pgettext_lazy("one thing", "规则")),
}

DETAILS = {
    "organisation.staff_number": Detail(_("学号"), change_said),
    "organisation.full_name": Detail(_("姓名"), change_said),
    "organisation.post_level": Detail(
        _("职务层次"), lambda pair: change_said([chosen(PostLevel.choices)(each) for each in pair])
    ),
    "organisation.rank": Detail(_("职级"), lambda pair: change_said([chosen(Rank.choices)(each) for each in pair])),
    "organisation.position": Detail(_("职务"), change_said),
    "organisation.appointed_on": Detail(_("任现职日期"), change_said),
    "organisation.phone": Detail(_("手机号"), change_said),
    "organisation.email": Detail(_("邮箱"), change_said),
    "organisation.is_learner": Detail(_("应学学员"), lambda pair: change_said([each == "True" for each in pair])),
    "organisation.unit": Detail(_("单位"), refers="unit"),
    "organisation.from": Detail(_("原单位"), refers="unit"),
    "organisation.to": Detail(_("新单位"), refers="unit"),
    "organisation.person": Detail(_("代管人"), refers="person"),
    "organisation.teacher": Detail(_("班主任"), refers="person"),
    "organisation.group": Detail(pgettext_lazy("one thing", "班级"), refers="class"),
    "organisation.role": Detail(_("角色"), chosen(Role.choices)),
    "organisation.address": Detail(_("网络地址")),
    "organisation.sessions": Detail(_("设备")),
    "organisation.removed": Detail(_("移除的验证方式")),
    "organisation.file": Detail(_("文件")),
    "organisation.new": Detail(_("新增")),
    "organisation.changed": Detail(_("变更")),
    "organisation.wrong": Detail(_("有错")),
    "organisation.before": Detail(_("原名")),
    "organisation.after": Detail(_("新名")),
    "organisation.kind": Detail(_("方式"), chosen(ReorganisationKind.choices)),
    "organisation.names": Detail(_("新名"), lambda names: str(names.get("name") or "")),
    "organisation.units": Detail(_("单位数")),
    "organisation.depth": Detail(_("层级")),
    "organisation.placed": Detail(_("编入人数")),
    "organisation.opened": Detail(_("新开班级")),
    "organisation.moved": Detail(_("换班人数")),
    "organisation.dissolved": Detail(_("撤销班级")),
    "policy.number": Detail(_("版本")),
    "policy.from": Detail(_("生效"), day_said),
}
