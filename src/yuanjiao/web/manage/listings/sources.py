"""What the Excel files of contracts, letters, suppliers and productions say of a row."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuanjiao.catalogue.models import Contract
from yuanjiao.web.shell.listing import Column, Listing

ACADEMY = gettext_lazy("全学院")


def _seats_taken(contract: Contract) -> int | None:
    return contract.seat_use.used if hasattr(contract, "seat_use") else None


CONTRACTS = Listing(
    "contracts",
    gettext_lazy("合同"),
    (
        Column(gettext_lazy("合同编号"), lambda contract: contract.number, 20),
        Column(gettext_lazy("合同名称"), lambda contract: contract.title, 36),
        Column(gettext_lazy("供应商"), lambda contract: contract.supplier.name, 28),
        Column(gettext_lazy("采购单位"), lambda contract: str(contract.unit or ACADEMY), 20),
        Column(gettext_lazy("签订日期"), lambda contract: contract.signed_on),
        Column(gettext_lazy("价格（元）"), lambda contract: contract.price_fen / 100),
        Column(gettext_lazy("授权人数"), lambda contract: contract.seats or _("不限")),
        Column(gettext_lazy("已用人数"), _seats_taken),
        Column(gettext_lazy("授权开始"), lambda contract: contract.licence_from),
        Column(gettext_lazy("授权到期"), lambda contract: contract.licence_to),
        Column(gettext_lazy("课程数"), lambda contract: contract.course_count),
        Column(gettext_lazy("备注"), lambda contract: contract.notes, 40),
    ),
    page_size=30,
)

INTRODUCTIONS = Listing(
    "introductions",
    gettext_lazy("引进来文"),
    (
        Column(gettext_lazy("上级机关"), lambda letter: letter.authority, 32),
        Column(gettext_lazy("文号"), lambda letter: letter.letter_number, 28),
        Column(gettext_lazy("来文日期"), lambda letter: letter.received_on),
        Column(gettext_lazy("引进单位"), lambda letter: str(letter.unit or ACADEMY), 20),
        Column(gettext_lazy("课程数"), lambda letter: letter.course_count),
        Column(gettext_lazy("备注"), lambda letter: letter.notes, 40),
    ),
    page_size=30,
)

SUPPLIERS = Listing(
    "suppliers",
    gettext_lazy("供应商"),
    (
        Column(gettext_lazy("名称"), lambda supplier: supplier.name, 32),
        Column(gettext_lazy("联系人"), lambda supplier: supplier.contact),
        Column(gettext_lazy("电话"), lambda supplier: supplier.phone, 20),
        Column(gettext_lazy("电子邮箱"), lambda supplier: supplier.email, 28),
        Column(gettext_lazy("合同数"), lambda supplier: supplier.contract_count),
        Column(gettext_lazy("合同金额（元）"), lambda supplier: supplier.paid_fen / 100),
        Column(gettext_lazy("课程数"), lambda supplier: supplier.course_count),
        Column(gettext_lazy("备注"), lambda supplier: supplier.notes, 40),
    ),
    page_size=30,
)

PRODUCTIONS = Listing(
    "productions",
    gettext_lazy("录制任务"),
    (
        Column(gettext_lazy("活动"), lambda production: production.event, 36),
        Column(gettext_lazy("状态"), lambda production: str(production.get_state_display())),
        Column(gettext_lazy("录制日期"), lambda production: production.record_on),
        Column(gettext_lazy("地点"), lambda production: production.place, 24),
        Column(gettext_lazy("制作单位"), lambda production: str(production.unit or ACADEMY), 20),
        Column(gettext_lazy("人员"), lambda production: _("、").join(map(str, production.crew.all())), 28),
        Column(gettext_lazy("设备"), lambda production: production.equipment, 28),
        Column(gettext_lazy("费用（元）"), lambda production: production.cost_fen / 100),
        Column(gettext_lazy("成课"), lambda production: str(production.course or ""), 32),
        Column(gettext_lazy("最近变更"), lambda production: production.changed_at, 20),
    ),
    page_size=30,
)

CONTRACT_COURSES = Listing(
    "contract-courses",
    gettext_lazy("合同里的课程"),
    (
        Column(gettext_lazy("课程"), lambda line: line.course.title, 36),
        Column(gettext_lazy("状态"), lambda line: str(line.course.get_state_display())),
        Column(gettext_lazy("主题"), lambda line: str(line.course.topic), 20),
        Column(gettext_lazy("学完"), lambda line: line.course.completion_count),
        Column(gettext_lazy("正在学"), lambda line: line.studying),
    ),
    page_size=30,
)
