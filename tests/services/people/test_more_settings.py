"""Settings that similar apps have: how often, what is turned off, hours, pause, and what we say about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.budget import Cadence
from bot.domain.people.people import NudgeKind, Who
from bot.domain.people.settings import GUESSED, SettingsForm
from bot.domain.time.hours import DAYTIME, Hours
from bot.domain.time.schedule import Pause
from bot.errors import Problem, Problems
from bot.nudges import CHECKIN, CHECKIN_REMINDER, PROMPT_PERSON
from bot.services.context import Context
from bot.services.services import Services

pytestmark = pytest.mark.usefixtures("maria_takes_part")
MONDAY, TUESDAY = date(2026, 10, 19), date(2026, 10, 20)


@pytest.mark.parametrize(
    ("cadence", "following"),
    [
        (Cadence.DAILY, TUESDAY),  # Monday's came with Start
        (Cadence.THRICE, date(2026, 10, 21)),
        (Cadence.WEEKLY, TUESDAY),
    ],
)
async def test_the_prompt_comes_as_often_as_was_chosen(
    services: Services, maria: Who, cadence: Cadence, following: date
) -> None:
    facts = await services.settings.save(maria, SettingsForm(cadence=cadence))
    upcoming = facts.next_of(PROMPT_PERSON)
    assert upcoming is not None
    assert upcoming.due_at == datetime(following.year, following.month, following.day, 6, 30, tzinfo=UTC)


async def test_a_checkin_that_is_turned_off_is_planned_no_more_and_its_reminder_neither(
    services: Services, maria: Who
) -> None:
    off = await services.settings.save(maria, SettingsForm(wanted=((NudgeKind.CHECKIN, False),)))
    assert {off.next_of(CHECKIN), off.next_of(CHECKIN_REMINDER)} == {None}
    on = await services.settings.save(maria, SettingsForm(wanted=((NudgeKind.CHECKIN, True),)))
    assert on.next_of(CHECKIN)
    assert on.person.checkin_day == off.person.checkin_day


async def test_a_reminder_alone_is_turned_off_alone(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, SettingsForm(wanted=((NudgeKind.REMINDERS, False),)))
    assert facts.next_of(CHECKIN)
    assert facts.next_of(CHECKIN_REMINDER) is None


async def test_hours_that_nobody_changed_grow_to_hold_a_time_that_was_chosen(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, SettingsForm(prompt_on=True, prompt_at=time(7)))
    assert facts.person.hours == Hours(time(7), DAYTIME.end)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        pytest.param(SettingsForm(hours=(time(9), time(17))), {"prompt_at"}, id="before the prompt"),
        pytest.param(SettingsForm(hours=(time(8), time(14))), {"checkin_at"}, id="before the check-in"),
        pytest.param(SettingsForm(hours=(time(9), time(14))), {"prompt_at", "checkin_at"}, id="both"),
        pytest.param(SettingsForm(hours=(time(18), time(8))), {"hours_to"}, id="the wrong way round"),
    ],
)
async def test_hours_that_leave_a_time_out_are_asked_about(
    services: Services, maria: Who, form: SettingsForm, faults: set[str]
) -> None:
    with pytest.raises(Problems) as raised:
        await services.settings.save(maria, form)
    assert {problem.field for problem in raised.value.problems} == faults


async def test_midnight_as_the_end_and_a_prompt_that_is_off(services: Services, maria: Who) -> None:
    form = SettingsForm(hours=(time(9), time(0)), prompt_on=False)
    assert (await services.settings.save(maria, form)).person.hours == Hours(time(9), time(0))


async def test_what_is_guessed_again_is_chosen_no_more(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, SettingsForm(hour_clock=12, first_day=6, locale="en"))
    assert (facts.person.reads_hours, facts.person.week_begins, facts.person.display_locale[:2]) == (12, 6, "en")
    facts = await services.settings.save(maria, SettingsForm(hour_clock=GUESSED, first_day=GUESSED, locale=""))
    assert (facts.person.hour_clock, facts.person.first_day, facts.person.locale_choice) == (None, None, None)


@pytest.mark.parametrize(("first_day", "on"), [(0, date(2026, 11, 1)), (6, None)])
async def test_a_ride_along_is_read_with_the_weeks_that_were_chosen(
    services: Services, maria: Who, first_day: int, on: date | None
) -> None:
    """Where weeks begin on Sunday, "Sunday next week" could be either of two days, which is asked about."""
    await services.settings.save(maria, SettingsForm(first_day=first_day))
    assert (await services.ridealongs.form(maria, "Acme sunday next week 10:00")).draft.on == on


@pytest.mark.parametrize(
    ("before", "chosen", "after"),
    [
        pytest.param((), (TUESDAY, date(2026, 10, 23)), (Pause(TUESDAY, date(2026, 10, 23)),), id="a new one"),
        pytest.param((), (MONDAY, None), (Pause(MONDAY),), id="without an end"),
        pytest.param((), (None, TUESDAY), (Pause(MONDAY, TUESDAY),), id="from today"),
        pytest.param((), (date(2026, 10, 1), TUESDAY), (Pause(MONDAY, TUESDAY),), id="never in the past"),
        pytest.param(
            (Pause(TUESDAY, date(2026, 10, 30)), Pause(date(2026, 12, 21), date(2027, 1, 3))),
            (date(2026, 10, 26), date(2026, 10, 28)),
            (Pause(date(2026, 10, 26), date(2026, 10, 28)), Pause(date(2026, 12, 21), date(2027, 1, 3))),
            id="another instead of the next one",
        ),
        pytest.param(
            (Pause(date(2026, 10, 12), date(2026, 10, 23)),),
            (None, None),
            (Pause(date(2026, 10, 12), date(2026, 10, 18)),),
            id="ended now",
        ),
    ],
)
async def test_the_form_has_the_pause_that_is_or_comes_next(
    services: Services,
    context: Context,
    maria: Who,
    before: tuple[Pause, ...],
    chosen: tuple[date | None, date | None],
    after: tuple[Pause, ...],
) -> None:
    async with context.database.transaction(maria.workspace_id) as transaction:
        for pause in before:
            await transaction.people.pause(maria.user_id, pause)
    facts = await services.settings.save(maria, SettingsForm(pause=chosen))
    assert facts.person.pauses == after
    shown = (facts.next_pause.first, facts.next_pause.last) if facts.next_pause else (None, None)
    again = await services.settings.save(maria, SettingsForm(pause=shown))
    assert again.person.pauses == after, "the same again changes nothing"


async def test_a_pause_that_ends_before_it_begins_is_asked_about(services: Services, maria: Who) -> None:
    with pytest.raises(Problems) as raised:
        await services.settings.save(maria, SettingsForm(pause=(date(2026, 10, 30), date(2026, 10, 26))))
    assert [problem.field for problem in raised.value.problems] == ["pause_last"]


async def test_a_typed_line_keeps_what_it_does_not_say(services: Services, maria: Who) -> None:
    line = await services.settings.read(maria, "checkin thu")
    facts = await services.settings.change(maria, line.form)
    assert (facts.person.checkin_day, facts.person.checkin_at, facts.person.prompt_at) == (3, time(15), time(8, 30))
    await services.settings.change(maria, SettingsForm(prompt_on=False))
    line = await services.settings.read(maria, "prompt on")
    assert (await services.settings.change(maria, line.form)).person.prompt_at == time(8, 30)


async def test_somebody_who_leads_nobody_is_told_so(services: Services, context: Context, maria: Who) -> None:
    person = replace(await services.people.meet(maria), is_leader=False)
    async with context.database.transaction(maria.workspace_id) as transaction:
        await transaction.people.save(person)
    with pytest.raises(Problem, match="leads_nobody"):
        await services.settings.change(maria, SettingsForm(wanted=((NudgeKind.CHECKIN, True),)))


async def test_days_on_which_no_checkin_was_wanted_are_remembered(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, SettingsForm(wanted=((NudgeKind.CHECKIN, False),)))
    assert [earlier.asked for earlier in facts.person.earlier] == [True]
    assert facts.was == replace(facts.person, earlier=(), turned_off=frozenset())
