"""Forms about big screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yuanjiao.organisation.public import Permission, Scope
from yuanjiao.oversight.models import Screen
from yuanjiao.web.manage.forms.fields import UnitField
from yuanjiao.web.shell.forms.listing import ListForm, Sort, choice_field, search_field


class ScreenFilter(ListForm):
    """Which screens are listed."""

    sorts = {
        "newest": Sort(_("最新在前"), ("-made_at", "-id")),
        "unit": Sort(_("单位"), ("unit__path", "id")),
    }
    q = search_field(_("放在哪里、单位"))
    state = choice_field(_("状态"), [("open", _("能打开")), ("revoked", _("已停用"))])

    def narrow(self, screens: QuerySet[Screen]) -> QuerySet[Screen]:
        """The screens that were asked for."""
        if words := self.wanted("q"):
            screens = screens.filter(Q(name__contains=words) | Q(unit__name__contains=words))
        state = self.wanted("state")
        return screens.filter(revoked_at__isnull=state == "open") if state else screens


class ScreenForm(forms.Form):
    """A new screen."""

    name = forms.CharField(label=_("放在哪里"), max_length=80, help_text=_("如 一楼大厅"))
    unit = UnitField(help_text=_("大屏显示这个单位和下一级的数"))

    def __init__(self, *arguments: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].units = scope.units(Permission.SCREENS_WRITE).filter(valid_to__isnull=True)  # type: ignore[attr-defined]  # a unit field
