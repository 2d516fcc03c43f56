"""What other tools can read: one's own calls of ninety days, and the numbers that were shown, in order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.people import PersonStatus, Who
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.errors import Problem
from bot.nudges import WELCOME
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.storage.cases import RIDE

MARIA, TOM, LENA = Who("T1", "U1"), Who("T1", "U2"), Who("T1", "U9")
EDGE, MOMENT = timedelta(days=90), timedelta(seconds=1)


@pytest.fixture
async def tools(context: Context, directory: FakeDirectory) -> Services:
    """Use cases of a bot that tools can reach, and three people; Maria is an admin."""
    services = Services(replace(context, site="https://chair.example.com"))
    for who in (MARIA, TOM, LENA):
        directory.add(who.user_id, is_admin=who == MARIA)
        await services.people.meet(who)
    return services


async def calls(context: Context, **starts: timedelta) -> None:
    """Maria's calls with Tom, by how long ago they began."""
    async with context.database.transaction("T1") as transaction:
        for key, ago in starts.items():
            await transaction.ridealongs.save(replace(RIDE, id=key, starts_at=context.clock() - ago, version=2))


async def test_calls_stay_in_the_calendar_for_ninety_days(tools: Services, context: Context) -> None:
    _, secret = await tools.integrations.issue(TOM, AccessKeyKind.CALENDAR)
    await calls(context, young=EDGE, old=EDGE + MOMENT)
    file = await tools.integrations.calendar_for(secret) or ""
    assert ("UID:young@" in file, "UID:old@" in file) == (True, False)
    assert "SEQUENCE:7" in file, "changed twice, and confirmed"


@pytest.mark.parametrize(
    ("state", "status"), [(RideAlongState.OVER, "CONFIRMED"), (RideAlongState.PLANNED, "TENTATIVE")]
)
async def test_a_file_of_a_call_is_for_the_two_alone(
    tools: Services, context: Context, state: RideAlongState, status: str
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.ridealongs.save(
            replace(RIDE, salesperson_id="U404" if status == "TENTATIVE" else "U2", state=state)
        )
    for who in (MARIA, TOM)[: 1 if status == "TENTATIVE" else 2]:
        file = await tools.integrations.file(who, RIDE.id)
        assert f"STATUS:{status}" in file
        assert "None" not in file, "somebody whom we have not met has no name"
    for who, ride_id in ((LENA, RIDE.id), (MARIA, "gone")):
        with pytest.raises(Problem, match="not_yours"):
            await tools.integrations.file(who, ride_id)


@pytest.mark.parametrize("knows", ["we", "slack"])
async def test_who_has_left_is_read_by_no_tool(
    tools: Services, context: Context, directory: FakeDirectory, clock: MovableClock, knows: str
) -> None:
    _, secret = await tools.integrations.issue(TOM, AccessKeyKind.CALENDAR)
    assert await tools.integrations.calendar_for(secret) is not None
    if knows == "we":  # and a tool must not learn that they are back
        async with context.database.transaction("T1") as transaction:
            (person,) = await transaction.people.some([TOM.user_id])
            await transaction.people.save(replace(person, status=PersonStatus.GONE, left_at=clock.now))
    else:
        directory.profiles[TOM] = replace(directory.profiles[TOM], is_gone=True)
        clock.move(days=2)
    assert await tools.integrations.calendar_for(secret) is None


async def test_numbers_stand_in_order_and_trouble_counts_for_seven_days(tools: Services, context: Context) -> None:
    prompt, five = next(iter(context.library.prompts.values())), frozenset(f"U{number}" for number in range(5))
    figures = [(AggregateKind.WEEK, "2026-10-12"), (AggregateKind.WEEK, "2026-10-05")]
    figures += [(AggregateKind.QUARTER, "2026-Q3"), (AggregateKind.QUARTER, "2026-Q2")]
    figures += [(AggregateKind.PROMPT_TALLY, prompt.id)]
    refused = Delivery("D", "T1", "U2", WELCOME, "", on=context.clock().date(), due_at=context.clock())
    async with context.database.transaction("T1") as transaction:
        for kind, scope in figures:
            await transaction.aggregates.keep(Aggregate(kind, scope, context.clock(), 5, {"done": 5}, people=five))
        for key, ago in (("young", timedelta(days=7) - MOMENT), ("old", timedelta(days=7) + MOMENT)):
            ended = replace(refused, id=key, subject=key, status=DeliveryStatus.REFUSED, due_at=context.clock() - ago)
            await transaction.outbox.add(ended)
    numbers = await tools.integrations.numbers(MARIA)
    assert [week.scope for week in numbers.weeks] == ["2026-10-05", "2026-10-12"]
    assert [quarter.scope for quarter in numbers.quarters] == ["2026-Q2", "2026-Q3"]
    assert list(numbers.prompts) == [prompt.action]
    assert numbers.deliveries == {"refused": 1}
