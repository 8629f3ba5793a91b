"""Counting what came of a campaign (A8)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count

from yuanjiao.outreach.models import Campaign, CampaignFigure
from yuanjiao.outreach.push_steps import COMPLETED, OPENED, SEEN, STARTED, recipients_with_steps

ROWS_AT_ONCE = 500


def count_campaign(campaign_id: int, now: datetime) -> None:
    """Count every group of a campaign anew: one grouped query, then the rows are exchanged in one transaction."""
    campaign = Campaign.objects.get(pk=campaign_id)
    groups = recipients_with_steps(campaign).order_by().values("branch", "post_level")
    counted = groups.annotate(
        people=Count("pk"),
        seen=Count("pk", filter=SEEN),
        opened=Count("pk", filter=OPENED),
        started=Count("pk", filter=STARTED),
        completed=Count("pk", filter=COMPLETED),
    )
    figures = [CampaignFigure(campaign=campaign, **group) for group in counted]
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign_id)
        CampaignFigure.objects.filter(campaign=campaign).delete()
        CampaignFigure.objects.bulk_create(figures, batch_size=ROWS_AT_ONCE)
        Campaign.objects.filter(pk=campaign_id).update(counted_at=now)
