"""What another process does while removals are being chosen; only PostgreSQL allows it."""

from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people.removals import Removal
from bot.storage.database import Database
from bot.storage.outbox.removals import claim_removals
from tests.storage.cases import NOW
from tests.storage.interrupted import Interrupted
from tests.storage.privacy.removal_cases import HELD, KIND, SECOND, claimed, put


@pytest.mark.parametrize(
    "change", [None, {"due_at": NOW + SECOND}, {"given_up_at": NOW}], ids=["held", "later", "over"]
)
async def test_what_changed_while_it_was_chosen_is_not_claimed(
    postgres_database: Database, change: dict[str, Any] | None
) -> None:
    facts: dict[str, Any] = {"due_at": NOW}
    await put(postgres_database, Removal("D1", "1.0", KIND, **facts))

    async def meanwhile() -> None:
        if change is None:
            await claimed(postgres_database)
        else:
            await put(postgres_database, Removal("D1", "1.0", KIND, **facts | change))

    async with postgres_database.connection() as connection:
        interrupted = cast("AsyncConnection", Interrupted(connection, "SELECT", meanwhile))
        assert await claim_removals(interrupted, NOW, HELD, 10) == []
