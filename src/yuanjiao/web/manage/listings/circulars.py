"""The lists of circulars, of their figures, and of who has opened them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yuanjiao.oversight.public import number_of
from yuanjiao.web.shell.listing import Column, Listing

CIRCULARS = Listing(
    "circulars",
    _("通报"),
    (
        Column(_("文号"), number_of, 20),
        Column(_("标题"), lambda row: row.shown_title, 40),
        Column(_("单位"), lambda row: row.unit.name),
        Column(_("从"), lambda row: row.snapshot.begins_on),
        Column(_("到"), lambda row: row.snapshot.ends_on),
        Column(_("发到哪一级"), lambda row: str(row.get_reach_display()), 24),
        Column(_("状态"), lambda row: str(row.get_state_display())),
        Column(_("发布时间"), lambda row: row.published_at, 20),
    ),
    page_size=20,
)
UNIT_FIGURES = (
    Column(_("单位"), lambda line: line.name, 28),
    Column(_("上级"), lambda line: line.above, 20),
    Column(_("类别"), lambda line: line.kind_name),
    Column(_("应学"), lambda line: line.now.due),
    Column(_("参学"), lambda line: line.now.participated),
    Column(_("参学率"), lambda line: round(line.now.participation_rate, 4)),
    Column(_("达标"), lambda line: line.now.met),
    Column(_("达标率"), lambda line: round(line.now.met_rate, 4)),
    Column(_("人均学分"), lambda line: round(line.now.credits_a_head, 2)),
    Column(_("参学人员平均学分"), lambda line: round(line.now.mean_credits, 2)),
    Column(_("达标率比上期（百分点）"), lambda line: line.met_points, 20),
)
FIGURES = Listing("circular-figures", _("各单位数字"), UNIT_FIGURES)
RANKED_FIGURES = Listing(
    "circular-figures",
    _("各单位数字"),
    (
        *UNIT_FIGURES,
        Column(_("同类名次"), lambda line: line.rank),
        Column(_("同类单位数"), lambda line: line.peers),
        Column(_("名次比上期"), lambda line: line.rank_gain),
    ),
)
READERS = Listing(
    "circular-readers",
    _("阅读情况"),
    (
        Column(_("单位"), lambda row: row.unit.name, 28),
        Column(_("姓名"), lambda row: row.person.full_name),
        Column(_("通知时间"), lambda row: row.told_at, 20),
        Column(_("打开时间"), lambda row: row.opened_at, 20),
        Column(_("提醒时间"), lambda row: row.reminded_at, 20),
    ),
)
