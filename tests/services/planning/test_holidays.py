"""Whose public holidays are somebody's days off, with nothing filled in."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.domain.people.countries import countries, country_name, guessed_country, parts_of
from bot.domain.people.people import ChannelNudge, Earlier, NudgeKind, Person, Workspace
from bot.domain.time.schedule import WORKDAYS, Before
from bot.nudges import PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.planning import working_days
from bot.services.planning.recurring import replan_channel
from bot.services.planning.working_days import calendar_of, holidays_of

MARIA = Person("T1", "U1", "Maria", "Europe/Berlin")


@pytest.mark.parametrize(
    ("country", "on", "is_one"),
    [
        ("CA", date(2026, 10, 12), True),
        ("CA-NB", date(2026, 10, 12), False),
        ("CH", date(2026, 4, 3), True),
        ("CH-TI", date(2026, 4, 3), False),
        ("CH", date(2026, 8, 15), False),
        ("GB", date(2026, 4, 6), True),
        ("GB-SCT", date(2026, 4, 6), False),
        ("DE", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),
        ("US", date(2026, 11, 26), True),
        ("JP", date(2026, 12, 25), False),
        ("DE", date(2026, 12, 25), True),
        (None, date(2026, 12, 25), True),
        (None, date(2027, 1, 1), True),
        (None, date(2026, 12, 24), False),
        ("XX", date(2026, 12, 25), True),
        ("none", date(2026, 12, 25), False),
        ("DE", date(2027, 1, 1), True),
        ("PH", date(2026, 12, 31), True),
        ("", date(2026, 12, 25), True),
        ("", date(2026, 12, 26), False),
    ],
)
def test_what_is_a_holiday(country: str | None, on: date, is_one: bool) -> None:
    assert (on in holidays_of(country)) is is_one


@pytest.mark.parametrize("country", ["DE", None])
def test_what_is_no_day_is_no_holiday(country: str | None) -> None:
    assert "2026-12-25" not in holidays_of(country)


@pytest.mark.parametrize(("having", "is_one"), [(0, False), (2, False), (3, True)])
def test_what_three_of_five_parts_have_is_a_holiday_where_nobody_said_which_part(
    monkeypatch: pytest.MonkeyPatch, having: int, is_one: bool
) -> None:
    on = date(2026, 5, 1)
    parts = {f"P{number}": {on} if number < having else set() for number in range(5)}
    monkeypatch.setattr(working_days, "country_holidays", lambda _country, part=None: parts.get(part, set()))
    assert (on in working_days._WholeCountry("XX", list(parts))) is is_one
    assert on not in working_days._WholeCountry("XX", []), "a country without parts"


async def test_before_a_change_it_is_what_it_was_then() -> None:
    """Until Friday, Maria worked from Tuesday on, in France, with check-ins on Thursdays; now she wants none."""
    until = date(2026, 7, 17)
    earlier = Earlier(until, frozenset({1, 2, 3, 4}), "FR", 3)
    calendar = calendar_of(replace(MARIA, earlier=(earlier,), turned_off=frozenset({NudgeKind.CHECKIN})))
    assert [calendar.is_day_off(date(2026, 7, day)) for day in (13, 14, 15, 20)] == [True, True, False, False]
    assert calendar.before == (Before(until, frozenset({1, 2, 3, 4}), holidays_of("FR"), 3, earlier.asked),)
    assert not calendar.asked
    assert calendar_of(MARIA).asked
    quiet = replace(earlier, asked=False)
    assert [before.asked for before in calendar_of(replace(MARIA, earlier=(quiet,))).before] == [False]


@pytest.mark.parametrize(
    ("zone", "locale", "default", "country"),
    [
        ("Europe/Berlin", "en-US", None, "DE"),
        ("Europe/Zurich", "de-DE", None, "CH"),
        ("America/Toronto", "en-US", "CA-ON", "CA-ON"),
        ("America/New_York", "en-US", "CA-ON", "US"),
        ("UTC", "en-US", "GB", "GB"),
        ("UTC", "de-DE", None, "DE"),
        ("UTC", "", None, None),
    ],
)
def test_the_country_is_guessed(zone: str, locale: str, default: str | None, country: str | None) -> None:
    assert guessed_country(zone, locale, default) == country


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "America/New_York", "America/Toronto", "Europe/London", "America/Sao_Paulo", "Europe/Paris",
     "Europe/Madrid", "Australia/Sydney", "Pacific/Auckland", "Asia/Kolkata", "Europe/Zurich", "UTC"],
)  # fmt: skip
def test_nobody_is_asked_anything_on_christmas_day_because_a_field_was_empty(zone: str) -> None:
    assert calendar_of(replace(MARIA, profile_zone=zone)).is_day_off(date(2026, 12, 25))


def test_somebody_who_chose_none_works_on_every_holiday() -> None:
    assert not calendar_of(replace(MARIA, country="none")).is_day_off(date(2026, 12, 25))


async def test_a_channel_has_no_prompt_on_a_holiday_of_its_country(context: Context) -> None:
    """Thanksgiving Day in Canada is on Monday, 12 October 2026; a digest comes all the same."""
    now = datetime(2026, 10, 10, 12, tzinfo=UTC)
    async with context.database.transaction("T1") as transaction:
        for country, prompt in ((None, date(2026, 10, 13)), ("none", date(2026, 10, 12)), ("JP", date(2026, 10, 13))):
            channel = ChannelNudge(
                "T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, zone="America/Toronto", set_by="U1", country=country
            )
            plan = await replan_channel(transaction, channel, now)
            assert plan is not None
            assert (plan.next.on, country) == (prompt, country)
        digest = ChannelNudge("T1", "C1", "digest", time(9), frozenset({0}), zone="America/Toronto", set_by="U1")
        plan = await replan_channel(transaction, digest, now)
        assert plan is not None
        assert plan.next.on == date(2026, 10, 12)


async def test_the_workspaces_country_holds_where_a_zone_tells_none(context: Context) -> None:
    now = datetime(2026, 10, 10, 12, tzinfo=UTC)
    async with context.database.transaction("T1") as transaction:
        await transaction.workspaces.save(Workspace("T1", country="CA"))
        await transaction.people.save(replace(MARIA, profile_zone="UTC"))
        person = await transaction.people.get("U1")
        assert person is not None
        assert person.holiday_country == "CA"
        channel = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, zone="UTC", set_by="U1")
        plan = await replan_channel(transaction, channel, now)
        assert plan is not None
        assert plan.next.on == date(2026, 10, 13)


def test_countries_have_their_names_in_ones_own_language() -> None:
    assert country_name("DE", "de-DE") == "Deutschland"
    assert country_name("DE-BY", "pt-BR") == "Baviera, Alemanha"
    assert country_name("GB-ENG", "ja-JP") == "イングランド, イギリス"
    assert country_name("CA-ON", "fr-CA") == "Ontario, Canada"
    assert list(countries("de-DE").values())[-1][:1] == "Z", "Österreich stands with O"
    assert countries("ja-JP")["FR"] == "フランス"
    assert country_name("TR", "xx-YY") == country_name("TR")


def test_parts_have_their_names() -> None:
    assert parts_of("CA")["CA-ON"] == "Ontario"
    assert parts_of("GB")["GB-ENG"] == "England"
    assert parts_of("JP") == {}
    assert parts_of("XX") == {}


def test_their_names_need_no_calendar_of_the_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making those of all countries reads their translations: a tenth of a second and 1.5 MB of every process."""
    monkeypatch.setattr("holidays.country_holidays", None)
    parts_of.cache_clear()
    assert parts_of("CH")["CH-ZH"] == "Zürich"


def test_where_no_country_is_known_the_library_of_holidays_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be loaded in the middle of the first tick with something due, which then took twice as long."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    holidays_of.cache_clear()
    assert date(2026, 12, 25) in holidays_of(None)
    assert date(2026, 12, 25) in holidays_of("")
    with pytest.raises(ImportError):
        holidays_of("DE")
    holidays_of.cache_clear()
