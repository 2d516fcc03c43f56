"""An organisation installs it for all its workspaces at once: by OAuth, on the strict local Slack, over signed HTTP."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.domain.people.people import Membership, Who
from bot.localslack import Client
from bot.localslack.state.organisation import Organisation
from tests.security import served_workspaces
from tests.security.served_workspaces import ServedWorkspaces


class Org:
    """Two workspaces of one organisation, T1 and T2, and T9 of another company; `U2` works in both."""

    def __init__(self, served: ServedWorkspaces, org: Organisation) -> None:
        self.served = served
        self.org = org
        self.token = ""

    def client(self, workspace_id: str, user_id: str) -> Client:
        return self.served.slack.as_user(self.served.workspaces[workspace_id], user_id)

    async def install(self, where: str = "E1") -> str:
        """An admin of the organisation, or of one workspace, installs it. Returns the page that they land on."""
        url = f"{self.served.address}/slack/install?team={where}"
        jar = aiohttp.CookieJar(unsafe=True)  # it keeps cookies for numeric addresses
        async with aiohttp.ClientSession(cookie_jar=jar) as browser, browser.get(url) as answer:
            assert answer.status == 200
            return await answer.text()

    async def people(self) -> set[tuple[str, str]]:
        """Everybody we know, by workspace and user id."""
        async with self.served.bot.database.connection() as connection:
            rows = await connection.exec_driver_sql("SELECT workspace_id, user_id FROM people")
            return {(str(row.workspace_id), str(row.user_id)) for row in rows}

    async def start(self, workspace_id: str, user_id: str) -> None:
        client = self.client(workspace_id, user_id)
        await self.served.try_(client.open_home())
        assert client.home is not None
        for button in ("Start", "I lead salespeople"):
            await self.served.try_(client.press(client.modal or client.home, button))
        assert "Today’s prompt" in str(client.home.blocks), "pressed, and shown anew"


@pytest.fixture
async def org(tmp_path: Path) -> AsyncIterator[Org]:
    async with served_workspaces.opened(tmp_path, ()) as opened:
        slack = opened.slack
        people = {"T1": ("U1", "U2"), "T2": ("U2", "U3"), "T9": ("U9",)}
        for name, inside in people.items():
            workspace = opened.workspaces[name] = slack.add_workspace(name, name)
            for user_id in inside:
                rights = dict.fromkeys(("is_admin", "is_org_admin"), user_id == "U1")
                workspace.add_user(f"person-{user_id}", id=user_id, tz="Europe/Berlin", **rights)
            workspace.add_channel("sales", list(inside), id=f"C{name}")
        made = slack.add_organisation("Starship", [opened.workspaces["T1"], opened.workspaces["T2"]], "E1")
        yield Org(opened, made)
        assert slack.refusals == ()


async def test_it_is_installed_once_and_led_on_to_its_workspaces(org: Org) -> None:
    page = await org.install()
    assert "Second Chair is in Starship." in page
    assert "https://app.slack.com/manage/E1/integrations/profile/" in page
    async with org.served.bot.database.installations() as store:
        (found,) = await store.live()
    assert (found.workspace_id, found.is_org, found.enterprise_id) == ("E1", True, "E1")


async def test_everybody_in_every_workspace_has_one_home_and_one_record(org: Org) -> None:
    await org.install()
    await org.start("T1", "U1")
    await org.start("T2", "U3")
    await org.start("T1", "U2")
    assert await org.people() == {("E1", "U1"), ("E1", "U2"), ("E1", "U3")}
    both = org.client("T2", "U2")
    await org.served.try_(both.command("/secondchair", "settings", "sales"))
    assert both.modal is not None, "what somebody asks for in their other workspace is about the same person"
    await org.served.try_(both.submit(None, {"country": "DE"}))
    async with org.served.bot.database.transaction("E1") as transaction:
        person = await transaction.people.get("U2")
    assert person is not None
    assert person.country == "DE"
    assert await org.people() == {("E1", "U1"), ("E1", "U2"), ("E1", "U3")}


async def test_what_is_due_reaches_people_and_channels_of_both(org: Org) -> None:
    await org.install()
    for workspace_id, user_id in (("T1", "U1"), ("T2", "U3")):
        await org.start(workspace_id, user_id)
    asking = org.client("T2", "U3")
    channel = asking.channel("sales")
    org.served.slack.invite(org.served.workspaces["T2"], channel.id, org.served.slack.state.installations[0].bot_user)
    async with org.served.bot.database.transaction("E1") as transaction:
        leader = await transaction.people.get("U3")
        assert leader is not None
        await transaction.people.save(replace(leader, is_leader=True))
    await org.served.try_(asking.command("/secondchair", "nudge #sales 09:00", "sales"))
    before = {one: len(org.client(one, user).dm()) for one, user in (("T1", "U1"), ("T2", "U3"))}
    for _ in range(2 * 24):
        org.served.clock.move(hours=1)
        await org.served.settle()
    assert len(org.client("T1", "U1").dm()) > before["T1"]
    assert len(asking.dm()) > before["T2"]
    assert len(asking.messages("sales")) > 1, "the channel nudge comes in its own workspace, after word of it"
    assert not org.client("T1", "U1").messages("sales")
    await org.served.try_(asking.press(asking.dm()[-1], "Done"))
    assert {one for one in await org.people() if one[1] == "U3"} == {("E1", "U3")}


async def test_a_leader_names_somebody_of_another_workspace_of_it(org: Org) -> None:
    await org.install()
    await org.start("T1", "U1")
    leader = Who("E1", "U1")
    await org.served.bot.services.teams.name(leader, ["U3"])
    await org.served.settle()
    asked = org.client("T2", "U3")
    assert "<@U1> named you" in asked.dm()[-1].text
    await org.served.try_(asked.press(asked.dm()[-1], "Fine with me"))
    (member,) = (await org.served.bot.services.teams.facts(leader)).members
    assert (member.salesperson_id, member.membership) == ("U3", Membership.ACCEPTED)


async def test_an_admin_of_one_team_does_not_run_the_organisation(org: Org) -> None:
    await org.install()
    org.served.slack.change_user("T2", "U3", is_admin=True)
    await org.start("T2", "U3")
    asking = org.client("T2", "U3")
    await org.served.try_(asking.command("/secondchair", "retention 1"))
    assert "Admins of this workspace can do this" in asking.ephemerals()[-1].text


async def test_a_changed_profile_is_taken_over_whichever_team_tells(org: Org) -> None:
    await org.install()
    await org.start("T1", "U2")
    org.served.slack.change_user("T2", "U2", tz="America/New_York")
    await org.served.settle()
    async with org.served.bot.database.transaction("E1") as transaction:
        person = await transaction.people.get("U2")
    assert person is not None
    assert person.zone == "America/New_York"


async def test_a_workspaces_own_installation_stays_apart(org: Org) -> None:
    await org.install()
    state, app = org.served.slack.state, org.served.app
    await org.start("T1", "U1")
    org.served.slack.change_user("T9", "U9", is_admin=True)
    assert "Second Chair is in T9." in await org.install("T9")
    assert [one.org for one in state.installations if one.app is app] == ["E1", "E1", ""]
    await org.start("T9", "U9")
    assert ("T9", "U9") in await org.people()
    assert ("E1", "U9") not in await org.people()


async def test_taken_out_of_the_organisation_it_is_silent_everywhere(org: Org) -> None:
    await org.install()
    for workspace_id, user_id in (("T1", "U1"), ("T2", "U3")):
        await org.start(workspace_id, user_id)
    org.served.slack.uninstall(next(one for one in org.served.slack.state.installations if one.org))
    await org.served.settle()
    assert await org.served.bot.installs.token("E1") == ""
    async with org.served.bot.database.transaction("E1") as transaction:
        assert (await transaction.workspaces.get()).stopped
        assert await transaction.schedules.of("U3") == []
    rooms = [workspace.messages for workspace in org.served.workspaces.values()]
    before = [{room: len(said) for room, said in each.items()} for each in rooms]
    org.served.clock.move(days=3)
    await org.served.settle()
    assert [{room: len(said) for room, said in each.items()} for each in rooms] == before
    await org.install()
    async with org.served.bot.database.transaction("E1") as transaction:
        assert await transaction.schedules.of("U3"), "and back it is planned again"


async def days(org: Org, number: int) -> None:
    for _ in range(number * 24):
        org.served.clock.move(hours=1)
        await org.served.settle()


def posts(org: Org) -> Counter[str]:
    """Everybody we tried to post to, whether or not it worked."""
    tried = [one for one in org.served.slack.traffic if one.name == "chat.postMessage"]
    return Counter(str(one.request["channel"]) for one in tried)


async def test_a_team_taken_out_hears_nothing_while_the_others_go_on_and_comes_back(org: Org) -> None:
    await org.install()
    for workspace_id, user_id in (("T1", "U1"), ("T1", "U2"), ("T2", "U3")):
        await org.start(workspace_id, user_id)
    org.served.slack.take_out(org.org, "T1")
    await org.served.settle()
    before = posts(org)
    await days(org, 3)
    fresh = posts(org) - before
    assert fresh["U1"] == 0, "nothing is tried, so nothing is refused"
    assert fresh["U2"] >= 2, "they are in the other team as well"
    assert fresh["U3"] >= 2
    other = org.client("T2", "U3")
    await org.served.try_(other.open_home())
    assert other.home is not None
    assert "Today’s prompt" in str(other.home.blocks)

    org.served.slack.let_in(org.org, "T1")
    await org.served.settle()
    before = posts(org)
    await days(org, 1)
    assert (posts(org) - before)["U1"] == 1, "and all goes on as it was planned"


async def test_a_channel_nudge_of_a_team_taken_out_is_paused_and_goes_on(org: Org) -> None:
    await org.install()
    await org.start("T2", "U3")
    asking = org.client("T2", "U3")
    org.served.slack.invite(org.served.workspaces["T2"], "CT2", org.served.slack.state.installations[0].bot_user)
    async with org.served.bot.database.transaction("E1") as transaction:
        leader = await transaction.people.get("U3")
        assert leader is not None
        await transaction.people.save(replace(leader, is_leader=True))
    await org.served.try_(asking.command("/secondchair", "nudge #sales 09:00", "sales"))
    org.served.slack.take_out(org.org, "T2")
    await org.served.settle()
    before = posts(org)
    await days(org, 2)
    assert posts(org) == before
    org.served.slack.let_in(org.org, "T2")
    await org.served.settle()
    await days(org, 1)
    assert (posts(org) - before)["CT2"] == 1


async def test_where_the_word_of_it_was_lost_one_refusal_says_it(org: Org) -> None:
    await org.install()
    await org.start("T1", "U1")
    await org.start("T2", "U3")
    state = org.served.slack.state
    (closed,) = [one for one in state.installations if one.workspace == "T1"]
    closed.dead = "team_access_not_granted"  # and no event was sent
    before = posts(org)
    await days(org, 4)
    fresh = posts(org) - before
    assert (fresh["U1"], fresh["U3"] >= 3) == (1, True)
