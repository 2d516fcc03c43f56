"""Where somebody may be mentioned: what is between two people makes them contacts, in their workspace alone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Membership, TeamMember
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.storage.database import Database
from bot.storage.privacy.traces import PersonTraces
from bot.storage.tables import asked_questions, coaching_moments, disclosures, feedback_rounds
from bot.storage.transaction import Transaction
from tests.databases import database  # noqa: F401 - the same on both databases
from tests.storage.cases import CHECK, CHECKIN, DAY, NOW, PERSON, RIDE

Put = Callable[[Transaction, str, str], Awaitable[None]]


async def team(transaction: Transaction, one_id: str, other_id: str) -> None:
    await transaction.teams.save(TeamMember(one_id, other_id, Membership.ACCEPTED))


async def ride(transaction: Transaction, one_id: str, other_id: str) -> None:
    await transaction.ridealongs.save(replace(RIDE, leader_id=one_id, salesperson_id=other_id))


async def checkin(transaction: Transaction, one_id: str, other_id: str) -> None:
    await transaction.checkins.save(replace(CHECKIN, user_id=one_id, developed=(other_id,)))


async def selfcheck(transaction: Transaction, one_id: str, other_id: str) -> None:
    await transaction.selfchecks.save(replace(CHECK, user_id=one_id, team=(other_id,)))


def row(table: object, **values: object) -> Put:
    async def put(transaction: Transaction, one_id: str, other_id: str) -> None:
        ids = {name: {"one": one_id, "other": other_id}.get(str(value), value) for name, value in values.items()}
        ids |= {name: (other_id,) for name, value in values.items() if value == ["other"]}
        connection = transaction.people._connection
        await connection.execute(insert(table).values({"workspace_id": "T1"} | ids))  # type: ignore[arg-type]  # a table

    return put


BETWEEN = {
    "a team": team,
    "a call": ride,
    "whom a check-in names": checkin,
    "whom a self-check is about": selfcheck,
    "a moment": row(
        coaching_moments,
        id="m1",
        author_id="one",
        salesperson_id="other",
        at=NOW,
        channel_id="C1",
        ts="1",
        text_sealed="",
    ),
    "a question": row(asked_questions, leader_id="one", salesperson_id="other", question="q", on=DAY),
    "what was shown": row(disclosures, author_id="one", subject="r1", viewer_id="other", on=DAY, at=NOW),
    "a round": row(
        feedback_rounds, id="f1", leader_id="one", invited=["other"], opened_at=NOW, closes_at=NOW, count=0, sums={}
    ),
}


async def traces(database: Database, user_id: str = "U1", workspace: str = "T1") -> PersonTraces:  # noqa: F811 - the fixture
    async with database.transaction(workspace) as transaction:
        return await transaction.traces.of_person(user_id, NOW, set_up="channel_set_up")


@pytest.mark.parametrize("way", [("U1", "U2"), ("U2", "U1")], ids=["theirs", "the other's"])
@pytest.mark.parametrize("between", BETWEEN)
async def test_what_is_between_two_makes_each_a_contact_of_the_other(
    database: Database,  # noqa: F811 - the fixture
    between: str,
    way: tuple[str, str],
) -> None:
    async with database.transaction("T1") as transaction:
        await BETWEEN[between](transaction, *way)
    assert (await traces(database)).contacts == {"U2"}
    assert (await traces(database, "U3")).contacts == set()
    assert (await traces(database, workspace="T2")).contacts == set()


async def test_admins_are_contacts_of_everybody_and_nobody_of_themselves(database: Database) -> None:  # noqa: F811 - as above
    async with database.transaction("T1") as transaction:
        await transaction.people.save(PERSON)
        await transaction.people.save(replace(PERSON, user_id="U2", is_admin=False))
    assert (await traces(database, "U2")).contacts == {"U1"}
    assert (await traces(database, "U1")).contacts == set()


@pytest.mark.parametrize(
    ("state", "begins", "is_to_come"),
    [
        pytest.param(RideAlongState.PLANNED, 1, True, id="planned"),
        pytest.param(RideAlongState.CONFIRMED, 0, False, id="begun"),
        pytest.param(RideAlongState.CANCELLED, 1, False, id="cancelled"),
    ],
)
async def test_a_call_is_to_come_until_it_begins_or_is_cancelled(
    database: Database,  # noqa: F811 - the fixture
    state: RideAlongState,
    begins: int,
    is_to_come: bool,
) -> None:
    call = replace(RIDE, state=state, starts_at=NOW + timedelta(minutes=begins))
    async with database.transaction("T1") as transaction:
        await transaction.ridealongs.save(call)
    for user_id in ("U1", "U2"):
        assert (await traces(database, user_id)).to_come == ({"r1"} if is_to_come else set())
    assert (await traces(database, "U3")).to_come == set()


async def test_only_what_stands_in_slack_or_may_is_a_trace(database: Database) -> None:  # noqa: F811 - as above
    made = Delivery.of_slot("T1", "U1", "checkin", "", DAY, NOW)
    states = {
        DeliveryStatus.SENT: "1.0",
        DeliveryStatus.SENDING: "",
        DeliveryStatus.MISSED: "",
        DeliveryStatus.IN_DOUBT: "",
    }
    async with database.transaction("T1") as transaction:
        for number, (status, ts) in enumerate(states.items()):
            sent = replace(
                made, id=f"d{number}", subject=f"U3 {number}", status=status, ts=ts, channel_id="D1" if ts else ""
            )
            await transaction.outbox.add(sent)
        own = replace(made, id="d8", subject="U1", status=DeliveryStatus.SENT, ts="2.0", channel_id="D1")
        await transaction.outbox.add(own)  # it is about its reader, and entirely theirs
        assert await transaction.traces.conversations(["U1", "U2"]) == {"U1": "D1"}
        await transaction.outbox.add(replace(made, id="d9", recipient="U5", status=DeliveryStatus.PENDING))
        assert await transaction.traces.conversations(["U2", "U5"]) == {}
    theirs = await traces(database)
    assert {delivery.status for delivery in theirs.own} == {
        DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT,
    }  # fmt: skip
    assert theirs.is_leaving
    assert theirs.about == []
    others = await traces(database, "U3")
    assert len(others.about) == 3
    assert others.is_leaving
    assert others.contacts == {"U1"}
    assert not (await traces(database, "U2")).is_leaving


async def test_contacts_of_every_kind_come_together(database: Database) -> None:  # noqa: F811 - as above
    async with database.transaction("T1") as transaction:
        await team(transaction, "U1", "U2")
        await checkin(transaction, "U1", "U3")
        await selfcheck(transaction, "U1", "U4")
        await checkin(transaction, "U5", "U1")
    assert (await traces(database)).contacts == {"U2", "U3", "U4", "U5"}
