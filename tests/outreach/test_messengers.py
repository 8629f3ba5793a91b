"""Short messages: what the messenger without a service does with them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from yuanjiao.outreach.messengers import FileMessenger, ShortMessage, messenger

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_without_a_service_messages_are_written_to_the_days_file(settings, tmp_path):
    settings.HOME = tmp_path
    messenger().send([ShortMessage("13800000001", "请抽空学习"), ShortMessage("13800000002", "请抽空学习")], NOW)
    messenger().send([ShortMessage("13800000003", "第二批")], NOW)
    lines = [json.loads(line) for line in (tmp_path / "messages" / "2026-03-02.jsonl").read_text().splitlines()]
    assert [line["phone"] for line in lines] == ["13800000001", "13800000002", "13800000003"]
    assert lines[0]["text"] == "请抽空学习"


def test_an_academy_names_its_own_messenger(settings):
    settings.MESSENGER = "yuanjiao.outreach.messengers.FileMessenger"
    assert isinstance(messenger(), FileMessenger)
