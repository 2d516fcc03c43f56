"""A newer version asks for a scope that was not granted: people who can grant it read what waits and where to change
it, people who need it get a sentence, and after a new installation all of it is gone.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person
from bot.domain.people.permissions import may_upgrade
from bot.localslack import Client, View
from bot.services.installations.upgrades import tell_operator
from bot.slack.scopes import SCOPES
from content.models import Library
from tests.office import Office
from tests.security import served_workspaces
from tests.security.served_workspaces import ServedWorkspaces

LESS = tuple(scope for scope in SCOPES if scope not in {"files:write", "groups:read"})
LOST = "`/secondchair export` cannot send its file."
TITLE = "Slack has not granted everything that this version of Second Chair needs."


def words(view: View | None) -> str:
    return json.dumps(view.source, ensure_ascii=False) if view else ""


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[ServedWorkspaces]:
    """T1 as it was installed for an older version, by U2; U1 is an admin."""
    async with served_workspaces.opened(tmp_path, ("T1",)) as opened:
        (installation,) = opened.slack.state.installations
        installation.scopes = LESS
        async with opened.bot.database.installations() as store:
            stored = await store.get("T1")
            assert stored is not None
            await store.save(replace(stored, scopes=LESS, installer_id="U2", name="Northwind"))
        yield opened
        assert opened.slack.refusals == ()


async def home_of(served: ServedWorkspaces, user_id: str) -> str:
    client = served.client("T1", user_id)
    await served.try_(client.open_home())
    return words(client.home)


async def settings_of(served: ServedWorkspaces, user_id: str) -> str:
    client = served.client("T1", user_id)
    await served.try_(client.command("/secondchair", "settings"))
    return words(client.modal)


async def test_somebody_who_can_act_reads_what_waits_and_where_to_go(old: ServedWorkspaces) -> None:
    link = f"{old.address}/slack/install?team=T1"
    for user_id, reads in (("U1", True), ("U2", True), ("U3", False)):
        for shown in (await home_of(old, user_id), await settings_of(old, user_id)):
            assert (TITLE in shown, LOST in shown, "in private channels" in shown, link in shown) == (reads,) * 4, (
                user_id
            )


async def test_what_needs_it_answers_in_a_sentence(old: ServedWorkspaces) -> None:
    asking = old.client("T1", "U3")
    with capture_logs() as logs:
        await old.try_(asking.command("/secondchair", "export"))
    answer = asking.ephemerals()[-1].text
    assert answer.startswith(f"{LOST} Slack has not granted that yet.")
    assert "reference" not in answer
    assert [line["scope"] for line in logs if line["event"] == "scope_missing"] == ["files:write"]
    assert "request.failed" not in {line["event"] for line in logs}


async def test_after_the_link_it_is_gone(old: ServedWorkspaces) -> None:
    assert TITLE in await home_of(old, "U1")
    jar = aiohttp.CookieJar(unsafe=True)  # it keeps those of an address that is a number
    url = f"{old.address}/slack/install?team=T1"
    async with aiohttp.ClientSession(cookie_jar=jar) as browser, browser.get(url) as answer:
        assert "Second Chair is in T1." in await answer.text()
    await old.settle()
    assert TITLE not in await home_of(old, "U1")
    assert TITLE not in await settings_of(old, "U1")
    assert await old.bot.context.grants.every() == []
    asking = old.client("T1", "U3")
    await old.try_(asking.command("/secondchair", "export"))
    assert LOST not in asking.ephemerals()[-1].text


async def test_the_operator_reads_one_line_at_the_start(old: ServedWorkspaces) -> None:
    with capture_logs() as logs:
        await tell_operator(old.bot.context.grants)
    (line,) = logs
    assert (line["event"], line["workspaces"], line["of"]) == ("scopes_missing", 1, ["T1"])
    assert line["scopes"] == ["files:write", "groups:read"]


async def test_an_installation_whose_scopes_nobody_noted_lacks_none(tmp_path: Path) -> None:
    async with served_workspaces.opened(tmp_path, ("T1",)) as opened:
        with capture_logs() as logs:
            await tell_operator(opened.bot.context.grants)
        assert logs == []
        assert TITLE not in await home_of(opened, "U1")


async def test_a_single_workspace_is_sent_to_the_apps_own_page(office: Office) -> None:
    await office.starts("maria", "tom")
    admin = next(member.handle for member in office.team.members if member.is_admin)
    other = next(member.handle for member in office.team.members if not member.is_admin)
    office.installation.scopes = LESS
    await office.wait(minutes=2)

    async def home(handle: str) -> str:
        client: Client = office.slack.as_user(office.workspace, handle)
        await client.open_home()
        await office.settle()
        return words(client.home)

    shown = await home(admin)
    assert TITLE in shown
    assert "presses *Reinstall to Workspace*" in shown
    assert "slack/install" not in shown
    assert TITLE not in await home(other)

    (lacks,) = await office.bot.context.grants.every()
    assert (lacks.workspace_id, lacks.link) == (office.workspace.id, "")

    office.installation.scopes = tuple(SCOPES)
    await office.wait(minutes=2)
    assert TITLE not in await home(admin)


async def test_where_slack_does_not_answer_nothing_is_claimed(office: Office) -> None:
    office.installation.scopes = LESS
    await office.wait(minutes=2)
    office.slack.faults.fail("auth.test", "internal_error")
    assert await office.bot.context.grants.lacking(office.workspace.id) is None


@pytest.mark.parametrize(
    ("person", "concerned"),
    [
        (Person("T1", "U1", is_admin=True), True),
        (Person("T1", "U2"), True),
        (Person("T1", "U3", is_leader=True), False),
        (Person("T1", "U2", is_guest=True), False),
    ],
)
def test_it_concerns_who_can_do_something_about_it(person: Person, concerned: bool) -> None:
    assert may_upgrade(person, Upgrade("T1", ("files:write",), installer_id="U2")) is concerned


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_says_what_waits_for_it(library: Library, scope: str) -> None:
    assert f"scopes.lost.{scope.replace(':', '_')}" in library.words
