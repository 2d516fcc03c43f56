"""Where somebody has rows under two ids, one of each stays, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Membership, TeamMember
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.prompts.answers import PromptReply
from bot.domain.time.schedule import DAY as ONE_DAY
from bot.domain.time.schedule import Pause
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.storage.cases import CHECKIN, DAY, NOW, PERSON, PLAN, PRACTICE, RIDE

LATER = NOW + timedelta(hours=1)


async def rename(database: Database, former_id: str = "U1", user_id: str = "W1") -> int:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.identities.add(former_id, user_id)
        return await transaction.renaming.of_person(former_id, user_id)


@pytest.mark.parametrize("newer", ["U1", "W1"])
async def test_of_two_answers_the_newer_one_stays(database: Database, newer: str) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        for user_id in ("U1", "W1"):
            at, answer = (LATER, CheckInAnswer.LED) if user_id == newer else (NOW, CheckInAnswer.MANAGED)
            await transaction.checkins.save(replace(CHECKIN, user_id=user_id, at=at, answer=answer))
            reply = PromptReply.DONE if user_id == newer else PromptReply.NOT_FOR_ME
            await transaction.answers.save(replace(PRACTICE, user_id=user_id, at=at, reply=reply))
    await rename(database)
    async with database.transaction("T1") as transaction:
        checkin = await transaction.checkins.get("W1", DAY)
        practice = await transaction.answers.get("W1", "d1")
        assert (checkin and checkin.answer, practice and practice.reply) == (CheckInAnswer.LED, PromptReply.DONE)
        assert await transaction.checkins.get("U1", DAY) is None


@pytest.mark.parametrize(
    ("former", "now", "stays"),
    [
        (Membership.DECLINED, Membership.ACCEPTED, Membership.DECLINED),
        (Membership.ACCEPTED, Membership.DECLINED, Membership.DECLINED),
        (Membership.NAMED, Membership.DECLINED, Membership.DECLINED),
        (Membership.NAMED, Membership.ACCEPTED, Membership.ACCEPTED),
        (Membership.ACCEPTED, Membership.NAMED, Membership.ACCEPTED),
        (Membership.NAMED, Membership.NAMED, Membership.NAMED),
    ],
)
async def test_a_no_stays_a_no(
    database: Database,  # noqa: F811 - the fixture
    former: Membership,
    now: Membership,
    stays: Membership,
) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U9", "U1", former))
        await transaction.teams.save(TeamMember("U9", "W1", now))
    await rename(database)
    async with database.transaction("T1") as transaction:
        assert await transaction.teams.of_leader("U9") == [TeamMember("U9", "W1", stays)]


@pytest.mark.parametrize("open_ended", ["U1", "W1", ""])
async def test_the_longer_pause_stays(database: Database, open_ended: str) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        for user_id, days in (("U1", 3), ("W1", 5)):
            await transaction.people.save(replace(PERSON, user_id=user_id))
            last = None if user_id == open_ended else DAY + days * ONE_DAY
            await transaction.people.pause(user_id, Pause(DAY, last))
    await rename(database)
    async with database.transaction("T1") as transaction:
        person = await transaction.people.get("W1")
        assert person is not None
        assert person.pauses == (Pause(DAY, None if open_ended else DAY + 5 * ONE_DAY),)


@pytest.mark.parametrize("sent", ["U1", "W1"])
async def test_of_one_slot_the_message_that_was_sent_stays(database: Database, sent: str) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        for user_id in ("U1", "W1"):
            status = DeliveryStatus.SENT if user_id == sent else DeliveryStatus.MISSED
            slot = Delivery.of_slot("T1", user_id, "prompt_person", "", DAY, NOW, status=status)
            await transaction.outbox.add(slot)
            await transaction.schedules.save(replace(PLAN, recipient=user_id))
    await rename(database)
    async with database.transaction("T1") as transaction:
        (delivery,) = await transaction.outbox.of("W1", ["prompt_person"], status=None)
        assert delivery.id == Delivery.of_slot("T1", sent, "prompt_person", "", DAY, NOW).id
        assert len(await transaction.schedules.of("W1")) == 1


async def test_only_one_side_of_a_call_may_have_the_new_id(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.ridealongs.save(RIDE)
    await rename(database, "U2", "W2")
    async with database.transaction("T1") as transaction:
        (ride,) = await transaction.ridealongs.of("U1", NOW - timedelta(days=1))
        assert (ride.leader_id, ride.salesperson_id, ride.confirmed_by) == ("U1", "W2", frozenset({"U1", "W2"}))
    await rename(database, "U1", "W1")
    async with database.transaction("T1") as transaction:
        assert [ride.id for ride in await transaction.ridealongs.of("W2", NOW - timedelta(days=1))] == ["r1"]
        (ride,) = await transaction.ridealongs.of("W1", NOW - timedelta(days=1))
        assert (ride.planned_by, ride.confirmed_by) == ("W1", frozenset({"W1", "W2"}))


async def test_nobody_has_a_call_with_themselves(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.ridealongs.save(replace(RIDE, salesperson_id="W1"))
        await transaction.teams.save(TeamMember("U1", "W1"))
    await rename(database)
    async with database.transaction("T1") as transaction:
        assert await transaction.ridealongs.of("W1", NOW - timedelta(days=1)) == []
        assert await transaction.teams.of_leader("W1") == []


async def test_other_workspaces_and_other_people_keep_theirs(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T2") as transaction:
        await transaction.checkins.save(CHECKIN)
    async with database.transaction("T1") as transaction:
        await transaction.checkins.save(replace(CHECKIN, user_id="U11"))
        await transaction.schedules.save(replace(PLAN, recipient="U11", subject="U11 1"))
    assert await rename(database) == 0
    async with database.transaction("T2") as transaction:
        assert await transaction.checkins.get("U1", DAY) == CHECKIN


async def test_a_second_time_there_is_nothing(database: Database) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.people.save(PERSON)
        await transaction.schedules.save(replace(PLAN, subject="U1 1"))
    assert await rename(database) == 3
    assert await rename(database) == 0


async def test_former_ids_lead_on(database: Database) -> None:  # noqa: F811 - the fixture
    await rename(database, "U1", "U5")
    await rename(database, "U5", "W1")
    async with database.transaction("T1") as transaction:
        assert await transaction.identities.all() == {"U1": "W1", "U5": "W1"}


@pytest.mark.parametrize("kept_under", [("U1", "U2"), ("W1", "U2"), ("U1", "W2"), ("W1", "W2")], ids=" ".join)
async def test_what_outlasts_a_deletion_is_found_under_every_id(
    database: Database,  # noqa: F811 - the fixture
    kept_under: tuple[str, str],
) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.DECLINED, *kept_under, at=NOW)
        await transaction.safeguards.put(SafeguardKind.REACHED, kept_under[0], at=NOW, number=2)
        await transaction.safeguards.keep_cohort(kept_under[0], [kept_under[1], "U3", "U4"], NOW)
        await transaction.identities.add("U1", "W1")
        await transaction.identities.add("U2", "W2")
    async with database.transaction("T1") as transaction:
        safeguards = transaction.safeguards
        assert await safeguards.holds(SafeguardKind.DECLINED, "W1", "W2")
        assert await safeguards.cohorts("W1", ["W2", "U3", "U4"], NOW) == [frozenset({"W2", "U3", "U4"})]
        await safeguards.put(
            SafeguardKind.REACHED, "W1", at=NOW, number=1 + await safeguards.number(SafeguardKind.REACHED, "W1")
        )
        assert await safeguards.number(SafeguardKind.REACHED, "W1") == 3
        await safeguards.lift(SafeguardKind.DECLINED, "W1", "W2")
        assert not await safeguards.holds(SafeguardKind.DECLINED, "W1", "W2")


async def test_figures_count_somebody_with_two_ids_once(database: Database) -> None:  # noqa: F811 - the fixture
    table: Any = metadata.tables["counted"]
    async with database.connection() as connection:
        for user_id in ("U1", "W1", "U3"):
            row = {"workspace_id": "T1", "kind": "views", "scope": "round", "user_id": user_id}
            await connection.execute(insert(table).values(row))
        await connection.commit()
    await rename(database)
    async with database.connection() as connection:
        assert {row.user_id for row in await connection.execute(select(table))} == {"W1", "U3"}


@pytest.mark.parametrize("names", [("U1", "U12"), ("U12",), ("xU1",)], ids=" ".join)
async def test_only_the_lists_that_have_them_are_written(database: Database, names: tuple[str, ...]) -> None:  # noqa: F811 - the fixture
    async with database.transaction("T1") as transaction:
        await transaction.checkins.save(replace(CHECKIN, user_id="U3", developed=names))
        assert await transaction.export.named("U1") == ("U1" in names)
    assert await rename(database) == ("U1" in names)
    async with database.transaction("T1") as transaction:
        kept = await transaction.checkins.get("U3", DAY)
        assert kept is not None
        assert kept.developed == tuple("W1" if name == "U1" else name for name in names)
        await transaction.erasure.of_person("W1")
        kept = await transaction.checkins.get("U3", DAY)
        assert kept is not None
        assert kept.developed == tuple(name for name in names if name != "U1")
