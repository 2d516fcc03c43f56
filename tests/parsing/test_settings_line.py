"""Settings as people type them."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.domain.budget import Cadence
from bot.domain.people.people import NudgeKind
from bot.domain.people.settings import GUESSED, SettingsForm
from bot.domain.time.hours import DAYTIME, Hours
from bot.errors import Problem
from bot.parsing.reading import Asker
from bot.parsing.settings_line import read_settings
from content.library import load_library

ASKER = Asker(datetime(2026, 11, 24, 10, tzinfo=UTC), "Europe/Berlin", "en-US")
LANGUAGES = {"en": ("english",), "de": ("deutsch", "german")}
WORKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("prompt 8:30", SettingsForm(prompt_on=True, prompt_at=time(8, 30))),
        ("Prompt at 8.30", SettingsForm(prompt_on=True, prompt_at=time(8, 30))),
        ("daily prompt 9am", SettingsForm(prompt_on=True, prompt_at=time(9))),
        ("change my prompt to 10:15", SettingsForm(prompt_on=True, prompt_at=time(10, 15))),
        ("prompt off", SettingsForm(prompt_on=False)),
        ("no prompts", SettingsForm(prompt_on=False)),
        ("prompts on", SettingsForm(prompt_on=True)),
        ("three a week", SettingsForm(prompt_on=True, cadence=Cadence.THRICE)),
        ("prompt 3 times a week", SettingsForm(prompt_on=True, cadence=Cadence.THRICE)),
        ("3x", SettingsForm(prompt_on=True, cadence=Cadence.THRICE)),
        ("weekly", SettingsForm(prompt_on=True, cadence=Cadence.WEEKLY)),
        ("once a week at 9:00", SettingsForm(prompt_on=True, prompt_at=time(9), cadence=Cadence.WEEKLY)),
        ("daily", SettingsForm(prompt_on=True, cadence=Cadence.DAILY)),
        ("every working day", SettingsForm(prompt_on=True, cadence=Cadence.DAILY)),
        ("prompt 8:30 and three a week", SettingsForm(prompt_on=True, prompt_at=time(8, 30), cadence=Cadence.THRICE)),
        ("prompt 7:15 and 12h", SettingsForm(prompt_on=True, prompt_at=time(7, 15), hour_clock=12)),
        ("24h, checkin off", SettingsForm(hour_clock=24, wanted=((NudgeKind.CHECKIN, False),))),
        ("checkin off", SettingsForm(wanted=((NudgeKind.CHECKIN, False),))),
        ("weekly check-in on", SettingsForm(wanted=((NudgeKind.CHECKIN, True),))),
        (
            "check-in friday 14:00",
            SettingsForm(checkin_day=4, checkin_at=time(14), wanted=((NudgeKind.CHECKIN, True),)),
        ),
        ("checkin thu", SettingsForm(checkin_day=3, wanted=((NudgeKind.CHECKIN, True),))),
        ("letters off", SettingsForm(wanted=((NudgeKind.LETTERS, False),))),
        ("turn off briefs", SettingsForm(wanted=((NudgeKind.BRIEFS, False),))),
        (
            "reminders off, follow-ups on",
            SettingsForm(wanted=((NudgeKind.REMINDERS, False), (NudgeKind.FOLLOW_UPS, True))),
        ),
        ("24h", SettingsForm(hour_clock=24)),
        ("12-hour clock", SettingsForm(hour_clock=12)),
        ("am/pm", SettingsForm(hour_clock=12)),
        ("clock as usual", SettingsForm(hour_clock=GUESSED)),
        ("week starts sunday", SettingsForm(first_day=6)),
        ("first day of the week as usual", SettingsForm(first_day=GUESSED)),
        ("language german", SettingsForm(locale="de")),
        ("Sprache Deutsch", SettingsForm(locale="de")),
        ("Sprache auf Deutsch", SettingsForm(locale="de")),
        ("Sprache: Deutsch", SettingsForm(locale="de")),
        ("Impuls um 8:30", SettingsForm(prompt_on=True, prompt_at=time(8, 30))),
        ("Impulse bitte aus", SettingsForm(prompt_on=False)),
        ("dreimal pro Woche", SettingsForm(prompt_on=True, cadence=Cadence.THRICE)),
        ("3x die Woche", SettingsForm(prompt_on=True, cadence=Cadence.THRICE)),
        ("einmal pro Woche um 9", SettingsForm(prompt_on=True, prompt_at=time(9), cadence=Cadence.WEEKLY)),
        ("jede Woche", SettingsForm(prompt_on=True, cadence=Cadence.WEEKLY)),
        ("täglich", SettingsForm(prompt_on=True, cadence=Cadence.DAILY)),
        ("fünfmal pro Woche", SettingsForm(prompt_on=True, cadence=Cadence.DAILY)),
        ("keine Erinnerungen", SettingsForm(wanted=((NudgeKind.REMINDERS, False),))),
        ("Zeitzone Berlin", SettingsForm(zone="Europe/Berlin")),
        ("Feiertage Bayern", SettingsForm(country="DE-BY")),
        ("keine Feiertage", SettingsForm(country="none")),
        ("Arbeitszeit 9-17", SettingsForm(hours=(time(9), time(17)))),
        ("Arbeitstage Montag bis Donnerstag", SettingsForm(working_days=frozenset(range(4)))),
        ("language as in slack", SettingsForm(locale="")),
        ("zone berlin", SettingsForm(zone="Europe/Berlin")),
        ("time zone slack", SettingsForm(zone="")),
        ("holidays bavaria", SettingsForm(country="DE-BY")),
        ("country germany", SettingsForm(country="DE")),
        ("no holidays", SettingsForm(country="none")),
        ("holidays as usual", SettingsForm(country="")),
        ("hours 9-17", SettingsForm(hours=(time(9), time(17)))),
        ("working hours 9:00 to 5:30pm", SettingsForm(hours=(time(9), time(17, 30)))),
        ("hours 0-24", SettingsForm(hours=(time(0), time(0)))),
        ("hours 9-5", SettingsForm(hours=(time(9), time(17)))),
        ("hours 9 to 5:30", SettingsForm(hours=(time(9), time(17, 30)))),
        ("hours 9am-5", SettingsForm(hours=(time(9), time(17)))),
        ("hours 2-6pm", SettingsForm(hours=(time(14), time(18)))),
        ("hours 1-5", SettingsForm(hours=(time(13), time(17)))),
        ("hours 6-14", SettingsForm(hours=(time(6), time(14)))),
        ("hours 7-22", SettingsForm(hours=(time(7), time(22)))),
        ("working days mon-fri", SettingsForm(working_days=WORKDAYS)),
        ("days sun-thu", SettingsForm(working_days=frozenset({6, 0, 1, 2, 3}))),
    ],
)
def test_one_line_changes_one_thing_or_several(typed: str, form: SettingsForm) -> None:
    line = read_settings(typed, ASKER, LANGUAGES)
    assert (line.form, line.pause) == (form, None)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("banana", "unclear"),
        ("8:30", "unclear"),
        ("prompt", "unclear"),
        ("checkin mon tue", "unclear"),
        ("prompt 8:30 banana", "unclear"),
        ("hours 9", "unclear"),
        ("hours 9-25", "unclear"),
        ("twice a week", "how_often"),
        ("prompt tue 8:30", "prompt_days"),
        ("prompt 25:99", "time"),
        ("prompt 8:30 9:30", "time"),
        ("language klingon", "language"),
        ("24h and language klingon", "language"),
    ],
)
def test_what_cannot_be_read_is_asked_about(typed: str, key: str) -> None:
    with pytest.raises(Problem) as raised:
        read_settings(typed, ASKER, LANGUAGES)
    assert raised.value.key == f"settings.problems.{key}"


@pytest.mark.parametrize(
    ("typed", "days", "is_leave"),
    [
        ("pause until fri", "until fri", False),
        ("vacation 20 dec - 4 jan", "20 dec - 4 jan", True),
        ("ooo fri", "fri", True),
        ("pause", "", False),
    ],
)
def test_a_pause_is_one_of_the_settings(typed: str, days: str, is_leave: bool) -> None:
    line = read_settings(typed, ASKER, LANGUAGES)
    assert (line.pause, line.is_leave) == (days, is_leave)


EARLY, LATE = Hours(time(5), time(20)), Hours(time(12), time(20))


@pytest.mark.parametrize(
    ("typed", "hours", "at"),
    [
        ("prompt 6", DAYTIME, None),
        ("prompt at 6:30", DAYTIME, None),
        ("checkin fri 6", DAYTIME, None),
        ("prompt 5", EARLY, None),
        ("hours 6-9", DAYTIME, None),
        pytest.param("prompt 6", LATE, time(18), id="only the evening is within the hours"),
        ("prompt 3", DAYTIME, time(15)),
        ("prompt 7", EARLY, time(7)),
        ("prompt 06:00", EARLY, time(6)),
        ("prompt 6am", EARLY, time(6)),
        ("prompt 6 pm", EARLY, time(18)),
        ("prompt 18:00", DAYTIME, time(18)),
    ],
)
def test_an_hour_that_could_be_in_either_half_of_the_day_is_asked_about(
    typed: str, hours: Hours, at: time | None
) -> None:
    asker = replace(ASKER, hours=hours)
    if at is not None:
        assert read_settings(typed, asker, LANGUAGES).form.prompt_at == at
        return
    with pytest.raises(Problem) as raised:
        read_settings(typed, asker, LANGUAGES)
    assert raised.value.key == "errors.time_either"


def test_the_question_names_both_times_as_they_can_be_typed() -> None:
    with pytest.raises(Problem) as raised:
        read_settings("prompt 6", ASKER, LANGUAGES)
    said = load_library().say(raised.value.key, **raised.value.facts)
    assert said == "“prompt 6” could mean 06:00 or 18:00. Type it again with the time you mean."


def test_the_first_day_that_was_chosen_wins_over_the_guess() -> None:
    sunday = Asker(ASKER.now, ASKER.zone, ASKER.locale, 6)
    assert (ASKER.frame().week_begins, sunday.frame().week_begins) == (0, 6)
