"""The columns of an import sheet: their headings, the words their cells may hold, an explanation each."""

from __future__ import annotations

from dataclasses import dataclass

from yuanjiao.organisation.models import PostLevel, Rank


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Headings stay Chinese in every language: they are the file's format."""

    key: str
    heading: str
    required: bool
    example: str
    explanation: str
    words: tuple[str, ...] = ()


# The labels as they stand in the source, in whichever language the program runs.
LEVEL_WORDS = {
    "厅局级正职": PostLevel.BUREAU_HEAD.value,
    "厅局级副职": PostLevel.BUREAU_DEPUTY.value,
    "县处级正职": PostLevel.COUNTY_HEAD.value,
    "县处级副职": PostLevel.COUNTY_DEPUTY.value,
    "乡科级正职": PostLevel.TOWNSHIP_HEAD.value,
    "乡科级副职": PostLevel.TOWNSHIP_DEPUTY.value,
    "科员及以下": PostLevel.STAFF.value,
    "其他": PostLevel.OTHER.value,
}
RANK_WORDS = {
    "一级巡视员": Rank.FIRST_INSPECTOR.value,
    "二级巡视员": Rank.SECOND_INSPECTOR.value,
    "一级调研员": Rank.FIRST_RESEARCHER.value,
    "二级调研员": Rank.SECOND_RESEARCHER.value,
    "三级调研员": Rank.THIRD_RESEARCHER.value,
    "四级调研员": Rank.FOURTH_RESEARCHER.value,
    "一级主任科员": Rank.FIRST_SENIOR_CLERK.value,
    "二级主任科员": Rank.SECOND_SENIOR_CLERK.value,
    "三级主任科员": Rank.THIRD_SENIOR_CLERK.value,
    "四级主任科员": Rank.FOURTH_SENIOR_CLERK.value,
    "一级科员": Rank.FIRST_CLERK.value,
    "二级科员": Rank.SECOND_CLERK.value,
}
YES_NO = {"是": True, "否": False}

COLUMNS = (
    Column(
        "staff_number", "学号", True, "50010120001", "每人唯一，最多 32 个字母、数字或连字符。再次导入时按学号认人。"
    ),
    Column("full_name", "姓名", True, "示例张三", "最多 60 个字。"),
    Column("unit", "单位", True, "500101001000", "12 位区划代码，或用 / 隔开的名称，如 重庆市/万州区/高笋塘街道。"),
    Column(
        "post_level", "职务层次", False, "科员及以下", "从下拉列表中选；新增人员留空按科员及以下。", tuple(LEVEL_WORDS)
    ),
    Column("rank", "职级", False, "一级科员", "从下拉列表中选，可留空。", tuple(RANK_WORDS)),
    Column("position", "职务", False, "办公室工作人员", "最多 80 个字，可留空。"),
    Column("appointed_on", "任现职日期", False, "2024-03-01", "写成 2024-03-01，可留空。"),
    Column("phone", "手机号", False, "13800000000", "11 位数字，每人不同，可留空；可用来登录。"),
    Column("email", "邮箱", False, "lisi@example.org", "每人不同，可留空；可用来登录。"),
    Column("tags", "标签", False, "青年干部；选调生", "几个标签用分号隔开，可留空。"),
    Column("is_learner", "是否学员", False, "是", "是或否；新增人员留空按是。", tuple(YES_NO)),
)
BY_HEADING = {column.heading: column for column in COLUMNS}
HEADINGS = {column.key: column.heading for column in COLUMNS}
