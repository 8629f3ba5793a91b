"""The words on a certificate."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuanjiao.catalogue.models import Category
from yuanjiao.credits.models import Certificate, EntryKind
from yuanjiao.credits.public import CertificateFacts, date_of
from yuanjiao.organisation.models import Person
from yuanjiao.organisation.public import called_on
from yuanjiao.web.shell.templatetags.shell import credit

SHOWN_FINGERPRINT = 32


def facts_of(certificate: Certificate, person: Person) -> CertificateFacts:
    """Every word on a learner's certificate, in the language of the page that asks."""
    entry = certificate.entry
    chinese = (get_language() or "zh").startswith("zh")
    offline = entry.kind == EntryKind.CLAIM
    sentence = (
        _("参加线下培训《%(title)s》，于 %(date)s 认定 %(credit)s 学分（%(category)s），记入 %(year)s 年度。")
        if offline
        else _("于 %(date)s 修完课程《%(title)s》，获得 %(credit)s 学分（%(category)s），记入 %(year)s 年度。")
    )
    said = sentence % {
        "date": date_format(date_of(entry.at), "DATE_FORMAT"),
        "title": entry.title,
        "credit": credit(entry.hundredths),
        "category": Category(entry.category).label,
        "year": entry.year,
    }
    quiz = _("随堂测验已通过；") if entry.evidence.get("quiz") else ""
    verified = (
        _("由单位管理员凭证明材料认定；对应学分台账第 %(sequence)s 条。")
        if offline
        else _("观看时长由服务器核实；对应学分台账第 %(sequence)s 条。")
    )
    return CertificateFacts(
        language="zh" if chinese else "en",
        academy=settings.ACADEMY_NAME or _("网络学院"),
        title=_("学习证书"),
        tracking=12 if chinese else 1,
        number=_("编号 %(number)s") % {"number": f"{entry.year}-{entry.learner_id:06d}-{entry.sequence:04d}"},
        name=person.full_name,
        unit=called_on(date_of(entry.at), entry.unit_id),
        sentence=said,
        verified=quiz + verified % {"sequence": entry.sequence},
        how_to_verify=_("扫码或打开下面的地址核对真伪："),
        code=certificate.code,
        address=settings.PUBLIC_ADDRESS.rstrip("/") + reverse("shell:verify", args=[certificate.code]),
        fingerprint=_("校验码 %(hash)s") % {"hash": entry.hash[:SHOWN_FINGERPRINT]},
        date=date_format(date_of(certificate.issued_at), "DATE_FORMAT"),
    )
