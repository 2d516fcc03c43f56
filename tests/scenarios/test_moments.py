"""Saving a message as a coaching moment, on the local Slack."""

import pytest

from bot.domain.people.people import TeamMember
from tests.office import Office


@pytest.fixture
async def led(office: Office) -> Office:
    """Maria leads Tom."""
    await office.starts("maria", leader=True)
    await office.starts("tom")
    maria, tom = office.as_("maria"), office.as_("tom")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        await transaction.teams.save(TeamMember(maria.id, tom.id))
    return office


def seen(office: Office, handle: str) -> str:
    modal = office.as_(handle).modal
    return str(modal.blocks) if modal else ""


async def test_a_message_is_kept_read_back_and_changed(led: Office) -> None:
    maria, tom = led.as_("maria"), led.as_("tom")
    message = await tom.send("sales", "I asked what a delay would cost them.")
    await maria.shortcut("coaching_moment", message)
    assert f"'initial_user': '{tom.id}'" in seen(led, "maria")
    await maria.submit({"text": "Asked, then waited. <!channel>"})
    assert "Asked, then waited. <!channel>" in seen(led, "maria")
    assert maria.notices == ()
    await maria.close()
    await maria.shortcut("coaching_moment", message)
    assert "'initial_value': 'Asked, then waited. <!channel>'" in seen(led, "maria")


async def test_about_somebody_of_another_team_is_refused_at_the_field(led: Office) -> None:
    maria, tom, nora = led.as_("maria"), led.as_("tom"), led.as_("nora")
    await maria.shortcut("coaching_moment", await tom.send("sales", "Signed."))
    result = await maria.submit({"salesperson": nora.id, "text": "Waited."})
    assert "Only the leader of that salesperson" in result.errors["salesperson"]


async def test_somebody_who_leads_nobody_is_told_at_once(led: Office) -> None:
    tom = led.as_("tom")
    await tom.shortcut("coaching_moment", await tom.send("sales", "Signed."))
    assert tom.modal is None
    assert "Only the leader of that salesperson" in tom.ephemerals()[-1].text
