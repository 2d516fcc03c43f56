"""A crowd delays nobody's acknowledgement: it is sent before anything is done, and few requests run at once."""

import asyncio
import json
from typing import Any, cast

import pytest
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.web.dispatch import AT_ONCE, Dispatch
from bot.web.person_rate_limit import AT_ONCE as MOST_OF_ONE
from bot.web.person_rate_limit import PersonRateLimit

CROWD = 1000
FORM = {"type": "view_submission", "user": {"id": "U1"}, "view": {}}
REFUSED = BoltResponse(status=200, body="too many")


class StoppedBolt:
    """A Bolt whose every request waits until it may go on. Its handler answers a form then, or at once if `is_prompt`;
    if `nobody_is_there` to handle it, Bolt answers.
    """

    client = AsyncWebClient("xoxb-1")

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.goes_on = asyncio.Event()
        self.is_prompt = self.nobody_is_there = False

    async def async_dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        self.begun.append(str(request.body.get("user_id") or request.body.get("type")))
        assert request.context["ack"].response is None  # where Bolt looks
        if self.nobody_is_there:
            return BoltResponse(status=404)
        if self.is_prompt:
            await request.context["ack"]("saved")
        await self.goes_on.wait()
        await request.context["ack"](response_action="clear")
        return BoltResponse(status=200)


async def refuse(_body: object) -> BoltResponse:
    return REFUSED


@pytest.fixture
def bolt() -> StoppedBolt:
    return StoppedBolt()


@pytest.fixture
def kept() -> list[asyncio.Task[Any]]:
    return []


@pytest.fixture
def dispatch(bolt: StoppedBolt, kept: list[asyncio.Task[Any]]) -> Dispatch:
    return Dispatch(cast("AsyncApp", bolt), PersonRateLimit(lambda: 0.0), refuse, kept.append)


def command(user: str) -> dict[str, Any]:
    return {"command": "/secondchair", "team_id": "T1", "user_id": user}


def requested(body: dict[str, Any]) -> AsyncBoltRequest:
    return AsyncBoltRequest(body=json.dumps(body), mode="socket_mode")


async def idle() -> None:
    """Wait until everything that can go on has."""
    for _ in range(50):
        await asyncio.sleep(0)


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_all_are_acknowledged_while_not_one_is_done(
    dispatch: Dispatch, bolt: StoppedBolt, kept: list[asyncio.Task[Any]], way: str
) -> None:
    for number in range(CROWD):
        body = command(f"U{number}")
        if way == "http":
            response = await dispatch.answer(requested(body))
            assert (response.status, response.body) == (200, "")
        else:
            assert await dispatch.over_socket(body) is None
    assert bolt.begun == []
    await idle()
    assert bolt.begun == [f"U{number}" for number in range(AT_ONCE)]
    bolt.goes_on.set()
    await asyncio.gather(*kept)
    while len(bolt.begun) < CROWD:
        await asyncio.gather(*kept)
    assert bolt.begun == [f"U{number}" for number in range(CROWD)]


@pytest.mark.parametrize(
    "body",
    [
        command("U1"),
        {"type": "block_actions", "actions": []},
        {"type": "event_callback", "event": {"type": "app_home_opened"}},
        {"type": "message_action"},
        {"type": "shortcut"},
        {"type": "view_closed"},
    ],
    ids=lambda body: body.get("type", "command"),
)
async def test_what_is_acknowledged_before_anything_is_done(
    dispatch: Dispatch, bolt: StoppedBolt, kept: list[asyncio.Task[Any]], body: dict[str, Any]
) -> None:
    assert (await dispatch.answer(requested(body))).body == ""
    assert bolt.begun == []
    bolt.goes_on.set()
    await asyncio.gather(*kept)
    assert len(bolt.begun) == 1


async def test_a_form_waits_for_what_is_decided_and_not_for_the_crowd(
    dispatch: Dispatch, bolt: StoppedBolt, kept: list[asyncio.Task[Any]]
) -> None:
    for number in range(CROWD):
        await dispatch.answer(requested(command(f"U{number}")))
    form = asyncio.ensure_future(dispatch.over_socket(FORM))
    await idle()
    assert sorted(bolt.begun) == sorted([*(f"U{number}" for number in range(AT_ONCE)), "view_submission"])
    assert not form.done()
    bolt.goes_on.set()
    assert await form == {"response_action": "clear"}
    await asyncio.gather(*kept)


async def test_a_token_that_does_not_come_holds_up_nobody(
    dispatch: Dispatch, bolt: StoppedBolt, kept: list[asyncio.Task[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.dispatch.PATIENCE", 0.0)
    for number in range(3 * AT_ONCE):
        await dispatch.answer(requested(command(f"U{number}")))
    with capture_logs() as lines:
        await idle()
        assert len(bolt.begun) == 3 * AT_ONCE
        bolt.goes_on.set()
        await asyncio.gather(*kept)
    assert lines == []


async def test_a_handler_that_goes_on_after_its_answer_lets_nobody_wait(
    dispatch: Dispatch, bolt: StoppedBolt, kept: list[asyncio.Task[Any]]
) -> None:
    bolt.is_prompt = True
    assert await dispatch.over_socket(FORM) == {"text": "saved"}
    assert [task.done() for task in kept] == [False]
    bolt.goes_on.set()
    await asyncio.gather(*kept)


async def test_what_nobody_handles_is_answered_by_bolt(dispatch: Dispatch, bolt: StoppedBolt) -> None:
    bolt.nobody_is_there = True
    assert (await dispatch.answer(requested(FORM))).status == 404
    with pytest.raises(ValueError, match="404"):
        await dispatch.over_socket(FORM)


async def test_more_than_a_person_can_press_is_refused_before_bolt_hears_of_it(
    dispatch: Dispatch, bolt: StoppedBolt
) -> None:
    bolt.nobody_is_there = True
    for _ in range(MOST_OF_ONE):
        await dispatch.answer(requested(FORM))
    assert await dispatch.answer(requested(FORM)) is REFUSED
    assert await dispatch.over_socket(FORM) == {"text": "too many"}
    assert len(bolt.begun) == MOST_OF_ONE
