"""Pausing until a day or open-ended, resuming, and the offer of a pause."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.people.people import Who
from bot.domain.time.schedule import Pause
from bot.errors import Problem
from bot.nudges import BY_KEY, PAUSE_OFFER, PROMPT_PERSON
from bot.nudges.nudge import Facts, Skip
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import outbox, stored

FRIDAY = date(2026, 10, 23)

pytestmark = pytest.mark.usefixtures("maria_takes_part")


async def test_until_friday_the_next_prompt_comes_on_monday(services: Services, maria: Who) -> None:
    facts = await services.pauses.pause(maria, "until fri")
    assert facts.pause == Pause(date(2026, 10, 19), FRIDAY)
    following = facts.next_of(PROMPT_PERSON)
    assert following is not None
    assert following.due_at == datetime(2026, 10, 26, 7, 30, tzinfo=UTC)  # the clocks went back on Sunday


async def test_without_a_day_it_lasts_until_they_resume(services: Services, maria: Who, clock: MovableClock) -> None:
    facts = await services.pauses.pause(maria, "")
    assert facts.pause == Pause(date(2026, 10, 19), None)
    assert facts.upcoming == ()
    clock.move(days=40)
    back, ended = await services.pauses.resume(maria)
    assert ended == Pause(date(2026, 10, 19), None)
    assert back.pause is None
    assert back.next_of(PROMPT_PERSON)


async def test_a_new_pause_replaces_the_one_that_is_running(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.pauses.pause(maria, "")
    clock.move(days=2)
    await services.pauses.pause(maria, "fri")
    assert (await stored(context, maria)).pauses == (
        Pause(date(2026, 10, 19), date(2026, 10, 20)),
        Pause(date(2026, 10, 21), FRIDAY),
    )


async def test_a_pause_before_the_vacation_leaves_the_vacation(
    services: Services, context: Context, maria: Who
) -> None:
    vacation, friday = Pause(date(2026, 12, 20), date(2027, 1, 4)), Pause(date(2026, 10, 19), FRIDAY)
    assert (await services.pauses.pause(maria, "20 dec - 4 jan")).paused == vacation
    assert (await services.pauses.pause(maria, "until fri")).paused == friday
    assert (await stored(context, maria)).pauses == (friday, vacation)
    assert (await services.pauses.pause(maria, "1 jan - 8 jan")).paused == Pause(date(2027, 1, 1), date(2027, 1, 8))
    assert (await stored(context, maria)).pauses[1] == Pause(date(2026, 12, 20), date(2026, 12, 31))


async def test_resuming_ends_this_pause_or_drops_the_next_and_leaves_the_vacation_after_it(
    services: Services, context: Context, maria: Who
) -> None:
    vacation = (await services.pauses.pause(maria, "20 dec - 4 jan")).paused
    next_week = (await services.pauses.pause(maria, "26 oct - 30 oct")).paused
    now = (await services.pauses.pause(maria, "until fri")).paused
    assert (await services.pauses.resume(maria))[1] == now
    assert (await services.pauses.resume(maria))[1] == next_week
    assert (await stored(context, maria)).pauses == (vacation,)


async def test_days_off_are_those_days_alone(services: Services, maria: Who) -> None:
    assert (await services.pauses.pause(maria, "fri", is_leave=True)).paused == Pause(FRIDAY, FRIDAY)
    assert (await services.pauses.pause(maria, "until fri", is_leave=True)).paused == Pause(date(2026, 10, 19), FRIDAY)


async def test_resuming_without_a_pause_changes_nothing(services: Services, maria: Who) -> None:
    facts, ended = await services.pauses.resume(maria)
    assert ended is None
    assert facts.next_of(PROMPT_PERSON)


async def test_somebody_who_has_not_started_or_stopped_reads_that_and_how_to_start(
    services: Services, directory: FakeDirectory, maria: Who
) -> None:
    with pytest.raises(Problem, match=r"settings\.not_started"):
        await services.pauses.pause(directory.add("U2"), "fri")
    await services.onboarding.stop(maria)
    for ask in (services.pauses.resume(maria), services.pauses.pause(maria, "fri")):
        with pytest.raises(Problem, match=r"settings\.stopped"):
            await ask
    with pytest.raises(Problem, match="guest"):
        await services.pauses.resume(directory.add("U8", is_guest=True))


async def test_an_offer_is_taken_while_its_day_is_to_come(services: Services, maria: Who, clock: MovableClock) -> None:
    assert (await services.pauses.pause_until(maria, FRIDAY)).pause == Pause(date(2026, 10, 19), FRIDAY)
    clock.move(days=7)
    with pytest.raises(Problem, match="stale"):
        await services.pauses.pause_until(maria, FRIDAY)


def away(text: str = "Vacationing", until: datetime = datetime(2026, 10, 23, 21, 59, tzinfo=UTC)) -> dict[str, Any]:
    return {"profile": {"status_text": text, "status_expiration": int(until.timestamp())}}


async def test_a_status_that_says_vacation_is_offered_as_a_pause_once(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.pauses.status_changed(maria, away())
    clock.move(days=1)
    await services.pauses.status_changed(maria, away("On vacation, back soon"))
    (delivery,) = await outbox(context, maria, PAUSE_OFFER)
    assert delivery.subject == "2026-10-23"
    message = BY_KEY[PAUSE_OFFER].message(Facts(delivery, clock(), await stored(context, maria)), context.library)
    assert not isinstance(message, Skip)
    assert "Fri 23 Oct" in message.text


@pytest.mark.parametrize(
    "user",
    [
        pytest.param(away("In a meeting"), id="not away"),
        pytest.param(away("Away", datetime(2026, 10, 19, 20, tzinfo=UTC)), id="today only"),
        pytest.param({"profile": {"status_text": "Vacationing"}}, id="no expiry"),
    ],
)
async def test_any_other_status_is_left_alone(services: Services, context: Context, maria: Who, user: Any) -> None:
    await services.pauses.status_changed(maria, user)
    assert await outbox(context, maria, PAUSE_OFFER) == []


async def test_nobody_is_offered_a_pause_who_has_one_or_takes_no_part(
    services: Services, context: Context, maria: Who, directory: FakeDirectory
) -> None:
    tom = directory.add("U2")
    await services.pauses.status_changed(tom, away())
    await services.onboarding.opened_home(tom)
    await services.pauses.status_changed(tom, away())
    await services.pauses.pause(maria, "")
    await services.pauses.status_changed(maria, away())
    assert [*await outbox(context, tom, PAUSE_OFFER), *await outbox(context, maria, PAUSE_OFFER)] == []


async def test_an_offer_that_is_over_is_not_sent(services: Services, context: Context, maria: Who) -> None:
    delivery = context.at_once(await stored(context, maria), PAUSE_OFFER, "2026-10-18")
    facts: Facts[object] = Facts(delivery, context.clock(), await stored(context, maria))
    assert BY_KEY[PAUSE_OFFER].message(facts, context.library) == Skip("over")
