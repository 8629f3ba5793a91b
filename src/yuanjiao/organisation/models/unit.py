"""The unit tree (A17)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


class UnitKind(models.TextChoices):
    """What a unit is."""

    CITY = "city", _("市")
    MUNICIPAL_DEPARTMENT = "municipal_department", _("市级部门")
    DISTRICT = "district", _("区县")
    DISTRICT_DEPARTMENT = "district_department", _("区县部门")
    TOWNSHIP = "township", _("乡镇街道")
    VILLAGE = "village", _("村社区")


TIERS: dict[str, int] = {
    UnitKind.CITY: 1,
    UnitKind.MUNICIPAL_DEPARTMENT: 2,
    UnitKind.DISTRICT: 2,
    UnitKind.DISTRICT_DEPARTMENT: 3,
    UnitKind.TOWNSHIP: 3,
    UnitKind.VILLAGE: 4,
}
"""The administration tier of each kind: 1 city, 2 departments and districts, 3 below them; 4 has no administrator."""


class Unit(MP_Node):  # type: ignore[misc]  # treebeard has no types
    """One unit of the tree: a city, a department, a district, a township, a village.

    `path` (four characters a level) makes a subtree one prefix: every scope is a prefix of it.
    `code` is the 12-digit division code (GB/T 2260 + GB/T 10114 + village) where the unit has one.
    """

    steplen = 4
    node_order_by: list[str] = []

    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.CharField(_("区划代码"), max_length=12, null=True, blank=True, unique=True)
    kind = models.CharField(_("类别"), max_length=24, choices=UnitKind.choices)
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_name or self.name)

    @property
    def tier(self) -> int:
        """The administration tier (see `TIERS`)."""
        return TIERS[self.kind]

    def lineage(self) -> list[str]:
        """The tree paths of this unit and all above it, topmost first."""
        path = str(self.path)
        return [path[:end] for end in range(self.steplen, len(path) + 1, self.steplen)]
