"""Doubts where Slack gives one page of 15 messages of history a minute, as to apps outside its Marketplace."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from math import ceil

import pytest

from bot.delivery.history_scans import CLOCKS_DIFFER, REMEMBERED, HistoryScans
from bot.delivery.in_flight import InFlight
from bot.delivery.reconciler import Reconciler, ReconcilerTuning
from bot.delivery.results import nothing
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.slack.history import CannotAsk, HistoryAnswer, HistoryPlace, Page
from bot.slack.outcomes import NotNow, Unknown, Wait
from bot.storage.database import Database
from tests.delivery.fakes import NOON, all_of, pending, put, statuses
from tests.fakes import MovableClock

EVERY, ITEMS = 60.0, 15
GRACE = 35.0


@dataclass
class LimitedSlack:
    """Slack's history under a limit. `messages`: the delivery ids in each conversation, newest first, "" for those of
    others. `answers` come first, whatever is asked.
    """

    steady: list[float]
    messages: dict[str, list[str]] = field(default_factory=dict)
    answers: list[HistoryAnswer] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    refused: int = 0
    since: list[HistoryPlace] = field(default_factory=list)
    next_at: Counter[str] = field(default_factory=Counter)

    async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:
        """A page, or how long to wait for one."""
        now = self.steady[0]
        if self.answers:
            return self.answers.pop(0)
        if now < self.next_at[workspace_id]:
            self.refused += 1
            return Wait(ceil(self.next_at[workspace_id] - now))
        self.next_at[workspace_id] = int(now + EVERY)
        self.pages.append(place.recipient)
        self.since.append(place)
        start = int(place.cursor or 0)
        ids = self.messages.get(place.recipient, [])
        cursor = str(start + ITEMS) if start + ITEMS < len(ids) else ""
        return Page(place.recipient, {one: f"9.{one}" for one in ids[start : start + ITEMS] if one}, cursor)


class World:
    """A reconciler over a limited Slack, and a clock that moves to whenever it asks for next."""

    def __init__(self, database: Database, clock: MovableClock, give_up: float = 6 * 3600.0) -> None:
        self.steady = [1000.0]
        self.slack = LimitedSlack(self.steady)
        self._database = database
        self.reconciler = Reconciler(
            database, self.slack, InFlight(), ReconcilerTuning(GRACE, alone=GRACE, give_up=give_up), Metrics(),
            on_found=nothing, clock=clock, steady=lambda: self.steady[0],
        )  # fmt: skip

    async def doubt(self, deliveries: Sequence[Delivery]) -> None:
        """Put these deliveries in doubt."""
        await put(self._database, *(replace(delivery, status=DeliveryStatus.IN_DOUBT) for delivery in deliveries))

    async def settle(self, *workspace_ids: str) -> float:
        """Settle until nothing is in doubt. Returns how many seconds that took."""
        began = self.steady[0]
        while (wait := await self.reconciler.settle(workspace_ids)) is not None:
            self.steady[0] += wait
        return self.steady[0] - began


@pytest.fixture
def world(sqlite_database: Database, clock: MovableClock) -> World:
    return World(sqlite_database, clock)


def in_conversation(number: int, recipient: str) -> Delivery:
    """A delivery to a channel."""
    return replace(pending(number, recipient=recipient), subject=str(number))


async def test_200_doubts_in_20_conversations_settle_in_as_many_minutes_as_they_have_pages(
    sqlite_database: Database, world: World
) -> None:
    doubts = [in_conversation(number, f"C{number % 20}") for number in range(200)]
    await world.doubt(doubts)
    arrived = {delivery.id for delivery in doubts if int(delivery.subject) % 3}
    for channel in {delivery.recipient for delivery in doubts}:
        ours = [one.id for one in doubts if one.recipient == channel and one.id in arrived]
        world.slack.messages[channel] = [""] * (30 - len(ours)) + ours

    took = await world.settle("T1")

    became = await all_of(sqlite_database)
    assert {one for one in became if became[one].status is DeliveryStatus.SENT} == arrived
    assert await statuses(sqlite_database) == {
        DeliveryStatus.SENT: len(arrived),
        DeliveryStatus.PENDING: 200 - len(arrived),
    }
    assert Counter(world.slack.pages) == {f"C{number}": 2 for number in range(20)}  # 30 messages, 15 a page
    assert len(set(world.slack.pages[:20])) == 20  # each has its first page before any has its second
    assert world.slack.refused <= 1 + took / REMEMBERED  # each slows the pace for a while
    assert took <= GRACE + 40 * (EVERY + 1)


async def test_a_conversation_ends_with_the_page_that_has_its_last_doubt(world: World) -> None:
    await world.doubt([in_conversation(1, "C1")])
    world.slack.messages["C1"] = ["", "T1-1"] + [""] * 500

    assert await world.settle("T1") == GRACE
    assert world.slack.pages == ["C1"]


async def test_a_busy_conversation_is_given_up_with_a_reason_and_holds_nobody_up(
    sqlite_database: Database, clock: MovableClock
) -> None:
    world = World(sqlite_database, clock, give_up=3600.0)
    await world.doubt([in_conversation(1, "C1"), in_conversation(2, "C2")])
    world.slack.messages = {"C1": [""] * 10_000, "C2": [""] * 20}

    took = await world.settle("T1")

    became = await all_of(sqlite_database)
    assert (became["T1-1"].status, became["T1-1"].reason) == (DeliveryStatus.UNCONFIRMED, "history_limited")
    assert became["T1-2"].status is DeliveryStatus.PENDING
    assert world.slack.pages[:4].count("C2") == 2
    assert 3600.0 <= took <= 3600.0 + EVERY + 1


async def test_workspaces_do_not_wait_for_each_other(sqlite_database: Database, world: World) -> None:
    await world.doubt([pending(n, workspace) for workspace in ("T1", "T2", "T3") for n in range(3)])

    assert await world.settle("T1", "T2", "T3") <= GRACE + 3 * (EVERY + 1)
    assert await statuses(sqlite_database) == {DeliveryStatus.PENDING: 9}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Wait(7.0), id="limited"),
        pytest.param(NotNow("HTTP 502", 5.0), id="for now"),
        pytest.param(Unknown("a_word_of_2027"), id="unknown"),
        pytest.param(CannotAsk("invalid_cursor"), id="a cursor that is over"),
    ],
)
async def test_what_passes_is_asked_again(sqlite_database: Database, world: World, answer: HistoryAnswer) -> None:
    await world.doubt([pending(1)])
    world.slack.answers = [answer]

    await world.settle("T1")

    assert await statuses(sqlite_database) == {DeliveryStatus.PENDING: 1}


async def test_the_place_is_kept_over_a_refusal(world: World) -> None:
    await world.doubt([in_conversation(1, "C1")])
    world.slack.messages["C1"] = [""] * 40

    await world.settle("T1")

    assert [place.cursor for place in world.slack.since] == ["", "15", "30"]
    assert world.slack.refused == 1


@pytest.mark.parametrize(
    ("answer", "times"),
    [
        pytest.param(CannotAsk("missing_scope"), 1, id="cannot be asked"),
        pytest.param(CannotAsk("invalid_cursor"), 4, id="no cursor works"),
        pytest.param(Unknown("a_word_of_2027"), 4, id="unknown, tried often enough"),
    ],
)
async def test_what_can_never_be_asked_is_unconfirmed_with_slacks_reason(
    sqlite_database: Database, world: World, answer: CannotAsk | Unknown, times: int
) -> None:
    await world.doubt([in_conversation(1, "C1"), in_conversation(2, "C1")])
    world.slack.answers = [answer] * times

    await world.settle("T1")

    assert not world.slack.answers
    assert not world.slack.pages
    became = await all_of(sqlite_database)
    assert {(one.status, one.reason) for one in became.values()} == {(DeliveryStatus.UNCONFIRMED, answer.code)}


async def test_a_look_goes_back_to_the_oldest_doubt_of_its_conversation(world: World) -> None:
    early = replace(in_conversation(1, "C1"), due_at=NOON - timedelta(hours=1))
    claimed = replace(in_conversation(2, "C1"), claimed_at=NOON + timedelta(minutes=1))
    await world.doubt([claimed, early])

    await world.settle("T1")

    assert [place.since for place in world.slack.since] == [early.due_at - CLOCKS_DIFFER]


async def test_what_joins_a_look_that_is_under_way_has_one_of_its_own(sqlite_database: Database, world: World) -> None:
    """It may be on a page that was already read."""
    await world.doubt([in_conversation(1, "C1")])
    world.slack.messages["C1"] = [""] * 20
    assert await world.reconciler.settle(["T1"]) == GRACE
    world.steady[0] += GRACE
    assert (await world.reconciler.settle(["T1"]) or 0) > 0
    await world.doubt([in_conversation(2, "C1")])
    world.slack.messages["C1"].insert(0, "T1-2")

    await world.settle("T1")

    became = await all_of(sqlite_database)
    assert [became[one].status for one in ("T1-1", "T1-2")] == [DeliveryStatus.PENDING, DeliveryStatus.SENT]


def test_a_doubt_about_a_newer_attempt_is_looked_for_from_the_first_page() -> None:
    """What was posted since may be on a page that the current look has already read."""
    scans, delivery = HistoryScans(1.5), pending(1, recipient="C1")
    scans.of([delivery], NOON)
    (in_flight,) = scans.turn(0.0, 9)
    in_flight.turn_page("C1", "15")
    scans.of([replace(delivery, attempts=1)], NOON)
    (anew,) = scans.turn(10.0, 9)
    assert (anew.place.cursor, anew.wanted["T1-1"].attempts) == ("", 1)
