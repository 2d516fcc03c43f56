"""What every use case works with: none of it keeps a form from opening in time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, Who
from bot.services import context as module
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.settings import PersonalSettings


class SilentGrants:
    """A Slack that never answers."""

    async def lacking(self, workspace_id: str) -> Upgrade | None:  # noqa: ARG002 - it never gets that far
        await asyncio.Event().wait()
        return None

    async def every(self) -> Sequence[Upgrade]:
        return ()


@pytest.mark.usefixtures("maria_takes_part")
async def test_settings_open_without_what_slack_does_not_say(
    context: Context, maria: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    silent = replace(context, grants=SilentGrants())
    facts = await PersonalSettings(silent, People(silent)).facts(maria)
    assert (facts.upgrade, facts.heeds_dnd) == (None, True)


async def test_nobody_waits_for_what_slack_does_not_say(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    admin = Person("T1", "U1", is_admin=True)
    assert await replace(context, grants=SilentGrants()).upgrade_for(admin) is None
