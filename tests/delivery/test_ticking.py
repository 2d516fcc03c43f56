"""What a heartbeat does besides planning: it beats for others to see."""

from structlog.testing import capture_logs

from tests.delivery.driving import World
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock


async def test_every_tick_beats_before_it_plans_so_that_lost_commits_are_noticed_first(clock: MovableClock) -> None:
    world = World(clock)
    world.lost = [False, True, False]

    await world.engine.tick()
    assert world.asked("beat", "break all", "plan") == [("beat",), ("plan", NOON)]

    await world.engine.tick()
    assert world.asked("beat", "break all", "plan") == [("beat",), ("break all",), ("plan", NOON)]


async def test_a_tick_says_that_sending_fails(clock: MovableClock) -> None:
    world = World(clock)
    world.raises["look"] = [ConnectionError("the database is away")] * 2
    with capture_logs():
        world.engine.poke()
        await world.waits()
        assert not await world.engine.tick()
        world.goes_on(30.0)
        await world.waits()
        world.goes_on(30.0)
        await world.engine.settled()
    assert world.metrics.registry.get_sample_value("second_chair_heartbeat_failed_total") == 2.0
    assert await world.engine.tick()


async def test_a_tick_that_fails_waits_and_counts(clock: MovableClock) -> None:
    world = World(clock)
    world.raises["plan"] = [ConnectionError("away") for _ in range(7)]
    again = []
    with capture_logs() as lines:
        for _ in range(7):
            assert not await world.engine.tick()
            again.append(lines[-1]["again_in"])
            world.now += again[-1] - 0.1
            assert not await world.engine.tick()
            world.now += 0.1
    assert again == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert len(world.asked("plan")) == 7
    assert world.metrics.registry.get_sample_value("second_chair_heartbeat_failed_total") == 7.0
    assert await world.engine.tick()
