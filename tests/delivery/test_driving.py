"""When the engine looks, claims, settles and waits, over parts in memory. Steady seconds are moved by hand."""

from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryStatus
from tests.delivery.driving import World
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

PENDING, SENDING, IN_DOUBT = DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


def metric(world: World, name: str) -> float | None:
    return world.metrics.registry.get_sample_value(f"second_chair_{name}")


async def test_a_beat_plans_and_looks_once_where_nothing_is_due(world: World) -> None:
    world.due = 3
    await world.engine.beat(NOON + MINUTE)
    await world.engine.settled()
    assert world.asked("plan", "look", "take", "fill", "give back", "wait") == [
        ("plan", NOON + MINUTE), ("look",), ("take", []), ("fill", []),
    ]  # fmt: skip
    assert (metric(world, "due_total"), metric(world, "queue_age_seconds")) == (3.0, 0.0)
    await world.engine.beat()
    assert world.asked("plan", "look") == [("plan", NOON), ("look",)]


async def test_while_something_is_under_way_it_looks_twice_a_second_and_waits_for_the_pace(world: World) -> None:
    world.rows[PENDING] = {"T2": NOON, "T1": NOON - MINUTE, "T3": NOON + MINUTE}
    world.is_idle, world.paced = False, [None, 0.2, 9.0]
    world.engine.poke()
    assert await world.waits() == 0.5
    assert world.asked("take", "offer", "fill") == [
        ("take", ["T1", "T2"]), ("offer", ["T1", "T2"]), ("fill", ["T1", "T2"]),
    ]  # fmt: skip
    assert (metric(world, "leases"), metric(world, "in_doubt"), metric(world, "queue_age_seconds")) == (2, 0, 60)
    world.goes_on(0.1)
    assert await world.waits() == 0.2
    assert world.asked("look") == []
    world.goes_on(0.1)
    assert await world.waits() == 0.3
    world.goes_on(0.3)
    assert await world.waits() == 0.5
    assert world.asked("look") == [("look",)]


async def test_what_was_claimed_is_looked_for_again_at_once_and_what_is_due_at_the_next_look(world: World) -> None:
    world.rows[PENDING] = {"T1": NOON}
    world.claims = [True]
    world.engine.poke()
    assert await world.waits() == 0.0
    world.goes_on()
    assert await world.waits() == 0.5
    assert world.asked("look") == [("look",)]
    world.rows[PENDING] = {}
    world.goes_on(0.5)
    await world.engine.settled()
    assert world.asked("take", "put back", "give back") == [
        ("take", []), ("put back", ["T1"]), ("give back", ["T1"]),
    ]  # fmt: skip


@pytest.mark.parametrize("status", [PENDING, SENDING, IN_DOUBT])
async def test_what_is_not_held_is_neither_offered_nor_waited_for(world: World, status: DeliveryStatus) -> None:
    world.rows[status], world.limited = {"T1": NOON}, {"T1"}
    world.engine.poke()
    await world.engine.settled()
    assert world.asked("offer", "wait") == [("offer", [])]
    assert metric(world, "leases") == 0


async def test_doubts_are_settled_beside_and_waited_for_as_long_as_it_takes(world: World) -> None:
    world.rows[SENDING], world.rows[IN_DOUBT] = {"T1": NOON}, {"T2": NOON, "T3": NOON}
    world.limited, world.settles = {"T3"}, [35.0, 0.0, None]
    world.settling.clear()
    world.engine.poke()
    assert await world.waits() == 0.02
    await world.until(lambda: world.log[-1] == ("settle", ["T1", "T2"]))
    assert metric(world, "in_doubt") == 2
    await world.engine._idle.wait()  # a beat does not wait for doubts
    world.goes_on()
    await world.waits()
    assert world.asked("settle") == []  # one settling at a time
    world.settling.set()
    await world.until(lambda: world.engine._settling is None)
    assert await world.waits() == 5.0
    world.goes_on(30.5)
    assert await world.waits() == 4.5
    world.goes_on(4.25)
    assert await world.waits() == 0.25
    assert world.asked("settle") == []
    world.goes_on(0.25)
    await world.until(lambda: ("settle", ["T1", "T2"]) in world.log)
    world.rows[SENDING] = world.rows[IN_DOUBT] = {}
    await world.engine.settled()
    assert world.asked("give back")[-1] == ("give back", ["T1", "T2"])


@pytest.mark.parametrize(
    ("wait", "looks"),
    [pytest.param(None, 1, id="nothing left"), pytest.param(0.0, 1, id="at once"), pytest.param(35.0, 0, id="later")],
)
async def test_it_looks_again_when_something_was_settled(world: World, wait: float | None, looks: int) -> None:
    world.rows[IN_DOUBT], world.settles = {"T1": NOON}, [wait]
    world.settling.clear()
    world.engine.poke()
    await world.until(lambda: ("settle", ["T1"]) in world.log)
    world.log.clear()
    world.settling.set()
    await world.waits()
    assert world.asked("look") == [("look",)] * looks


async def test_settling_that_is_under_way_is_waited_for_when_nothing_is_in_doubt_any_more(world: World) -> None:
    world.rows[IN_DOUBT] = {"T1": NOON}
    world.settling.clear()
    world.engine.poke()
    await world.waits()
    world.rows[IN_DOUBT] = {}
    world.goes_on(5.0)
    assert await world.waits() == 0.02
    world.goes_on()
    world.settling.set()
    await world.engine.settled()


async def test_who_was_sending_a_moment_ago_left_nothing_about_its_pace(world: World) -> None:
    world.rows[SENDING] = {"T1": NOON, "T2": NOON, "T3": NOON}
    world.busy, world.limited, world.careful = {"T2"}, {"T3"}, frozenset({"T9"})
    world.settling.clear()
    world.engine.poke()
    await world.waits()
    assert world.asked("carefully") == [("carefully", ["T1", "T9"])]
    world.careful = frozenset()
    world.goes_on(0.5)
    await world.waits()
    assert world.asked("carefully") == [("carefully", [])]


async def test_a_workspace_is_let_go_when_its_last_post_has_its_result(world: World) -> None:
    world.rows[PENDING], world.is_idle, world.busy = {"T1": NOON, "T2": NOON}, False, {"T1"}
    world.engine.poke()
    await world.waits()
    world.limited = {"T1", "T2"}
    world.goes_on(0.5)
    await world.waits()
    assert world.asked("put back", "give back", "forget") == [
        ("put back", ["T1", "T2"]), ("give back", ["T2"]), ("forget", ["T2"]),
    ]  # fmt: skip
    world.busy = set()
    world.raises["give back"] = [ConnectionError("the database is away")]
    with capture_logs():
        world.goes_on(0.5)
        await world.waits()
    assert world.asked("give back", "forget") == [("give back", ["T1"])]
    world.goes_on(0.5)
    await world.waits()
    assert world.asked("put back", "give back", "forget") == [
        ("put back", []), ("give back", ["T1"]), ("forget", ["T1"]),
    ]  # fmt: skip
    world.goes_on(0.5)
    await world.waits()
    assert world.asked("give back") == []


async def test_where_commits_are_lost_all_holds_end_and_are_taken_anew(world: World) -> None:
    world.rows[PENDING], world.is_idle, world.lost = {"T1": NOON}, False, [False, True, False]
    world.engine.poke()
    await world.waits()
    world.goes_on(0.1)
    await world.waits()
    assert world.asked("break all", "look", "put back", "fill") == [
        ("break all",), ("look",), ("put back", []), ("fill", ["T1"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("plans", "pending", "due"),
    [
        pytest.param([], {}, None, id="never"),
        pytest.param([NOON], {}, NOON, id="a plan"),
        pytest.param([NOON + MINUTE], {"T1": NOON + 2 * MINUTE, "T2": NOON}, NOON, id="a delivery"),
    ],
)
async def test_when_something_is_due_next(
    world: World, plans: list[datetime], pending: dict[str, datetime], due: datetime | None
) -> None:
    world.next_plan, world.rows[PENDING] = plans, pending
    assert await world.engine.next_due() == due
