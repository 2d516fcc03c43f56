"""Slack refuses for certain: a person, their team or a whole workspace is sent nothing more."""

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.testing import capture_logs

from bot.domain.deliveries import Delivery
from bot.domain.people.people import Standing, Who
from bot.nudges import PROMPT_PERSON
from bot.services.after_delivery import Aftermath
from bot.services.context import Tools
from bot.slack.directory import Channel, Profile
from tests.fakes import FakeDirectory, FakeMessenger
from tests.services.people.stored_people import stored


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


@pytest.mark.parametrize("recipient", ["U1", "C1"])
@pytest.mark.parametrize("code", ["token_revoked", "token_expired", "invalid_auth", "not_authed"])
async def test_dead_tokens_stop_the_workspace_and_keep_its_people(
    tools: Tools, messenger: FakeMessenger, maria: Who, code: str, recipient: str
) -> None:
    dead = Aftermath(replace(tools, directory=DeadDirectory(code)), messenger)
    with capture_logs() as logs:
        for _ in range(3):  # several were under way
            await refused(dead, tools, code, recipient)
    assert await is_stopped(tools)
    assert (await stored(tools, maria)).standing is Standing.ACTIVE
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["workspace_stopped"]


@pytest.mark.parametrize("recipient", ["U1", "C1"])
async def test_one_refusal_by_mistake_stops_nobody(
    aftermath: Aftermath, tools: Tools, maria: Who, recipient: str
) -> None:
    await refused(aftermath, tools, "invalid_auth", recipient)
    assert not await is_stopped(tools)
    assert (await stored(tools, maria)).standing is Standing.ACTIVE


async def test_a_team_that_is_closed_to_us_cuts_its_people_off_and_takes_nothing_from_them(
    aftermath: Aftermath, tools: Tools, maria: Who
) -> None:
    await refused(aftermath, tools, "team_access_not_granted")
    person = await stored(tools, maria)
    assert (person.cut_off, person.standing) == (True, Standing.ACTIVE)
    async with tools.database.transaction("T1") as memory:
        assert await memory.schedules.of("U1")


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
        raise SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # as it stands in the SDK

    async def channel(self, workspace_id: str, channel_id: str) -> Channel | None:
        await self.profile(Who(workspace_id, channel_id))
        return None


async def test_an_inactive_account_that_cannot_ask_is_the_apps_own(
    tools: Tools, messenger: FakeMessenger, maria: Who
) -> None:
    with pytest.raises(SlackApiError):
        await refused(
            Aftermath(replace(tools, directory=DeadDirectory("fatal_error")), messenger), tools, "account_inactive"
        )
    assert not await is_stopped(tools)
    dead = Aftermath(replace(tools, directory=DeadDirectory("account_inactive")), messenger)
    await refused(dead, tools, "account_inactive")
    assert await is_stopped(tools)


async def test_other_refusals_stop_nobody(aftermath: Aftermath, tools: Tools, maria: Who) -> None:
    await refused(aftermath, tools, "msg_too_long")
    await refused(aftermath, tools, "user_not_found", "C1")
    assert (await stored(tools, maria)).standing is Standing.ACTIVE
    assert not await is_stopped(tools)
