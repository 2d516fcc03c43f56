"""The end of a process: a part that hangs does not stop later ones, and one time limit covers all."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from bot import shutdown as finishing_module
from bot.shutdown import LEAST, Finishing


async def hangs() -> None:
    await asyncio.Event().wait()


async def fails() -> None:
    raise OSError("the disk is gone")


async def is_cancelled() -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("works", "said"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([fails], ["end_failed"], id="a failure is over"),
        pytest.param([is_cancelled, fails], ["end_failed"], id="what was cancelled is over too"),
        pytest.param([fails, hangs], ["end_failed", "not_finished"], id="something hangs"),
    ],
)
async def test_it_waits_no_longer_than_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, works: list[Callable[[], Awaitable[None]]], said: list[str]
) -> None:
    monkeypatch.setattr(finishing_module, "LEAST", 0.0)
    with capture_logs() as logged:
        await Finishing(-1.0, lambda: 0.0).wait(*(work() for work in works))
    assert [line["event"] for line in logged] == said


def test_all_share_one_time_and_the_last_still_has_some() -> None:
    moments = iter([0.0, 4.0, 20.0])
    finishing = Finishing(10.0, lambda: next(moments))
    assert (finishing.left, finishing.left) == (6.0, LEAST)
