"""What follows a delivery: the prompt before it, the cadence, and refusals."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import time, timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.blocks.kit import Message
from bot.domain.deliveries import Delivery, Status
from bot.domain.people import ChannelNudge, Standing, Who
from bot.domain.prompts import Practice, Reply
from bot.domain.schedule import THURSDAY, TUESDAY, WORKDAYS
from bot.nudges import CHANNEL_PAUSED, PROMPT_CHANNEL, PROMPT_LATER, PROMPT_PERSON
from bot.nudges.nudge import Facts
from bot.services.aftermath import Aftermath
from bot.services.suite import Services
from bot.services.tools import Tools
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people import outbox, stored

Sent = Callable[..., Awaitable[Delivery]]


@dataclass
class FakeMessenger:
    """Notes what was collapsed, by channel and ts."""

    collapsed: list[tuple[str, str]] = field(default_factory=list)

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        assert (workspace_id, message.text != "") == ("T1", True)
        self.collapsed.append((channel_id, ts))


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
def aftermath(tools: Tools, messenger: FakeMessenger) -> Aftermath:
    return Aftermath(tools, messenger)


@pytest.fixture
async def maria(directory: FakeDirectory, services: Services) -> Who:
    maria = directory.add("U1", "Maria")
    await services.onboarding.start(maria)
    return maria


@pytest.fixture
def sent(tools: Tools, clock: MovableClock) -> Sent:
    """Puts a delivery that went out so many days ago into the outbox."""

    async def put(days_ago: int, nudge: str = PROMPT_PERSON, subject: str = "", ts: str = "") -> Delivery:
        at = clock() - timedelta(days=days_ago)
        name = f"{nudge}-{days_ago}"
        status = Status.SENT
        delivery = Delivery(name, "T1", "U1", nudge, subject, at.date(), at, status, "", "D1", ts or f"{days_ago}.0")
        async with tools.database.transaction("T1") as memory:
            await memory.outbox.add(delivery)
        return delivery

    return put


def facts(delivery: Delivery, ignored: int = 0) -> tuple[Delivery, Facts]:
    return delivery, Facts(delivery, delivery.due_at, ignored=ignored)


async def test_the_unanswered_prompt_before_it_is_replaced_with_its_older_copies(
    aftermath: Aftermath, messenger: FakeMessenger, maria: Who, sent: Sent
) -> None:
    await sent(3)
    await sent(2)
    await sent(1, PROMPT_LATER, f"{PROMPT_PERSON}-2")
    await sent(0, PROMPT_LATER, f"{PROMPT_PERSON}-2")  # brought back this very day: it was asked for
    await aftermath.aftermath([facts(await sent(0))])
    assert sorted(messenger.collapsed) == [("D1", "1.0"), ("D1", "2.0")]


async def test_one_that_was_answered_or_is_long_gone_stays(
    aftermath: Aftermath, messenger: FakeMessenger, maria: Who, sent: Sent, tools: Tools
) -> None:
    today = facts(await sent(0))
    await sent(8)
    await aftermath.aftermath([today])
    before = await sent(1)
    answer = Practice("U1", before.id, "p", before.on, Reply.DONE, before.due_at)
    async with tools.database.transaction("T1") as memory:
        await memory.practices.save(answer)
    await aftermath.aftermath([today])
    assert messenger.collapsed == []


async def test_after_anything_else_nothing_follows(
    aftermath: Aftermath, messenger: FakeMessenger, maria: Who, sent: Sent
) -> None:
    await sent(1)
    await aftermath.aftermath([facts(await sent(0, PROMPT_LATER, "x"))])
    assert messenger.collapsed == []


@pytest.mark.parametrize(
    ("ignored", "days"),
    [pytest.param(4, WORKDAYS, id="not yet"), pytest.param(5, frozenset({TUESDAY, THURSDAY}), id="said just now")],
)
async def test_the_prompt_that_says_they_come_less_often_thins_them_out(
    aftermath: Aftermath, maria: Who, sent: Sent, tools: Tools, ignored: int, days: frozenset[int]
) -> None:
    for days_ago in range(ignored, 0, -1):
        await sent(days_ago)
    await aftermath.aftermath([facts(await sent(0), ignored)])
    async with tools.database.transaction("T1") as memory:
        plan = await memory.schedules.get("U1", PROMPT_PERSON)
    assert plan is not None
    assert plan.days == days


async def test_a_channel_that_refuses_pauses_its_nudge_and_tells_who_set_it_up(
    aftermath: Aftermath, maria: Who, tools: Tools
) -> None:
    nudge = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, "UTC", "U1")
    async with tools.database.transaction("T1") as memory:
        await memory.channels.save(nudge)
    delivery = Delivery("d", "T1", "C1", PROMPT_CHANNEL, "", tools.clock().date(), tools.clock())
    await aftermath.refused(delivery, "is_archived")
    async with tools.database.transaction("T1") as memory:
        assert (await memory.channels.all())[0].paused_for == "is_archived"
    assert len(await outbox(tools, maria, CHANNEL_PAUSED)) == 1


async def refused(aftermath: Aftermath, tools: Tools, code: str, recipient: str = "U1") -> None:
    at = tools.clock()
    await aftermath.refused(Delivery("d", "T1", recipient, PROMPT_PERSON, "", at.date(), at), code)


async def is_stopped(tools: Tools) -> bool:
    async with tools.database.transaction("T1") as memory:
        return (await memory.workspaces.get()).stopped


@pytest.mark.parametrize("code", ["user_not_found", "user_disabled"])
async def test_a_person_who_left_is_sent_nothing_more(
    aftermath: Aftermath, tools: Tools, maria: Who, code: str
) -> None:
    await refused(aftermath, tools, code)
    async with tools.database.transaction("T1") as memory:
        assert await memory.schedules.of("U1") == []
    assert (await stored(tools, maria)).standing is Standing.GONE
    assert not await is_stopped(tools)


@pytest.mark.parametrize("code", ["token_revoked", "invalid_auth"])
async def test_dead_tokens_stop_the_workspace_and_keep_its_people(
    aftermath: Aftermath, tools: Tools, maria: Who, directory: FakeDirectory, code: str
) -> None:
    await refused(aftermath, tools, code)
    assert await is_stopped(tools)
    assert (await stored(tools, maria)).standing is Standing.ACTIVE


@pytest.mark.parametrize(
    ("profile", "standing"),
    [
        (Profile("Maria", "UTC", is_gone=True), Standing.GONE),
        (None, Standing.GONE),
        (Profile("Maria", "UTC"), Standing.ACTIVE),
    ],
)
async def test_an_inactive_account_is_asked_about(
    aftermath: Aftermath,
    tools: Tools,
    maria: Who,
    directory: FakeDirectory,
    profile: Profile | None,
    standing: Standing,
) -> None:
    directory.profiles.pop(maria)
    if profile is not None:
        directory.profiles[maria] = profile
    await refused(aftermath, tools, "account_inactive")
    assert (await stored(tools, maria)).standing is standing
    assert not await is_stopped(tools)


class DeadDirectory(FakeDirectory):
    """A directory whose token Slack refuses with `code`."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code

    async def profile(self, who: Who) -> Profile | None:  # noqa: ARG002 - as the directory's
        answer = AsyncSlackResponse(
            client=AsyncWebClient(), http_verb="GET", api_url="", req_args={}, data={"error": self.code}, headers={},
            status_code=200,
        )  # fmt: skip
        raise SlackApiError("no", answer)  # type: ignore[no-untyped-call]


async def test_an_inactive_account_that_cannot_ask_is_the_apps_own(
    tools: Tools, messenger: FakeMessenger, maria: Who
) -> None:
    dead = Aftermath(replace(tools, directory=DeadDirectory("account_inactive")), messenger)
    await refused(dead, tools, "account_inactive")
    assert await is_stopped(tools)
    with pytest.raises(SlackApiError):
        await refused(
            Aftermath(replace(tools, directory=DeadDirectory("fatal_error")), messenger), tools, "account_inactive"
        )


async def test_other_refusals_stop_nobody(aftermath: Aftermath, tools: Tools, maria: Who) -> None:
    await refused(aftermath, tools, "msg_too_long")
    await refused(aftermath, tools, "user_not_found", "C1")
    assert (await stored(tools, maria)).standing is Standing.ACTIVE
    assert not await is_stopped(tools)
