"""One's own settings: shown with when each nudge comes next, changed all at once, refused at their fields."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.people.people import Earlier, PersonStatus, Position, Who
from bot.domain.people.settings import SettingsForm
from bot.domain.time.schedule import FRIDAY
from bot.errors import Problem, Problems
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context
from bot.services.people.facts import known
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

FORM = SettingsForm(
    "", True, time(7, 15), frozenset({0, 1, 2, 3}), 3, checkin_at=time(14), country="DE-BE", position=Position.LEADER
)

SELLS = replace(FORM, position=Position.SALESPERSON)

pytestmark = pytest.mark.usefixtures("maria_takes_part")


async def test_everything_is_saved_at_once_and_planned_anew(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, replace(FORM, zone="new york"))
    person = facts.person
    assert (person.own_zone, person.country, person.prompt_at) == ("America/New_York", "DE-BE", time(7, 15))
    assert (person.working_days, person.checkin_day, person.checkin_at) == (FORM.working_days, 3, time(14))
    following = facts.next_of(PROMPT_PERSON)
    assert following is not None
    assert (following.due_at, following.zone) == (datetime(2026, 10, 20, 11, 15, tzinfo=UTC), "America/New_York")
    assert await services.settings.facts(maria) == facts


async def test_an_emptied_zone_follows_slack_again(services: Services, maria: Who) -> None:
    await services.settings.save(maria, replace(FORM, zone="Asia/Kolkata"))
    facts = await services.settings.save(maria, replace(FORM, zone="", country=""))
    assert (facts.person.zone, facts.person.country) == ("Europe/Berlin", None)


async def test_a_form_without_a_checkin_leaves_its_day_and_time_as_they_are(services: Services, maria: Who) -> None:
    await services.settings.save(maria, FORM)
    facts = await services.settings.save(maria, replace(SELLS, checkin_day=None, checkin_at=None))
    assert (facts.person.checkin_day, facts.person.checkin_at) == (FORM.checkin_day, FORM.checkin_at)


async def test_a_prompt_switched_off_is_planned_no_more(services: Services, maria: Who) -> None:
    facts = await services.settings.save(maria, replace(FORM, prompt_on=False))
    assert facts.person.prompt_at is None
    assert facts.next_of(PROMPT_PERSON) is None


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        pytest.param(
            replace(FORM, zone="Factory", country="XX"),
            [("errors.stale_choice", "zone"), ("errors.stale_choice", "country")],
            id="from an old form",
        ),
        pytest.param(
            replace(FORM, working_days=frozenset(), prompt_at=None, checkin_at=None),
            [
                ("settings.problems.no_days", "working_days"),
                ("settings.problems.no_prompt_time", "prompt_at"),
                ("settings.problems.no_checkin_time", "checkin_at"),
            ],
            id="left empty",
        ),
    ],
)
async def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    services: Services, maria: Who, form: SettingsForm, faults: list[tuple[str, str]], context: Context
) -> None:
    before = await services.settings.facts(maria)
    with pytest.raises(Problems) as found:
        await services.settings.save(maria, form)
    assert [(one.key, one.field) for one in found.value.problems] == faults
    assert all(context.library.say(one.key, **one.facts) for one in found.value.problems)
    assert await services.settings.facts(maria) == before


async def test_somebody_who_has_not_started_sets_what_they_like_and_gets_nothing(
    services: Services, directory: FakeDirectory
) -> None:
    facts = await services.settings.save(directory.add("U2"), FORM)
    assert (facts.person.status, facts.person.prompt_at, facts.upcoming) == (PersonStatus.NEW, time(7, 15), ())


async def test_guests_have_no_settings(services: Services, directory: FakeDirectory) -> None:
    with pytest.raises(Problem, match="guest"):
        await services.settings.facts(directory.add("U8", is_guest=True))


async def test_a_person_nobody_met_is_not_known(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        with pytest.raises(Problem, match="unknown_person"):
            await known(transaction, Who("T1", "U9"))


async def test_what_held_until_yesterday_is_kept_once_a_day(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    first = (await services.settings.save(maria, FORM)).person
    assert first.earlier == (Earlier(date(2026, 10, 18), country="DE", checkin_day=FRIDAY),), "guessed until then"
    second = (await services.settings.save(maria, replace(FORM, country="FR"))).person
    assert second.earlier == first.earlier
    clock.now += timedelta(days=3)
    third = (await services.settings.save(maria, replace(FORM, working_days=frozenset({0}), country="FR"))).person
    assert third.earlier == (
        *first.earlier,
        Earlier(date(2026, 10, 21), frozenset(FORM.working_days or ()), "FR", FORM.checkin_day),
    )
    assert (
        await services.settings.save(maria, replace(FORM, working_days=frozenset({0}), country="FR"))
    ).person == third
    assert '"until": "2026-10-21"' in (await services.privacy.export(maria)).data


@pytest.mark.parametrize("tz", ["", "Factory/Nowhere", "Atlantis"])
async def test_a_zone_that_slack_does_not_say_changes_nothing(
    services: Services, directory: FakeDirectory, maria: Who, tz: str
) -> None:
    await services.people.changed(maria, {"id": "U1", "tz": tz or None})
    assert (await services.settings.facts(maria)).person.zone == "Europe/Berlin"
