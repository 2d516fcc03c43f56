"""What every use case works with: none of it keeps a form from opening in time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person
from bot.services import context as module
from bot.services.context import Context


class SilentGrants:
    """A Slack that never answers."""

    async def lacking(self, workspace_id: str) -> Upgrade | None:  # noqa: ARG002 - it never gets that far
        await asyncio.Event().wait()
        return None

    async def every(self) -> Sequence[Upgrade]:
        return ()


async def test_nobody_waits_for_what_slack_does_not_say(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    admin = Person("T1", "U1", is_admin=True)
    assert await replace(context, grants=SilentGrants()).upgrade_for(admin) is None
