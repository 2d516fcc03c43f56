"""Where in Slack somebody stands in messages of ours. On both databases."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.storage.database import Database
from bot.storage.privacy.traces import PersonTraces
from bot.storage.tables import deliveries, feedback_rounds, metadata, own_content, people, ridealongs
from tests.databases import database
from tests.storage.privacy.columns import BETWEEN_TWO, LISTING
from tests.storage.rows import NOW, RowOf, put, row

__all__ = ["database"]
SET_UP = "channel_set_up"


async def traces(database: Database) -> PersonTraces:
    """Those of U1 in T1."""
    async with database.transaction("T1") as transaction:
        return await transaction.traces.of_person("U1", NOW, set_up=SET_UP)


def delivery(key: str, workspace_id: str = "T1", **given: Any) -> RowOf:
    """A message that stands in Slack."""
    return row(deliveries, key, workspace_id, **({"recipient": "U2", "status": DeliveryStatus.SENT} | given))


async def test_what_they_got_and_what_others_got_about_them(database: Database) -> None:
    await put(database, [row(ridealongs, "x", id="r1", salesperson_id="U1", leader_id="U2")])
    await put(database, [row(feedback_rounds, "x", id="R1", leader_id="U1"), row(own_content, "p1", team_of="U1")])
    await put(database, [row(own_content, "p2", team_of="U2")])
    await put(
        database,
        [
            delivery("own", recipient="U1"),
            delivery("own about them", recipient="U1", subject="r1"),
            delivery("about them", subject="later U1"),
            delivery("about a call", subject="r1", recipient="U3"),
            delivery("about a round", subject="R1"),
            delivery("a prompt of theirs", content_id="p1"),
            delivery("set up", nudge=SET_UP, recipient="C1"),
            delivery("something else", subject="r2", content_id="p2"),
            delivery("elsewhere", "T2", recipient="U1", subject="r1", nudge=SET_UP, content_id="p1"),
        ],
    )
    found = await traces(database)
    assert {each.id for each in found.own} == {"own", "own about them"}
    assert {each.id for each in found.about} == {"about them", "about a call", "about a round", "a prompt of theirs"}
    assert {each.id for each in found.set_up} == {"set up"}
    assert found.contacts == {"U2", "U3"}


async def test_what_others_got_about_more_calls_than_are_asked_for_at_once(database: Database) -> None:
    calls = [f"r{number}" for number in range(1100)]
    await put(database, (row(ridealongs, "x", id=call, leader_id="U1") for call in calls))
    await put(database, (delivery(call, subject=call) for call in calls))
    assert {each.id for each in (await traces(database)).about} == set(calls)


@pytest.mark.parametrize(
    ("status", "ts", "stands", "leaves"),
    [
        (DeliveryStatus.SENT, "1.2", True, False),
        (DeliveryStatus.SENDING, "", True, True),
        (DeliveryStatus.IN_DOUBT, "", True, True),
        (DeliveryStatus.PENDING, "", False, False),
        (DeliveryStatus.MISSED, "", False, False),
    ],
)
@pytest.mark.parametrize("recipient", ["U1", "U2"])
async def test_a_message_that_stands_in_slack_or_may(
    database: Database, status: DeliveryStatus, ts: str, stands: bool, leaves: bool, recipient: str
) -> None:
    await put(database, [delivery("d", status=status, ts=ts, subject="U1", recipient=recipient)])
    found = await traces(database)
    assert (bool(found.own or found.about), found.is_leaving) == (stands, leaves)


async def test_those_with_whom_there_is_something_between(database: Database) -> None:
    expected = set[str]()
    for number, (name, columns) in enumerate(BETWEEN_TWO.items()):
        for mine, theirs in (columns, columns[::-1]):
            contact = f"U{number}{mine[:3]}"
            for workspace_id, end in (("T1", ""), ("T2", "2")):
                given = {mine: "U1", theirs: contact + end}
                await put(database, [row(metadata.tables[name], contact, workspace_id, **given)])
            await put(database, [row(metadata.tables[name], f"others{mine[:3]}", **{mine: "U8", theirs: "U9"})])
            expected.add(contact)
    assert (await traces(database)).contacts == expected


async def test_those_whom_they_list_and_who_list_them(database: Database) -> None:
    expected = set[str]()
    for name, (author, listed) in LISTING.items():
        mine, theirs = f"L{listed}", f"A{listed}"
        for workspace_id, end in (("T1", ""), ("T2", "2")):
            for key, who, names in (
                ("k1", "U1", (mine + end, "U1")),
                ("k2", theirs + end, ("U8", "U1")),
                ("k3", "U9", ("U8",)),
            ):
                await put(database, [row(metadata.tables[name], key, workspace_id, **{author: who, listed: names})])
        expected |= {mine, theirs}
    assert (await traces(database)).contacts == expected


async def test_admins_read_of_everybody(database: Database) -> None:
    await put(database, [row(people, "U2", is_admin=True), row(people, "U1", is_admin=True), row(people, "U3")])
    await put(database, [row(people, "U4", "T2", is_admin=True)])
    assert (await traces(database)).contacts == {"U2"}


async def test_calls_with_them_that_are_to_come(database: Database) -> None:
    def call(key: str, workspace_id: str = "T1", **given: Any) -> RowOf:
        later = {"starts_at": NOW + timedelta(seconds=1), "state": RideAlongState.CONFIRMED, "leader_id": "U1"}
        return row(ridealongs, key, workspace_id, **(later | given))

    await put(
        database,
        [
            call("led"),
            call("their own", leader_id="U2", salesperson_id="U1"),
            call("over", starts_at=NOW),
            call("off", state=RideAlongState.CANCELLED),
            call("another's", leader_id="U2"),
            call("elsewhere", "T2"),
        ],
    )
    assert (await traces(database)).to_come == {"led", "their own"}


async def test_the_conversations_in_which_we_wrote_to_people(database: Database) -> None:
    await put(
        database,
        [
            delivery("d1", recipient="U1", channel_id="D1"),
            delivery("d2", recipient="U1", channel_id=""),
            delivery("d3", recipient="U2", channel_id="D2"),
            delivery("d4", recipient="U3", channel_id="D3"),
            delivery("d5", recipient="U4", channel_id=""),
            delivery("d6", "T2", recipient="U1", channel_id="D9"),
        ],
    )
    async with database.transaction("T1") as transaction:
        assert await transaction.traces.conversations(["U1", "U2", "U4"]) == {"U1": "D1", "U2": "D2"}
