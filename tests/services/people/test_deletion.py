"""What outlasts a deletion protects others, and the deletion plans the work in Slack."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.people.removals import RemovalKind
from bot.domain.people.safeguards import SafeguardKind
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.tables import people
from tests.storage.rows import put, row

U1 = Who("T1", "U1")


@pytest.mark.parametrize("deleted", ["U1", "U2"], ids=["the leader", "the salesperson"])
async def test_a_no_to_a_team_outlasts_either_of_the_two(services: Services, context: Context, deleted: str) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.DECLINED))
        await transaction.teams.save(TeamMember("U1", "U3", Membership.ACCEPTED))
        await transaction.teams.save(TeamMember("U4", "U2", Membership.ACCEPTED))
    assert (await services.privacy.forget(Who("T1", deleted)))["team_members"] == 2
    async with context.database.transaction("T1") as transaction:
        assert await transaction.safeguards.at(SafeguardKind.DECLINED, "U1", "U2") == context.clock()
        assert await transaction.safeguards.count(SafeguardKind.DECLINED) == 1
        assert await transaction.safeguards.at(SafeguardKind.SILENT, deleted) == context.clock()
        assert await transaction.safeguards.count(SafeguardKind.SILENT) == 1


async def test_their_conversation_is_looked_through_and_a_second_time_nothing_is_there(
    services: Services, context: Context, database: Database
) -> None:
    await put(database, [row(people, "Maria", user_id="U1")])
    assert await services.privacy.forget(U1) == {"people": 1}
    async with context.database.transaction("T1") as transaction:
        assert [(each.conversation, each.kind) for each in await transaction.removals.all()] == [
            ("U1", RemovalKind.OWN)
        ]
    assert await services.privacy.forget(U1) == {}


async def test_a_mark_is_found_under_the_id_that_holds_now(
    services: Services, context: Context, database: Database
) -> None:
    earlier = datetime(2026, 9, 1, tzinfo=UTC)
    async with context.database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.ASKED, "U9", "U0", at=earlier)
        await transaction.safeguards.put(SafeguardKind.DECLINED, "U0", "U9", at=earlier)
        for user_id in ("U0", "U9"):
            await transaction.safeguards.put(SafeguardKind.INVITED, user_id, at=earlier)
    await put(database, [row(people, "Boss", user_id="U9")])
    async with context.database.transaction("T1") as transaction:
        await transaction.identities.add("U0", "U1")
    await services.privacy.forget(U1)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.identities.all() == {}
        assert await transaction.safeguards.at(SafeguardKind.ASKED, "U9", "U1") == earlier
        assert await transaction.safeguards.at(SafeguardKind.DECLINED, "U1", "U9") == earlier
        assert await transaction.safeguards.at(SafeguardKind.INVITED, "U1") == earlier
        assert await transaction.safeguards.count(SafeguardKind.INVITED) == 2


async def test_no_file_of_the_database_holds_their_texts_afterwards(services: Services, database: Database) -> None:
    await put(database, [row(people, "Zebulon", user_id="U1")])
    files = [Path(f"{database.file}{ending}") for ending in ("", "-wal")]
    assert any(b"Zebulon" in path.read_bytes() for path in files)
    await services.privacy.forget(U1)
    assert not any(b"Zebulon" in path.read_bytes() for path in files)
