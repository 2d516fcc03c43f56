"""People and channels, seen through the real SDK."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack, SlackWorkspace

from .conftest import Clocks, code, manifest

pytestmark = pytest.mark.usefixtures("unlimited")


async def test_people_are_listed_a_page_at_a_time(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, tom: Client
) -> None:
    slack.change_user(acme, tom.user.id, deleted=True)
    first = await web.users_list(limit=3)
    second = await web.users_list(limit=3, cursor=first["response_metadata"]["next_cursor"])
    people = [*first["members"], *second["members"]]
    assert [person["name"] for person in people] == ["maria", "tom", "ana", "testapp"]
    assert [person.get("tz") for person in people[:2]] == ["America/Sao_Paulo", None]
    assert (people[2]["is_restricted"], people[3]["is_bot"]) == (True, True)


async def test_one_person_is_looked_up(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, tom: Client, clocks: Clocks
) -> None:
    person = (await web.users_info(user=tom.user.id))["user"]
    assert (person["tz"], person["tz_offset"], "email" in person["profile"]) == ("Europe/Berlin", 3600, False)
    clocks.jump(days=7)
    assert (await web.users_info(user=tom.user.id))["user"]["tz_offset"] == 7200
    assert await code(web.users_info(user="U-else")) == "user_not_found"
    assert await code(web.users_lookupByEmail(email="x@y.z")) == "missing_scope"
    slack.change_user(acme, tom.user.id, dnd_enabled=True, dnd_start=5, dnd_end=6)
    dnd = await web.dnd_info(user=tom.user.id)
    assert (dnd["dnd_enabled"], dnd["next_dnd_end_ts"]) == (True, 6)
    assert (await web.dnd_info())["dnd_enabled"] is False
    assert await code(web.dnd_teamInfo(users=tom.user.id)) == "no_users_provided", "more than one"


async def test_with_the_scope_a_person_is_found_by_address(
    slack: LocalSlack, acme: SlackWorkspace, web: AsyncWebClient
) -> None:
    source = manifest()
    source["oauth_config"]["scopes"]["bot"].append("users:read.email")
    token = slack.install(source, acme).bot_token
    found = await web.users_lookupByEmail(email="tom@acme.example", token=token)
    assert (found["user"]["name"], found["user"]["profile"]["email"]) == ("tom", "tom@acme.example")
    assert await code(web.users_lookupByEmail(email="x@y.z", token=token)) == "users_not_found"


async def test_channels_are_seen_from_where_the_bot_is(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, sales: str, installed: AppInstallation, tom: Client
) -> None:
    board = acme.channel("board")
    assert board
    assert (await web.conversations_info(channel=sales, include_num_members=True))["channel"]["num_members"] == 4
    assert await code(web.conversations_info(channel=board.id)) == "channel_not_found"
    assert await code(web.conversations_members(channel=board.id)) == "channel_not_found"
    slack.invite(acme, board.id, installed.bot_user, inviter=tom.user.id)
    assert (await web.conversations_info(channel=board.id))["channel"]["is_private"]
    assert len((await web.conversations_members(channel=sales, limit=2))["members"]) == 2
    assert (await web.conversations_open(users=tom.user.id, return_im=True))["channel"]["user"] == tom.user.id
    everything = await web.conversations_list(types="public_channel, private_channel,im", exclude_archived=True)
    assert [channel.get("name", "dm") for channel in everything["channels"]] == ["sales", "board", "dm"]
    mine = await web.users_conversations(types="private_channel")
    assert [channel["name"] for channel in mine["channels"]] == ["board"]
    toms = await web.users_conversations(user=tom.user.id)
    assert [channel["name"] for channel in toms["channels"]] == ["sales"]
    assert await code(web.conversations_list(types="cave")) == "invalid_types"
    assert await code(web.conversations_list(types="mpim")) == "missing_scope"


async def test_a_direct_message_is_opened_with_living_people_one_by_one(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, tom: Client, installed: AppInstallation
) -> None:
    channel = (await web.conversations_open(users=tom.user.id))["channel"]["id"]
    assert (await web.conversations_open(channel=channel))["channel"]["id"] == channel
    assert await code(web.conversations_open(users="U-else")) == "user_not_found"
    assert await code(web.conversations_open(users="U1,U2")) == "too_many_users"
    assert await code(web.conversations_open(users=installed.bot_user)) == "cannot_dm_bot"
    slack.change_user(acme, tom.user.id, deleted=True)
    assert await code(web.conversations_open(users=tom.user.id)) == "user_disabled"
    assert (await web.chat_postMessage(channel=tom.user.id, text="As real Slack does"))["ok"]


async def test_the_bot_joins_public_channels(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, maria: Client
) -> None:
    team = acme.add_channel("team").id
    assert (await web.conversations_join(channel=team))["channel"]["is_member"]
    assert (await web.conversations_join(channel=team))["warning"] == "already_in_channel"
    dm = acme.dm(slack.state.installations[0].bot_user, maria.user.id).id
    assert await code(web.conversations_join(channel=dm)) == "method_not_supported_for_channel_type"
    old = slack.archive(acme, acme.add_channel("old").id).id
    assert await code(web.conversations_join(channel=old)) == "is_archived"
