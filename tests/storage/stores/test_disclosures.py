"""Who was shown what is noted once a day, and read by its author. On both databases."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.people.disclosures import Disclosure
from bot.storage.database import Database
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.storage.cases import NOW

MONDAY = date(2026, 10, 19)
TUESDAY = MONDAY + timedelta(days=1)
SEEN = Disclosure("U1", "R1", "U2", MONDAY)


async def test_what_is_noted_already_is_not_told_as_new(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.disclosures.note([SEEN, SEEN], NOW)
        await transaction.disclosures.note([], NOW)
    async with database.transaction("T1") as transaction:
        for other in (replace(SEEN, viewer_id="U3"), replace(SEEN, on=TUESDAY)):
            assert await transaction.disclosures.unknown([other]) == [other]
        news = [replace(SEEN, subject="R2"), replace(SEEN, author_id="U4")]
        assert await transaction.disclosures.unknown([SEEN, *news]) == news
        assert await transaction.disclosures.unknown([]) == []
    async with database.transaction("T2") as transaction:
        assert await transaction.disclosures.unknown([SEEN]) == [SEEN]
        assert await transaction.disclosures.of("U1", ["R1"]) == ()


async def test_an_author_reads_theirs_alone(database: Database) -> None:
    late, of_two = replace(SEEN, on=TUESDAY), replace(SEEN, viewer_id="U3")
    others = [replace(SEEN, author_id="U4"), replace(SEEN, subject="R2")]
    async with database.transaction("T1") as transaction:
        await transaction.disclosures.note([replace(late, viewer_id="U0"), of_two, late, SEEN, *others], NOW)
    async with database.transaction("T1") as transaction:
        seen = await transaction.disclosures.of("U1", ["R1"])
    assert sorted(seen, key=str) == sorted([SEEN, of_two, replace(late, viewer_id="U0"), late], key=str)
