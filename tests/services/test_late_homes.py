"""People whose Home tab is old, since Slack took no newer one, see the new one once it does, without coming back."""

import asyncio
from collections import defaultdict
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.testing import capture_logs

from bot.domain.people.people import Who
from bot.errors import Problem
from bot.services import late_homes
from bot.services.late_homes import APART, LateHomes
from bot.slack.remover import NotDone

ANN, BEN, CAT, EVE = (Who("T1", name) for name in ("ann", "ben", "cat", "eve"))
AFAR = Who("T2", "ann")


class Slack:
    """Accepts Home tabs that show `now`, after raising what it is told to; its pauses last until `goes_on`."""

    def __init__(self) -> None:
        self.now = "old"
        self.shown: list[tuple[Who, str]] = []
        self.waited: list[float] = []
        self.goes_on = asyncio.Event()
        self.raises: defaultdict[Who, list[Exception]] = defaultdict(list)
        self.late = LateHomes(self.draw, self.publish, self.pause)

    async def draw(self, _who: Who) -> dict[str, Any]:
        return {"now": self.now}

    async def publish(self, who: Who, view: Any) -> None:
        if self.raises[who]:
            raise self.raises[who].pop(0)
        self.shown.append((who, view["now"]))

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        await self.goes_on.wait()

    def refuses(self, *people: Who, seconds: int = 90) -> None:
        for who in people:
            self.late.refused(who, too_many(seconds))

    async def all_shown(self) -> list[Who]:
        """Whose Home tab was shown, in order, once nobody is waiting any more."""
        await asyncio.sleep(0)  # all who wait have begun to
        self.goes_on.set()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(tasks)
        return [who for who, _ in self.shown]


def too_many(seconds: int) -> Any:
    answer = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, headers={"Retry-After": str(seconds)},
        data={"ok": False, "error": "ratelimited"}, status_code=429,
    )  # fmt: skip
    return cast("Any", SlackApiError)("too many", answer)


@pytest.fixture
async def slack() -> Slack:
    return Slack()


async def test_it_is_drawn_as_things_stand_when_slack_takes_it_again(slack: Slack) -> None:
    slack.refuses(ANN)
    slack.now = "new"
    assert (await slack.all_shown(), slack.waited) == ([ANN], [90])
    assert slack.shown == [(ANN, "new")]


async def test_of_one_person_one_waits_and_of_others_each(slack: Slack) -> None:
    slack.refuses(ANN, BEN, ANN, CAT, ANN)
    assert (await slack.all_shown(), slack.waited) == ([ANN, BEN, CAT], [90, APART, APART])


async def test_workspaces_do_not_wait_for_each_other(slack: Slack) -> None:
    slack.refuses(ANN)
    slack.refuses(AFAR, seconds=70)
    assert (await slack.all_shown(), slack.waited) == ([ANN, AFAR], [90, 70])


async def test_who_is_refused_again_waits_again_and_nobody_is_lost(slack: Slack) -> None:
    slack.raises[ANN] = [NotDone("ratelimited", wait=120.0), NotDone("ratelimited", wait=0.0)]
    slack.refuses(ANN, BEN)
    assert (await slack.all_shown(), slack.waited) == ([BEN, ANN], [90, 120, APART, APART])


@pytest.mark.parametrize("error", [NotDone("internal_error"), Problem("errors.unknown_person"), OSError("away")])
async def test_what_fails_otherwise_is_left_to_the_next_opening_and_the_others_are_drawn(
    slack: Slack, error: Exception
) -> None:
    slack.raises[ANN] = [error]
    slack.refuses(ANN, BEN)
    assert await slack.all_shown() == [BEN]
    slack.refuses(ANN)
    assert await slack.all_shown() == [BEN, ANN]


@pytest.mark.parametrize(
    "error", [cast("Any", SlackApiError)("no", {"error": "hash_conflict"}), ConnectionResetError()], ids=repr
)
async def test_what_is_no_limit_waits_for_nothing(slack: Slack, error: Exception) -> None:
    slack.late.refused(ANN, error)
    assert (await slack.all_shown(), slack.waited) == ([], [])


async def test_who_is_refused_while_theirs_is_read_is_drawn_once_more(slack: Slack) -> None:
    async def draw(who: Who) -> dict[str, Any]:
        if not slack.shown:
            slack.refuses(who)
        return {"now": "new"}

    slack.late = LateHomes(draw, slack.publish, slack.pause)
    slack.refuses(ANN)
    assert await slack.all_shown() == [ANN, ANN]


async def test_of_a_crowd_so_many_wait_and_no_more(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_homes, "MOST", 3)
    with capture_logs() as lines:
        slack.refuses(ANN, BEN, AFAR)
        assert lines == []
        slack.refuses(CAT, EVE)
    assert [line["event"] for line in lines] == ["home_not_drawn_later"] * 2
    assert sorted(await slack.all_shown(), key=str) == sorted([ANN, BEN, AFAR], key=str)
    slack.refuses(CAT)
    assert (await slack.all_shown())[-1] == CAT


async def test_nothing_is_drawn_after_the_end(slack: Slack) -> None:
    slack.refuses(ANN, AFAR)
    await asyncio.sleep(0)
    await slack.late.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert (await slack.all_shown(), slack.waited) == ([], [90, 90])
