"""What a course stands on: the contract it was bought under, the letter that introduced it, its open licence (A12)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from yuanjiao.catalogue.licence import seats_reached
from yuanjiao.catalogue.models.course import Course, SourceKind
from yuanjiao.catalogue.models.source import Supplier
from yuanjiao.media.models import Asset
from yuanjiao.organisation.models import Unit


class Contract(models.Model):
    """A purchase of courses: what was paid, for how many people, and from when until when they may be studied.

    Money is whole fen. No `seats` means that everybody may study. `unit` bought it, none the academy. A contract
    that continues another `renews` it; the courses have then moved on to the new one, and the old one is
    reminded of no more. Until the new licence begins, whoever begins them still takes a seat of the old one.
    """

    supplier = models.ForeignKey(Supplier, verbose_name=_("供应商"), on_delete=models.PROTECT, related_name="contracts")
    unit = models.ForeignKey(
        Unit, verbose_name=_("采购单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    number = models.CharField(_("合同编号"), max_length=60)
    title = models.CharField(_("合同名称"), max_length=120)
    signed_on = models.DateField(_("签订日期"))
    price_fen = models.PositiveBigIntegerField(_("价格（分）"))
    seats = models.PositiveIntegerField(_("授权人数"), null=True, blank=True)
    licence_from = models.DateField(_("授权开始"))
    licence_to = models.DateField(_("授权到期"))
    scan = models.ForeignKey(
        Asset, verbose_name=_("合同扫描件"), null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    notes = models.TextField(_("备注"), max_length=2000, blank=True)
    renews = models.OneToOneField(
        "self", verbose_name=_("续签"), null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by"
    )

    class Meta:
        indexes = [models.Index(fields=["licence_to"], name="contracts_by_their_end")]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="a_contract_is_entered_once"),
            models.CheckConstraint(
                condition=models.Q(licence_to__gte=models.F("licence_from")), name="a_licence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True) | models.Q(seats__gt=0), name="counted_seats_are_some"
            ),
            models.CheckConstraint(condition=~models.Q(renews=models.F("pk")), name="no_contract_renews_itself"),
        ]

    def __str__(self) -> str:
        return self.title

    def takes_seats_on(self, day: date) -> bool:
        """Whether whoever begins one of its courses on this day takes one of its seats, where it counts any."""
        renewal = getattr(self, "renewed_by", None)
        return self.licence_from <= day <= self.licence_to and (renewal is None or renewal.licence_from > day)


class SeatUse(models.Model):
    """How many of a contract's seats are taken: learners who began one of its courses since the licence began.

    It is counted now and then, as of `counted_at`. `warned` is the share in percent that was last found reached and
    that its editors were told of: 90, 100, or 0.
    """

    contract = models.OneToOneField(Contract, on_delete=models.CASCADE, related_name="seat_use")
    used = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    warned = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.used}"

    @property
    def reached(self) -> int:
        """The share that calls for a warning now: seats that were bought since it was counted are there at once."""
        return seats_reached(self.used, self.contract.seats)

    @property
    def percent(self) -> int:
        """How many of a hundred seats are taken, rounded down; beyond a hundred there are more learners than seats."""
        return self.used * 100 // self.contract.seats if self.contract.seats else 0


class Introduction(models.Model):
    """A letter by which an authority above introduced courses."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("引进单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="introductions"
    )
    authority = models.CharField(_("上级机关"), max_length=100)
    letter_number = models.CharField(_("文号"), max_length=80)
    received_on = models.DateField(_("来文日期"))
    notes = models.TextField(_("备注"), max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "letter_number"], name="a_letter_is_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.letter_number}"


class SharedLicence(models.TextChoices):
    """Under what a university shares a course."""

    AGREEMENT = "agreement", _("校方协议")
    CC_BY = "cc_by", _("CC 署名")
    CC_BY_SA = "cc_by_sa", _("CC 署名—相同方式共享")
    CC_BY_NC = "cc_by_nc", _("CC 署名—非商业")
    CC_BY_NC_SA = "cc_by_nc_sa", _("CC 署名—非商业—相同方式共享")
    CC_BY_NC_ND = "cc_by_nc_nd", _("CC 署名—非商业—禁止演绎")
    PUBLIC_DOMAIN = "public_domain", _("公有领域")


class CourseOrigin(models.Model):
    """Where one course comes from, in one of three ways; what was made here has its `Production` instead."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="origin")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="origins")
    introduction = models.ForeignKey(Introduction, null=True, on_delete=models.PROTECT, related_name="origins")
    shared_licence = models.CharField(max_length=16, choices=SharedLicence.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(contract__isnull=False, introduction__isnull=True, shared_licence="")
                | models.Q(contract__isnull=True, introduction__isnull=False, shared_licence="")
                | models.Q(contract__isnull=True, introduction__isnull=True) & ~models.Q(shared_licence=""),
                name="a_course_has_one_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.contract or self.introduction or self.get_shared_licence_display()}"

    @property
    def kind(self) -> SourceKind:
        """The kind of source that a course with this origin has."""
        if self.contract_id is not None:
            return SourceKind.PURCHASED
        return SourceKind.INTRODUCED if self.introduction_id is not None else SourceKind.SHARED_OPEN


class LicenceReminder(models.Model):
    """The editors were told that a licence ends within so many days; once, unless its end moves."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="reminders")
    licence_to = models.DateField()
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "licence_to", "days"], name="a_reminder_comes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.days}"
