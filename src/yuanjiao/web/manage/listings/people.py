"""The lists of units, classes, roles and imports."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy

from yuanjiao.web.shell.listing import Column, Listing

# The names of these columns are the same sentence in many lists.
NAME, STAFF_NUMBER, UNIT = gettext_lazy("姓名"), gettext_lazy("学号"), gettext_lazy("单位")
STATE = gettext_lazy("状态")


CLASSES = Listing(
    "classes",
    gettext_lazy("班级"),
    (
        Column(gettext_lazy("班级"), lambda group: group.name, 28),
        Column(UNIT, lambda group: group.unit.name, 28),
        Column(gettext_lazy("人数"), lambda group: group.size),
        Column(gettext_lazy("班主任"), lambda group: group.teacher and group.teacher.full_name),
        Column(gettext_lazy("班主任学号"), lambda group: group.teacher and group.teacher.staff_number),
    ),
)

STAFFING = Listing(
    "class-teachers-proposed",
    gettext_lazy("配班主任"),
    (
        Column(gettext_lazy("班级"), lambda line: line.group.name, 28),
        Column(UNIT, lambda line: line.group.unit.name, 28),
        Column(gettext_lazy("人数"), lambda line: line.group.size),
        Column(gettext_lazy("拟任班主任"), lambda line: line.teacher and line.teacher.full_name),
        Column(STAFF_NUMBER, lambda line: line.teacher and line.teacher.staff_number),
        Column(gettext_lazy("职务"), lambda line: line.teacher and line.teacher.position, 24),
        Column(gettext_lazy("共带人数"), lambda line: line.learners or None),
    ),
)

CLASSMATES = Listing(
    "class",
    gettext_lazy("班级学员"),
    (
        Column(STAFF_NUMBER, lambda place: place.person.staff_number),
        Column(NAME, lambda place: place.person.full_name),
        Column(gettext_lazy("职务层次"), lambda place: str(place.person.get_post_level_display())),
        Column(gettext_lazy("职务"), lambda place: place.person.position, 24),
        Column(gettext_lazy("手机号"), lambda place: place.person.phone),
        Column(gettext_lazy("编入日期"), lambda place: place.since),
        Column(gettext_lazy("最近登录"), lambda place: place.person.last_login),
    ),
)

ROLES = Listing(
    "roles",
    gettext_lazy("角色"),
    (
        Column(STAFF_NUMBER, lambda held: held.person.staff_number),
        Column(NAME, lambda held: held.person.full_name),
        Column(gettext_lazy("角色"), lambda held: str(held.get_role_display())),
        Column(UNIT, lambda held: held.unit.name, 28),
        Column(gettext_lazy("任命日期"), lambda held: timezone.localdate(held.granted_at)),
    ),
)

UNITS = Listing(
    "units",
    UNIT,
    (
        Column(UNIT, lambda unit: unit.name, 28),
        Column(gettext_lazy("上级单位"), lambda unit: unit.above, 36),
        Column(gettext_lazy("类别"), lambda unit: str(unit.get_kind_display())),
        Column(gettext_lazy("区划代码"), lambda unit: unit.code),
        Column(gettext_lazy("在册人员"), lambda unit: unit.people_below),
        Column(gettext_lazy("设立日期"), lambda unit: unit.valid_from),
        Column(gettext_lazy("撤销日期"), lambda unit: unit.valid_to),
        Column(gettext_lazy("说明"), lambda unit: unit.remark, 24),
    ),
)

IMPORTS = Listing(
    "imports",
    gettext_lazy("批量导入"),
    (
        Column(gettext_lazy("文件"), lambda job: job.file_name, 36),
        Column(STATE, lambda job: str(job.get_status_display()), 20),
        Column(gettext_lazy("行数"), lambda job: job.total_rows),
        Column(gettext_lazy("新增"), lambda job: job.new_rows),
        Column(gettext_lazy("更新"), lambda job: job.changed_rows),
        Column(gettext_lazy("无变化"), lambda job: job.same_rows),
        Column(gettext_lazy("有误"), lambda job: job.wrong_rows),
        Column(gettext_lazy("上传时间"), lambda job: job.created_at, 20),
        Column(gettext_lazy("完成时间"), lambda job: job.finished_at, 20),
    ),
    page_size=20,
)
