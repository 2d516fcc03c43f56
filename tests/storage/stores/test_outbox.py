"""What the use cases ask of the outbox: each query checks recipient, nudge, status, day and workspace."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.deliveries import DeliveryStatus, UndeliveredCount
from bot.domain.people.people import ChannelNudge
from bot.storage.database import Database
from bot.storage.outbox.outbox import Outbox
from tests.statements import statements
from tests.storage.stores.sent import (
    ALL,
    FIRST,
    FIRST_DUE,
    MISSED,
    NEW,
    NEWEST,
    NOON,
    OLD,
    OTHER_NUDGE,
    OTHER_PERSON,
    REFUSED,
    SECOND,
    SENT,
    made,
    put,
)  # fmt: skip


@pytest.fixture
async def filled(database: Database) -> Database:
    await put(database, *ALL)
    return database


async def test_what_was_refused_waits_again_unless_another_attempt_was_made_since(database: Database) -> None:
    first, again, sent, other = (
        made(user, 0, status=REFUSED, reason="no", attempts=1) for user in ("U1", "U2", "U3", "U4")
    )
    await put(database, first, replace(again, attempts=2), replace(sent, status=SENT), other)
    async with database.transaction("T1") as transaction:
        for delivery in (first, again, sent):
            await transaction.outbox.put_back(delivery)
        became = [await transaction.outbox.get(delivery.id) for delivery in (first, again, sent, other)]
    states = [(now.status, now.reason) for now in became if now]
    assert states == [(DeliveryStatus.PENDING, ""), (REFUSED, "no"), (SENT, "no"), (REFUSED, "no")]
    async with database.transaction("T2") as transaction:
        elsewhere = await transaction.outbox.get(first.id)
    assert elsewhere is not None
    assert elsewhere.status is REFUSED


async def test_what_waits_becomes_due_unless_it_has_changed_since(database: Database) -> None:
    withheld, waiting, claimed, moved, other = (
        made(f"U{number}", 0, status=DeliveryStatus.PENDING, reason="why") for number in range(5)
    )
    withheld, now = replace(withheld, status=DeliveryStatus.WITHHELD), NOON + timedelta(hours=1)
    there = (replace(claimed, status=DeliveryStatus.SENDING), replace(moved, due_at=NOON + timedelta(days=1)))
    await put(database, withheld, waiting, *there, other)
    async with database.transaction("T1") as transaction:
        for delivery in (withheld, waiting, claimed, moved):
            await transaction.outbox.make_due(delivery, now)
        became = [await transaction.outbox.get(delivery.id) for delivery in (withheld, waiting, *there, other)]
    due = [replace(old, status=DeliveryStatus.PENDING, reason="", due_at=now) for old in (withheld, waiting)]
    assert became == [*due, *there, other]


async def test_those_of_a_recipient_come_newest_first(filled: Database) -> None:
    async with filled.transaction("T1") as transaction:
        outbox = transaction.outbox
        assert await outbox.of("U1", ["hello"]) == [NEWEST, NEW, OLD]
        assert await outbox.of("U1", ["hello", "all_day"], since=SECOND) == [NEWEST, OTHER_NUDGE, NEW]
        assert await outbox.of("U1", ["hello"], status=DeliveryStatus.MISSED) == [MISSED]
        assert await outbox.of("U1", ["hello"], status=None) == [MISSED, NEWEST, NEW, OLD]
        each = await outbox.of_each(["U1", "U2"], ["hello"], since=SECOND, status=SENT)
        assert each == {"U1": [NEWEST, NEW], "U2": [OTHER_PERSON]}
        assert await outbox.of_each(["U2"], ["hello"], since=FIRST, status=SENT) == {"U2": [OTHER_PERSON]}


async def test_the_later_local_date_comes_first_and_of_one_date_what_was_due_later(database: Database) -> None:
    hours = {subject: timedelta(hours=hour) for hour, subject in enumerate(("R1", "R4", "R2", "R3"))}
    late = {subject: replace(made("U1", 1, subject=subject), due_at=NOON + hours[subject]) for subject in sorted(hours)}
    after_a_flight = replace(made("U1", 2), due_at=NOON - timedelta(hours=1))  # from Auckland to Honolulu
    await put(database, *late.values(), after_a_flight)
    async with database.transaction("T1") as transaction:
        newest_first = [after_a_flight, *(late[subject] for subject in ("R3", "R2", "R4", "R1"))]
        assert await transaction.outbox.of("U1", ["hello"]) == newest_first


async def test_a_delivery_is_found_by_its_id_and_by_its_message(database: Database) -> None:
    posted = replace(OLD, ts="1.0")
    await put(database, posted, replace(OTHER_PERSON, ts="1.0"), replace(NEW, ts="2.0"))
    async with database.transaction("T1") as transaction:
        outbox = transaction.outbox
        assert not await outbox.add(OLD)
        assert await outbox.get(OLD.id) == posted
        assert await outbox.get("nothing") is None
        assert await outbox.at("U1", "1.0") == posted
        assert await outbox.at("U1", "2.0") == replace(NEW, ts="2.0")
        assert await outbox.at("U3", "1.0") is None
        assert await outbox.some([OLD.id, "nothing"]) == {OLD.id: posted}
        await outbox.save_content(replace(posted, content_id="p5", why="swapped", reason="not this"))
        assert await outbox.get(OLD.id) == replace(posted, content_id="p5", why="swapped")
        assert (await outbox.some([NEW.id]))[NEW.id].content_id == "p1"


async def test_each_content_has_the_day_of_its_last_time(filled: Database) -> None:
    async with filled.transaction("T1") as transaction:
        last = await transaction.outbox.last_contents(["U1", "U2"], ["hello"], FIRST)
        assert last == {("U1", "hello"): {"p1": NEW.on, "p2": NEWEST.on}, ("U2", "hello"): {"p1": OTHER_PERSON.on}}
        late = await transaction.outbox.last_contents(["U1"], ["hello", "all_day"], OTHER_NUDGE.on)
        assert late == {("U1", "hello"): {"p2": NEWEST.on}, ("U1", "all_day"): {"p3": OTHER_NUDGE.on}}


async def test_what_was_sent_since_a_day_counts_that_day(filled: Database) -> None:
    async with filled.transaction("T1") as transaction:
        outbox = transaction.outbox
        assert await outbox.contents_since("hello", NEWEST.on) == {"p2"}
        assert await outbox.contents_since("hello", FIRST) == {"p1", "p2"}
        assert await outbox.recipients_between("hello", SECOND, OTHER_PERSON.on) == {"U1", "U2"}
        assert await outbox.recipients_between("hello", OTHER_PERSON.on, OTHER_PERSON.on) == {"U2"}
        assert await outbox.recipients_between("hello", MISSED.on, MISSED.on) == set()
        days = await outbox.days(["U1", "U2"], ["hello"], SECOND)
        assert {user_id: sorted(on) for user_id, on in days.items()} == {
            "U1": [NEW.on, NEWEST.on], "U2": [OTHER_PERSON.on]
        }  # fmt: skip
        assert await outbox.days(["U2"], ["hello"], SECOND) == {"U2": [OTHER_PERSON.on]}


@pytest.mark.parametrize(
    ("contents", "since", "number"),
    [(["p1", "p2"], FIRST, 3), (["p1", "p2"], NEW.on, 2), (["p1"], FIRST, 2), (["p3", "p7", "p9"], FIRST, 0)],
    ids=["two contents", "that day and later", "one content", "another nudge's, another workspace's, one that missed"],
)
async def test_how_often_contents_came(filled: Database, contents: list[str], since: date, number: int) -> None:
    async with filled.transaction("T1") as transaction:
        assert await transaction.outbox.contents_of("U1", "hello", contents, since) == number


async def test_whom_a_content_came_back_to(database: Database) -> None:
    again = made("U1", 1, "later", subject=OLD.id)
    planned = made("U2", 4, "later", subject=OTHER_PERSON.id, status=DeliveryStatus.PENDING)
    of_another = made("U3", 1, "later", subject=NEWEST.id)
    await put(database, *ALL, again, planned, of_another)
    async with database.transaction("T1") as transaction:
        assert await transaction.outbox.brought_back("p1") == {"U1"}
        assert await transaction.outbox.brought_back("p2") == {"U3"}


async def test_who_was_told_of_a_subject_and_when_last(database: Database) -> None:
    first, again, other = (made("U1", 0, subject="R1"), made("U1", 1, subject="R1"), made("U2", 1, subject="R1"))
    planned = made("U3", 1, subject="R2", status=DeliveryStatus.PENDING)
    await put(database, again, first, other, planned, made("U2", 2, subject="R3"), made("U5", 1, "other", subject="R1"))
    async with database.transaction("T1") as transaction:
        told = await transaction.outbox.told_of("hello", ["R1", "R2"], ["U1", "U2", "U3"], FIRST)
        assert told == {"R1": {"U1": again.on, "U2": other.on}, "R2": {"U3": planned.on}}
        told = await transaction.outbox.told_of("hello", ["R1"], ["U1", "U5"], again.on)
        assert told == {"R1": {"U1": again.on}}


async def test_what_ended_in_trouble_is_counted_by_how_and_why(database: Database) -> None:
    refused = made("U1", 1, status=REFUSED, reason="is_archived")
    too = made("W2", 2, status=REFUSED, reason="is_archived")
    unconfirmed = made("U3", 3, status=DeliveryStatus.UNCONFIRMED, reason="missing_scope")
    channel = made("C1", 3, status=REFUSED, reason="is_archived")
    await put(database, refused, too, unconfirmed, channel, *ALL)
    async with database.transaction("T1") as transaction:
        outbox = transaction.outbox
        assert await outbox.troubled(too.due_at, ["U1", "W2", "U3", "U2"]) == [MISSED, unconfirmed, too]
        assert await outbox.troubled(FIRST_DUE, ["C1"]) == [channel]
        assert await outbox.undelivered_to_people(refused.due_at) == [
            UndeliveredCount(REFUSED, "is_archived", 2),
            UndeliveredCount(DeliveryStatus.MISSED, "late", 1),
            UndeliveredCount(DeliveryStatus.UNCONFIRMED, "missing_scope", 1),
        ]
        assert await outbox.undelivered_to_people(MISSED.due_at) == [UndeliveredCount(MISSED.status, "late", 1)]
        assert await outbox.trouble_counts(unconfirmed.due_at) == {"unconfirmed": 1, "refused": 1, "missed": 1}


async def test_troubles_of_which_there_are_as_many_stand_by_name_however_they_are_counted(
    postgres_database: Database,
) -> None:
    reasons = ["not_in_channel", "a", "restricted_action", "is_archived", "user_disabled", "b", "msg_too_long"]
    await put(
        postgres_database, *(made("U1", day, status=REFUSED, reason=reason) for day, reason in enumerate(reasons))
    )
    async with postgres_database.connection() as connection:
        for way in ("sort", "incremental_sort"):  # otherwise it happens to count them in this order
            await connection.execute(text(f"SET LOCAL enable_{way} = off"))
        counts = await Outbox(connection, "T1").undelivered_to_people(FIRST_DUE)
    assert [count.reason for count in counts] == sorted(reasons)


async def test_who_is_refused_now(database: Database) -> None:
    reached_again = (made("U1", 0, status=REFUSED, reason="user_disabled"), made("U1", 1))
    refused_again = (made("U2", 0), made("U2", 2, status=REFUSED, reason="user_not_found"))
    others = (made("C1", 2, status=REFUSED), made("W3", 2, status=REFUSED, reason="user_disabled"))
    later = made("U2", 3, status=DeliveryStatus.MISSED)
    at_once = replace(refused_again[1], id="another of that moment", nudge="all_day")
    before = made("U2", 1, status=REFUSED, reason="user_disabled")
    reached = made("U4", 4)
    await put(database, *refused_again, at_once, before, *reached_again, *others, later, reached)
    async with database.transaction("T2") as transaction:
        await transaction.outbox.add(replace(made("U2", 5), workspace_id="T2"))
    async with database.transaction("T1") as transaction:
        refused = sorted(await transaction.outbox.refused_people(FIRST_DUE))
        assert refused == [
            ("U2", "user_not_found", refused_again[1].due_at), ("W3", "user_disabled", others[1].due_at)
        ]  # fmt: skip
        assert sorted(await transaction.outbox.refused_people(refused_again[1].due_at)) == refused
        assert await transaction.outbox.refused_people(later.due_at) == []
    await put(database, made("W3", 4, "after an answer"))
    async with database.transaction("T1") as transaction:  # what reached them then would tell that they had answered
        assert sorted(await transaction.outbox.refused_people(FIRST_DUE, ["after an answer"])) == refused


async def test_when_each_came_last_is_when_it_was_sent(database: Database) -> None:
    late, other = made("C1", 7, sent_at=NOON + timedelta(days=9)), made("C1", 9, "all_day")
    earlier = replace(made("C1", 7, subject="set up"), due_at=NOON + timedelta(days=6))
    await put(database, made("C1", 6), late, earlier, made("C1", 12, status=DeliveryStatus.MISSED), other)
    async with database.transaction("T2") as transaction:
        await transaction.outbox.add(replace(made("C1", 11), workspace_id="T2"))
    keys = (("C1", "hello"), ("C1", "all_day"), ("C1", "never"), ("C2", "hello"))
    for workspace_id in ("T1", "T2"):
        async with database.transaction(workspace_id) as transaction:
            for key in keys:
                nudge = ChannelNudge(workspace_id, *key, NOON.time(), frozenset(), zone="", set_by="U1")
                await transaction.channels.save(nudge)
    async with database.transaction("T1") as transaction:
        last = {("C1", "hello"): late.sent_at, ("C1", "all_day"): other.due_at}
        assert await transaction.outbox.last_sent(["C1", "C2"]) == last
        assert await transaction.outbox.last_sent(["C2"]) == {}


async def test_what_came_due_lately_is_counted_without_reading_what_came_before(sqlite_database: Database) -> None:
    async with sqlite_database.transaction("T1") as transaction:
        with statements() as asked:
            assert await transaction.outbox.trouble_counts(datetime(2026, 11, 1, tzinfo=UTC)) == {}
    async with sqlite_database.connection() as connection:
        given = ("x",) * asked[0].count("?")
        plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}", given)).all()
    assert "(status=? AND workspace_id=? AND due_at>?)" in str(plan)
