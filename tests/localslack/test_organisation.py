"""Enterprise Grid in the local Slack: one token for all workspaces of an organisation, each call about one of them."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import LocalSlack
from bot.localslack.state.organisation import install

from .conftest import manifest


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    """With the token of an organisation over T1 (ada) and T2 (ada, ben)."""
    for name, people in (("T1", ("UA",)), ("T2", ("UA", "UB"))):
        workspace = slack.add_workspace(name, name)
        for user_id in people:
            workspace.add_user(user_id.lower(), id=user_id, is_org_admin=user_id == "UA")
        workspace.add_channel("sales", list(people), id=f"C{name}")
    org = slack.add_organisation("Starship", list(slack.state.workspaces.values())[-2:], "E1")
    made = install(slack.state, slack.state.register(manifest()), org)
    return AsyncWebClient(made[0].bot_token, base_url=slack.base_url)


async def test_the_token_is_the_organisations(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["enterprise_id"], answer["is_enterprise_install"]) == ("E1", "E1", True)


async def test_lists_ask_for_a_workspace(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="missing_argument"):
        await client.conversations_list()
    with pytest.raises(SlackApiError, match="team_access_not_granted"):
        await client.conversations_list(team_id="T9")
    found = await client.conversations_list(team_id="T2")
    assert [one["id"] for one in found["channels"]] == ["CT2"]


@pytest.mark.parametrize("team_id", [None, "T1", "E1"])
async def test_other_calls_are_about_whom_they_name(
    slack: LocalSlack, client: AsyncWebClient, team_id: str | None
) -> None:
    extra = {"team_id": team_id} if team_id else {}
    answer = await client.api_call("chat.postMessage", json={"channel": "UB", "text": "hello"} | extra)
    assert answer["channel"] in slack.state.workspaces["T2"].channels
    await client.views_publish(user_id="UB", view={"type": "home", "blocks": []}, **extra)
    assert slack.state.views.home("T2", "UB", next(iter(slack.state.apps))) is not None


async def test_a_workspace_that_the_app_is_taken_out_of_is_closed_until_it_is_let_in(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    (org,) = slack.state.organisations.values()
    slack.take_out(org, "T1")
    found = await client.api_call("chat.postMessage", json={"channel": "UA", "text": "in both"})
    assert found["channel"] in slack.state.workspaces["T2"].channels
    slack.take_out(org, "T2")
    for user_id in ("UA", "UB"):
        with pytest.raises(SlackApiError, match="team_access_not_granted"):
            await client.users_info(user=user_id)
    slack.let_in(org, "T2")
    assert (await client.users_info(user="UB"))["ok"]


async def test_a_person_of_several_workspaces_has_one_home(client: AsyncWebClient) -> None:
    ada, ben = [(await client.users_info(user=one))["user"] for one in ("UA", "UB")]
    assert (ada["team_id"], ada["enterprise_user"]["teams"]) == ("T1", ["T1", "T2"])
    assert (ben["team_id"], ben["enterprise_user"]["teams"]) == ("T2", ["T2"])
    assert (ada["enterprise_user"]["is_admin"], ben["enterprise_user"]["is_admin"]) == (True, False)
