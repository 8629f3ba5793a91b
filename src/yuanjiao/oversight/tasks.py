"""The long work of oversight: counting figures and scores, checking them, telling people. Registered in `apps.py`."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yuanjiao.kernel import jobs
from yuanjiao.oversight.actions.assessment_steps import NotAtThisStage
from yuanjiao.oversight.actions.circulars import mark_checked
from yuanjiao.oversight.actions.receipts import tell_of_circular
from yuanjiao.oversight.actions.scores import count_scores
from yuanjiao.oversight.actions.snapshots import differing_units, take_snapshot
from yuanjiao.oversight.models import Circular
from yuanjiao.oversight.wording import named


def count_figures(running: jobs.Running) -> str:
    """Freeze the figures of a circular."""
    circular = _circular(running)
    number = take_snapshot(snapshot=circular.snapshot, now=timezone.now(), told=running.step)
    return ngettext("已统计 %(number)s 个单位。", "已统计 %(number)s 个单位。", number) % {"number": f"{number:,}"}


def check_figures(running: jobs.Running) -> str:
    """Count the figures of a circular again, and note that they came out the same.

    :raises JobFailed: when they did not.
    """
    circular = _circular(running)
    differing = differing_units(snapshot=circular.snapshot, told=running.step)
    if differing:
        sentence = _("有单位的数字和台账现在算出来的不一致，可能补记或更正过。请重新统计。不一致的：%(units)s。")
        raise jobs.JobFailed(sentence % {"units": named(differing)})
    snapshot_id = circular.snapshot_id
    if not mark_checked(actor_id=running.job.owner_id, circular=circular, snapshot_id=snapshot_id, now=timezone.now()):
        raise jobs.JobFailed(_("核对期间通报改过，请再核对一次。"))
    return _("按台账重新统计，结果完全一致。")


def tell_people(running: jobs.Running) -> str:
    """Tell those whom a published circular concerns."""
    number = tell_of_circular(
        circular=_circular(running),
        administrators_link=running.arguments["administrators"],
        learners_link=running.arguments["learners"],
        now=timezone.now(),
        told=running.step,
    )
    return ngettext("已通知 %(number)s 人。", "已通知 %(number)s 人。", number) % {"number": f"{number:,}"}


def score_units(running: jobs.Running) -> str:
    """Count the scores of an assessment."""
    assessment_id = running.arguments["assessment"]
    try:
        number = count_scores(assessment_id=assessment_id, now=timezone.now(), told=running.step)
    except NotAtThisStage as problem:
        raise jobs.JobFailed(str(problem)) from problem
    return ngettext("已计算 %(number)s 个单位。", "已计算 %(number)s 个单位。", number) % {"number": f"{number:,}"}


def _circular(running: jobs.Running) -> Circular:
    found = Circular.objects.select_related("snapshot__unit", "unit").filter(
        pk=running.arguments["circular"], snapshot_id=running.arguments["snapshot"]
    )
    circular = found.first()
    if circular is None:
        raise jobs.JobFailed(_("这份通报已经不在，或已重新统计。"))
    return circular
