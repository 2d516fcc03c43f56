"""What is claimed, and in what order, without a database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryStatus
from bot.storage.outbox.results import Result
from bot.storage.outbox.witness import ClaimWitness
from content.models import Library
from tests.delivery.beats import pulse
from tests.delivery.claiming import LEASE, WALL, World, ids
from tests.delivery.fakes import NOON, pending
from tests.fakes import MovableClock


async def test_what_is_claimed_is_composed_and_answered_for_before_the_commit(
    library: Library, clock: MovableClock
) -> None:
    world = World(library, clock, *(pending(number) for number in range(3)))
    await world.commit_loss.beat()
    at_commit: list[list[str]] = []
    world.database.at_commit = lambda: at_commit.append(sorted(world.in_flight))
    number, posts = await world.claim(limit=2)
    assert (number, ids(posts), at_commit[0]) == (2, ["T1-0", "T1-1"], ["T1-0", "T1-1"])
    assert world.database.claimed == [{"workspace_id": "T1", "owner": "me", "due": NOON, "at": WALL, "limit": 2}]
    assert world.loaded == [("T1", ["T1-0", "T1-1"], NOON)]
    assert all(post.lease is LEASE for post in posts)
    assert [post.message.text for post in posts] == ["Hello UT1-0", "Hello UT1-1"]
    assert world.database.pulse.asked_first == []
    assert world.recorded.added == []


async def test_where_nothing_is_claimed_nothing_is_loaded(library: Library, clock: MovableClock) -> None:
    world = World(library, clock)
    assert await world.claim() == (0, [])
    assert (world.loaded, world.database.opened) == ([], 2)  # the beat, and the claim


async def test_who_shares_workspaces_claims_under_its_own_lease_alone(library: Library, clock: MovableClock) -> None:
    world = World(library, clock, pending(1))
    world.database.pulse.leases = {("T2", "me"), ("T1", "another")}
    assert await world.claim(leased=True) == (0, [])
    assert world.database.held["T1-1"].status is DeliveryStatus.PENDING
    world.database.pulse.leases = {("T1", "me")}
    assert ids((await world.claim(leased=True))[1]) == ["T1-1"]


async def test_what_may_have_been_sent_already_is_put_in_doubt_first(library: Library, clock: MovableClock) -> None:
    world = World(library, clock)
    world.database.pulse.held = pulse(ask_until=NOON - timedelta(hours=1))
    await world.claim()
    assert world.database.pulse.asked_first == [("T1", NOON - timedelta(hours=1))]


async def test_a_claim_is_told_to_the_witness_once_it_is_committed_and_an_empty_one_is_not(
    library: Library, clock: MovableClock, tmp_path: Path
) -> None:
    witness = ClaimWitness(f"{tmp_path}/some.sqlite3", "boot")
    world = World(library, clock, pending(1), witness=witness)
    before: list[int | None] = []
    world.database.at_commit = lambda: before.append(kept.number if (kept := witness.read()) else None)
    for number in (9, 9):
        await world.claim()
        kept = witness.read()
        assert kept is not None
        assert (kept.number, world.database.pulse.held and world.database.pulse.held.number) == (number, number)
    assert before == [None, 8, 9, 9]  # the beat, the claim, what its words need, and the empty claim


@pytest.mark.parametrize("error", [ConnectionError("the answer to the commit was lost"), asyncio.CancelledError()])
async def test_who_does_not_know_of_a_commit_answers_for_nothing(
    library: Library, clock: MovableClock, error: BaseException
) -> None:
    def lost() -> None:
        raise error

    world = World(library, clock, pending(1))
    await world.commit_loss.beat()
    world.database.at_commit = lost
    with pytest.raises(type(error)):
        await world.claim()
    assert not world.in_flight


async def test_recipients_get_one_after_the_other_each_under_the_hold_it_was_claimed_under(
    library: Library, clock: MovableClock
) -> None:
    same = [replace(pending(number, recipient="U1"), subject=str(number)) for number in range(3)]
    world = World(library, clock, *same, pending(8), pending(9, "T2", recipient="U1"))
    number, posts = await world.claim()
    assert (number, ids(posts)) == (4, ["T1-0", "T1-8"])
    assert ids((await world.claim("T2"))[1]) == ["T2-9"]
    clock.move(minutes=1)
    for delivery_id, done in (("T1-1", same[0]), ("T1-2", same[1])):
        (post,) = await world.claims.next_for([pending(8), done])
        assert (post.delivery.id, post.lease is LEASE) == (delivery_id, True)
    assert world.loaded[-1] == ("T1", ["T1-2"], NOON + timedelta(minutes=1))
    world.database.held["T1-7"] = replace(pending(7, recipient="U1"), subject="7")
    assert await world.claim() == (1, [])
    assert ids(await world.claims.next_for([same[2]])) == ["T1-7"]
    assert await world.claims.next_for([same[2]]) == []
    world.database.held["T1-6"] = replace(pending(6, recipient="U1"), subject="6")
    assert ids((await world.claim())[1]) == ["T1-6"]


async def test_what_waits_behind_another_is_given_back_workspace_by_workspace(
    library: Library, clock: MovableClock
) -> None:
    held = [replace(pending(n, team, recipient="U1"), subject=str(n)) for team in ("T1", "T2") for n in range(3)]
    world = World(library, clock, *held)
    for team in ("T1", "T2"):
        await world.claim(team)
    assert [delivery.id for delivery in world.claims.drop_behind("T1")] == ["T1-1", "T1-2"]
    assert world.claims.drop_behind("T1") == []
    assert await world.claims.next_for(held[:1]) == []
    assert ids(await world.claims.next_for(held[3:4])) == ["T2-1"]


async def test_all_whose_turn_has_come_get_their_next_one(library: Library, clock: MovableClock) -> None:
    held = [replace(pending(n, recipient=f"U{n % 2}"), subject=str(n)) for n in range(4)]
    world = World(library, clock, *held)
    await world.claim()
    for number in (4, 5):
        world.database.held[f"T1-{number}"] = replace(pending(number, recipient=f"U{number % 2}"), subject=str(number))
    posts, claimed = await asyncio.gather(world.claims.next_for(held[:2]), world.claim())
    assert ids(posts) == ["T1-2", "T1-3"]
    assert claimed == (2, [])  # they wait for those being composed at the same moment


async def test_one_whose_facts_cannot_be_loaded_stops_no_other(library: Library, clock: MovableClock) -> None:
    same = [replace(pending(number, recipient="U1"), subject=str(number)) for number in range(2)]
    world = World(library, clock, *same, pending(8), replace(pending(9, recipient="U1"), subject="9"))
    world.fails = lambda ids: LookupError("no such fact") if "T1-8" in ids else None
    with capture_logs() as lines:
        assert ids((await world.claim())[1]) == ["T1-0"]
    assert [loaded for _, loaded, _ in world.loaded] == [["T1-0", "T1-8"], ["T1-0"], ["T1-8"]]
    (failed,) = world.recorded.added
    (reference,) = [line["reference"] for line in lines if line["event"] == "facts_failed"]
    assert failed.result == Result("T1", "T1-8", DeliveryStatus.REFUSED, f"error {reference}")
    assert len(reference) == 8


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ConnectionRefusedError("nobody listens"), id="nobody listens"),
        pytest.param(DBAPIError(None, None, Exception("too many clients already")), id="it takes no more connections"),
    ],
)
async def test_where_the_database_goes_away_all_go_back(
    library: Library, clock: MovableClock, error: Exception
) -> None:
    same = [replace(pending(number, recipient="U1"), subject=str(number)) for number in range(2)]
    world = World(library, clock, *same, pending(8))
    world.fails = lambda _: error
    with pytest.raises(type(error)):
        await world.claim()
    back = [record.result for record in world.recorded.added]
    assert back == [Result("T1", one, DeliveryStatus.PENDING) for one in ("T1-0", "T1-8")]
    with capture_logs() as lines:
        assert await world.claims.next_for(same[:1]) == []
    assert [line["event"] for line in lines] == ["next_failed"]
    assert world.recorded.added[-1].result == Result("T1", "T1-1", DeliveryStatus.PENDING)
