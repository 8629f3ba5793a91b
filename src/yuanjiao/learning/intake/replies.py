"""What a player is told about its pulse, in plain words."""

from __future__ import annotations

from typing import Any

from yuanjiao.learning import checks, coverage
from yuanjiao.learning.desk import Desk
from yuanjiao.learning.policy import WatchingRules
from yuanjiao.learning.watching import Outcome
from yuanjiao.pulse.messages import Reply

# The player shows its own language by the code; these sentences serve every other client.
SENTENCES = {
    "too_fast": "上报的进度比时钟快，超出的部分先记着，稍后再报就能计入。",
    "check_missed": "提醒没有得到回应，之后播放的部分暂不计入；点一下“在看，继续”就接着计。",
    "check_waits": "请点一下“在看，继续”，这一段随即计入。",
    "scattered": "片段太零碎，请连续播放。",
    "continued_elsewhere": "您已在另一处打开课程，这里先暂停；已学的不受影响。",
    "failed": "这一次没有记上，已通知维护人员；播放的部分会再次上报。",
    "reopen": "登录状态有变，正在重新打开；已学的不会丢。",
}
CHECK_TEXT = "还在看吗？点一下按钮或按任意键继续。"

REOPEN = Reply(401, {"say": {"code": "reopen", "text": SENTENCES["reopen"]}})
FAILED = Reply(503, {"say": {"code": "failed", "text": SENTENCES["failed"]}})
ELSEWHERE = Reply(409, {"say": {"code": "continued_elsewhere", "text": SENTENCES["continued_elsewhere"]}})


def counted(desk: Desk, outcome: Outcome, rules: WatchingRules, key: bytes) -> Reply:
    """The state after a pulse. `need` is the coverage in seconds that completes the lesson."""
    body: dict[str, Any] = {
        "covered": desk.covered_ms / 1000,
        "accepted": coverage.seconds(outcome.accepted),
        "held": coverage.seconds(outcome.held),
        "need": rules.need_ms(desk.duration_ms) / 1000,
        "done": desk.completed_at_ms > 0,
    }
    if outcome.reason:
        body["say"] = {"code": outcome.reason, "text": SENTENCES[outcome.reason]}
    if desk.outstanding >= 0:
        body["check"] = announcement(key, desk.learner, desk.lesson, desk.outstanding, rules)
    return Reply(200, body)


def announcement(key: bytes, learner: int, lesson: int, index: int, rules: WatchingRules) -> dict[str, Any]:
    """An outstanding attention check as the player shows it."""
    return {
        "id": checks.name(key, learner, lesson, index),
        "text": CHECK_TEXT,
        "answer_within": rules.answer_within,
    }
