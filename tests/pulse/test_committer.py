"""The committer: a lone pulse at once, a flow in batches, and an answer for everyone whatever happens."""

from __future__ import annotations

import asyncio
import time

import pytest

from yuanjiao.pulse import committer as committing
from yuanjiao.pulse.committer import LATER, Committer, StoreUnavailable
from yuanjiao.pulse.messages import Pulse, Reply
from yuanjiao.pulse.tokens import Claims

CLAIMS = Claims(1, 1, 1, 1, 60_000, 150, 0, 2**31, 0)
PULSE = Pulse(0, [(0, 1000)], 1000, None)
COUNTED = Reply(200, {"accepted": [[0, 1]]})


def answers(sink, act):
    """What those are told who submit to a committer with that sink."""

    async def run():
        loop = asyncio.get_running_loop()
        ours = Committer(sink, loop)
        ours.start()
        told = []

        def submit():
            future = loop.create_future()
            ours.submit(CLAIMS, PULSE, future.set_result)
            told.append(future)

        try:
            await act(submit)
            return await asyncio.wait_for(asyncio.gather(*told), 5)
        finally:
            ours.stop()

    return asyncio.run(run())


def sizes_of(batches):
    return [len(batch) for batch in batches if batch]


async def one(submit):
    submit()


async def a_flow(submit):
    end = time.monotonic() + 4 * committing.PACE_SECONDS
    while time.monotonic() < end:
        submit()
        await asyncio.sleep(0.0002)


def test_a_lone_pulse_is_committed_alone():
    batches = []
    assert answers(lambda batch, _: batches.append(batch) or [COUNTED] * len(batch), one) == [COUNTED]
    assert sizes_of(batches) == [1]


def test_a_flow_of_pulses_shares_commits():
    batches = []
    told = answers(lambda batch, _: batches.append(batch) or [COUNTED] * len(batch), a_flow)
    assert told == [COUNTED] * len(told)
    assert sum(sizes_of(batches)) == len(told)
    assert max(sizes_of(batches)) > 1


def test_one_commit_does_not_begin_right_after_the_one_before():
    began = []

    def sink(batch, _):
        began.append(time.monotonic())
        return [COUNTED] * len(batch)

    answers(sink, a_flow)
    # A commit is timed here a little after it began, so one pause may look short; all together may not.
    assert len(began) - 2 <= (began[-1] - began[1]) / committing.PACE_SECONDS + 1


def test_a_crowd_does_not_wait_for_the_pace(monkeypatch):
    monkeypatch.setattr(committing, "PACE_SECONDS", 60.0)

    async def a_lone_one_then_a_crowd(submit):
        submit()
        await asyncio.sleep(0.05)
        for _ in range(committing.MANY):
            submit()

    told = answers(lambda batch, _: [COUNTED] * len(batch), a_lone_one_then_a_crowd)
    assert told == [COUNTED] * (1 + committing.MANY)


@pytest.mark.parametrize("failure", [StoreUnavailable, RuntimeError])
def test_a_failed_batch_is_told_to_come_later(failure):
    def sink(batch, _):
        if batch:
            raise failure
        return []

    assert answers(sink, one) == [LATER]
