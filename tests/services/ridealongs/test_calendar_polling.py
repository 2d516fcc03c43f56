"""Looking into calendars: hourly at most, each meeting offered once, nothing kept of a calendar that was removed."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from bot.calendar.fetch import Trouble
from bot.domain.people.people import Who
from bot.domain.ridealongs.facts import PlanForm
from bot.errors import Problem
from bot.services.context import Context
from bot.services.ridealongs.calendar_polling import CalendarPoller
from bot.services.services import Services
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.tables import calendars
from tests.fakes import MovableClock
from tests.services.ridealongs.planned_calls import planned
from tests.services.ridealongs.served_calendars import *  # noqa: F403 - every test begins at nine in the morning
from tests.services.ridealongs.served_calendars import ACME, ADDRESS, BETA, World, offers


async def test_a_meeting_is_offered_once_and_looked_for_once_an_hour(
    services: Services, context: Context, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "Mitfahrt")
    assert await poller.poll() == 1
    assert "mitfahrt" in world.words
    assert await offers(context) == 1
    clock.move(minutes=59)
    assert await poller.poll() == 0
    clock.move(minutes=1)
    assert await poller.poll() == 1
    assert await offers(context) == 1
    world.meetings = [ACME, BETA]
    clock.move(hours=1)
    await poller.poll()
    assert await offers(context) == 2


async def test_at_night_it_waits_for_the_next_working_morning(
    services: Services, context: Context, poller: CalendarPoller, clock: MovableClock, maria: Who
) -> None:
    clock.move(hours=12)
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    assert await offers(context) == 0
    assert [at for (_, nudge, _), at in (await planned(context)).items() if nudge == "calendar_offer"] == [
        datetime(2026, 10, 20, 6, 30, tzinfo=UTC)
    ]
    await services.calendar.save(maria, "", "", remove=True)
    assert await planned(context) == {}


async def test_what_is_planned_already_is_not_offered(
    services: Services, context: Context, poller: CalendarPoller, maria: Who
) -> None:
    form = await _form(services, poller, maria)
    await services.ridealongs.plan(maria, "R1", form.draft)
    await services.calendar.save(maria, "", "", remove=True)
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    assert await offers(context) == 1


async def _form(services: Services, poller: CalendarPoller, maria: Who) -> PlanForm:
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    return await services.calendar.plan_form(maria, "M1")


async def test_the_plan_is_prefilled_with_whom_the_title_names(
    services: Services, poller: CalendarPoller, world: World, maria: Who
) -> None:
    world.meetings = [ACME, BETA]
    await services.calendar.save(maria, ADDRESS, "")
    await poller.poll()
    form = await services.calendar.plan_form(maria, "M1")
    assert (form.draft.other_id, form.draft.customer, form.draft.minutes) == ("U2", "Acme with Tom", 45)
    assert str(form.draft.at) == "15:00:00"
    assert (await services.calendar.plan_form(maria, "M2")).draft.minutes == 480
    with pytest.raises(Problem, match=r"calendar\.problems\.gone"):
        await services.calendar.plan_form(Who("T1", "U2"), "M1")


@pytest.mark.parametrize("trouble", list(Trouble))
async def test_a_failed_look_is_told_in_the_form_and_stops_nobody(
    services: Services, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who, trouble: Trouble
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    world.trouble = trouble
    assert await poller.poll() == 1
    assert (await services.calendar.facts(maria)).trouble == str(trouble)
    world.trouble = None
    clock.move(hours=6)
    await poller.poll()
    assert (await services.calendar.facts(maria)).trouble == ""


async def test_one_taken_back_during_a_look_leaves_nothing(
    services: Services, context: Context, poller: CalendarPoller, world: World, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    fetch = world.fetch

    async def meanwhile(address: str) -> AsyncGenerator[bytes, None]:
        await services.calendar.save(maria, "", "", remove=True)
        async for piece in fetch(address):
            yield piece

    world.fetch = meanwhile  # type: ignore[method-assign]  # taken back while it is fetched
    await poller.poll()
    assert await offers(context) == 0
    assert (await services.calendar.facts(maria)).host == ""


@pytest.mark.parametrize(
    "address", ["http://x.example/", "https://10.0.0.1/x.ics", "https://127。0。0。1/", "https://①⓪.⓪.⓪.①/", "nonsense"]
)
async def test_an_address_that_cannot_be_one_is_refused_at_its_field(
    services: Services, maria: Who, address: str
) -> None:
    with pytest.raises(Problem) as caught:
        await services.calendar.save(maria, address, "")
    assert caught.value.field == "address"


async def test_the_address_is_sealed_and_never_shown(services: Services, context: Context, maria: Who) -> None:
    with pytest.raises(Problem, match=r"errors\.needed"):
        await services.calendar.save(maria, "", "")
    facts = await services.calendar.save(maria, ADDRESS, "field day")
    assert (facts.host, facts.words) == ("calendar.example", ("field day",))
    async with context.database.connection() as connection:
        rows = (await connection.exec_driver_sql("SELECT * FROM calendars")).all()
    assert "private-x" not in str(rows)
    assert "field day" not in str(rows)


async def test_an_address_that_no_key_opens_is_said_to_be_one(services: Services, context: Context, maria: Who) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    async with context.database.connection() as connection:
        sealed = Cipher([new_key()]).seal(ADDRESS)
        await connection.execute(
            update(calendars).where(calendars.c.workspace_id == "T1").values(address_sealed=sealed)
        )
    assert (await services.calendar.facts(maria)).host == "…"


async def test_a_clock_that_was_a_year_ahead_for_a_minute_keeps_no_calendar_from_being_read(
    services: Services, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    for days in (365, -365):
        clock.move(days=days)
        poller.tick()
        assert poller._task is not None
        await poller._task
    assert world.asked == [ADDRESS, ADDRESS]


async def test_a_tick_begins_a_look_once_a_minute(
    services: Services, poller: CalendarPoller, world: World, clock: MovableClock, maria: Who
) -> None:
    await services.calendar.save(maria, ADDRESS, "")
    poller.tick()
    poller.tick()
    assert poller._task is not None
    await poller._task
    assert world.asked == [ADDRESS]
    poller.tick()
    clock.move(seconds=61)
    poller.tick()
    await poller.stop()
    assert len(world.asked) == 1
