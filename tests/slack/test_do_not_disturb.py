"""Whom Slack is not to disturb: asked once a minute, for many people at once, without waiting long."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people.people import Person
from bot.localslack import LocalSlack
from bot.slack.clients import Clients, SingleToken
from bot.slack.do_not_disturb import DoNotDisturb

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
START, END = NOW - timedelta(hours=9), NOW + timedelta(hours=1)
QUIET = {"dnd_enabled": True, "dnd_start": int(START.timestamp()), "dnd_end": int(END.timestamp())}
SCOPES = "chat:write users:read dnd:read"


def manifest(scopes: str) -> dict[str, object]:
    return {
        "display_information": {"name": "Second Chair"},
        "features": {"bot_user": {"display_name": "Second Chair"}},
        "oauth_config": {"scopes": {"bot": scopes.split()}},
        "settings": {"socket_mode_enabled": True},
    }


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    local = LocalSlack(lambda: NOW)
    await local.start()
    yield local
    await local.stop()


async def asked(slack: LocalSlack, scopes: str, count: int) -> tuple[DoNotDisturb, Clients, list[Person]]:
    workspace = slack.add_workspace("Acme")
    users = [workspace.add_user(f"user{number}", **(QUIET if number == 0 else {})) for number in range(count)]
    installation = slack.install(manifest(scopes), workspace)
    clients = Clients(SingleToken(installation.bot_token), slack.base_url)
    return DoNotDisturb(clients), clients, [Person(workspace.id, user.id) for user in users]


@pytest.mark.parametrize("count", [1, 2, 60], ids=["one", "two", "more than one answer holds"])
async def test_those_whom_slack_does_not_disturb(slack: LocalSlack, count: int) -> None:
    quiet, clients, people = await asked(slack, SCOPES, count)
    workspace_id = people[0].workspace_id
    assert await quiet.windows(workspace_id, people, NOW) == {people[0].user_id: (START, END)}
    calls = len(slack.traffic)
    assert await quiet.windows(workspace_id, people, NOW + timedelta(seconds=59)) == {people[0].user_id: (START, END)}
    assert len(slack.traffic) == calls, "it is good for a minute"
    await quiet.windows(workspace_id, people, NOW + timedelta(seconds=61))
    assert len(slack.traffic) > calls
    await clients.close()


async def test_without_the_scope_nobody_is_quiet_and_slack_is_not_asked_again_at_once(slack: LocalSlack) -> None:
    quiet, clients, people = await asked(slack, "chat:write users:read", 2)
    for _ in range(3):
        assert await quiet.windows(people[0].workspace_id, people, NOW) == {}
    assert len(slack.traffic) == 1
    await clients.close()
