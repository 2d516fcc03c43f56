"""A `response_url` answers the person, five times in half an hour."""

from typing import Any

import aiohttp
import pytest

from bot.localslack import AppInstallation, Client, LocalSlack, SlackWorkspace

from .conftest import Clocks
from .kit import section

URL = dict[str, Any]


@pytest.fixture
async def url(slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation, tom: Client) -> str:
    sales = acme.channel("sales")
    assert sales
    return slack._answers.issue(installed, sales.id, tom.user.id)


async def say(url: str, **body: Any) -> tuple[int, str]:
    """Post an answer."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_an_answer_is_for_the_person_unless_it_is_for_the_channel(url: str, tom: Client, maria: Client) -> None:
    assert await say(url, text="Psst") == (200, "ok")
    assert await say(url, text="Hear", response_type="in_channel", blocks=[section()]) == (200, "ok")
    assert [message.text for message in tom.ephemerals("sales")] == ["Psst"]
    assert [message.text for message in maria.messages("sales")] == ["Hear"]


async def test_it_is_used_up_after_five_times_and_expires_after_half_an_hour(
    slack: LocalSlack, url: str, clocks: Clocks, installed: AppInstallation, tom: Client
) -> None:
    for _ in range(5):
        await say(url, text="x")
    assert await say(url, text="x") == (404, "used_url")
    fresh = slack._answers.issue(installed, tom.messages("sales")[0].channel if tom.messages("sales") else "", "")
    clocks.seconds += 1801
    assert await say(fresh, text="x") == (404, "expired_url")
    assert await say(f"{slack.state.origin}/response/T/made-up", text="x") == (404, "invalid_url")


@pytest.mark.parametrize("seen_by_all", [True, False])
async def test_the_original_is_replaced_or_deleted(
    slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation, tom: Client, seen_by_all: bool
) -> None:
    sales, bot = acme.channel("sales"), acme.users[installed.bot_user]
    assert sales
    to = "" if seen_by_all else tom.user.id
    message = slack.state.post(acme, sales, bot, text="First", ephemeral_to=to)
    url = slack._answers.issue(installed, sales.id, tom.user.id, message.ts)
    assert await say(url, text="Second", replace_original=True) == (200, "ok")
    seen = tom.messages("sales") if seen_by_all else tom.ephemerals("sales")
    assert [(one.text, one.ts) for one in seen] == [("Second", message.ts)]
    assert await say(url, delete_original=True) == (200, "ok")
    assert tom.messages("sales") + tom.ephemerals("sales") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "no_text"),
        ({"text": "x", "response_type": "shout"}, "invalid_response_type"),
        ({"text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
    ],
)
async def test_a_bad_answer_is_refused(url: str, body: dict[str, Any], words: str) -> None:
    status, text = await say(url, **body)
    assert status == 400
    assert words in text


async def test_an_answer_that_is_no_object_or_has_unknown_parts(slack: LocalSlack, url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for data in ("{", "[]"):
            async with session.post(url, data=data) as response:
                assert (response.status, await response.text()) == (400, "invalid_payload")
    await say(url, text="x", colour="red")
    assert "colour" in slack.refusals[-1].sentence
