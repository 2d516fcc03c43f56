"""Reading what was typed after `/ridealong`, on a Thursday at ten in Berlin."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.ridealongs.facts import Unclear, Understood
from bot.parsing.ridealong import read

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
THU, FRI, NEXT_THU = date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 3)


def said(text: str, zone: str = "Europe/Berlin", *, logged: bool = False) -> Understood:
    return read(text, NOW, zone, logged=logged)


@pytest.mark.parametrize(
    ("text", "customer", "on", "at", "minutes"),
    [
        ("<@U2|tom> Acme today 15:00", "Acme", THU, time(15), None),
        ("<@U2|tom> Acme thu 09:00", "Acme", NEXT_THU, time(9), None),
        ("<@U2|tom> friday Acme", "Acme", FRI, None, None),
        ("<@U2|tom> Acme tomorrow 9am for 45m", "Acme", FRI, time(9), 45),
        ("<@U2|tom> tomorrow 9 Acme", "Acme", FRI, time(9), None),
        ("<@U2|tom> Smith &amp; Co 28 Nov 14:00", "Smith & Co", date(2026, 11, 28), time(14), None),
        ("<@U2|tom> Acme 1 Dec 14:00-15:30", "Acme", date(2026, 12, 1), time(14), 90),
        ("<@U2|tom> Acme on the 3rd of December 2026 at 3 for half an hour", "Acme", NEXT_THU, time(15), 30),
        ("<@U2|tom> Acme 2026-12-01 10:00 for 1h30", "Acme", date(2026, 12, 1), time(10), 90),
        ("<@U2|tom> Acme 24.12. 15h30", "Acme", date(2026, 12, 24), time(15, 30), None),
        ("<@U2|tom> Acme 24.12.2026", "Acme", date(2026, 12, 24), None, None),
        ("<@U2|tom> Acme 12/24 3 pm", "Acme", date(2026, 12, 24), time(15), None),
        ("<@U2|tom> Acme 3/1 noon", "Acme", date(2027, 1, 3), time(12), None),
        ("<@U2|tom> Acme in 3 days at 9", "Acme", date(2026, 11, 29), time(9), None),
        ("<@U2|tom> March Ltd in 2 hours", "March Ltd", THU, time(12), None),
        ("<@U2|tom> Acme friday next week 10:00", "Acme", date(2026, 12, 4), time(10), None),
        ("<@U2|tom> Day One next tuesday 10am", "Day One", date(2026, 12, 1), time(10), None),
        ("<@U2|tom> Acme weds 10am", "Acme", date(2026, 12, 2), time(10), None),
        ("<@U2|tom> Acme 15:00", "Acme", THU, time(15), None),
        ("<@U2|tom> Acme 08:00", "Acme", FRI, time(8), None),
        ("<@U2|tom> with Acme for an hour on friday", "Acme", FRI, None, 60),
        ("<@U2|tom> 3M tonight 8pm", "3M", THU, time(20), None),
        ("<@U2|tom> Sun Microsystems", "Sun Microsystems", None, None, None),
        ("<@U2|tom> Sun Microsystems sun 10:00", "Sun Microsystems", date(2026, 11, 29), time(10), None),
        ("<@U2|tom> May Group", "May Group", None, None, None),
        ("<@U2|tom> Last Minute Ltd fri 10:00", "Last Minute Ltd", FRI, time(10), None),
        ("<@U2|tom> 24 hour fitness tomorrow", "24 hour fitness", FRI, None, None),
        ("<@U2|tom> One Two Three", "One Two Three", None, None, None),
        ("<@U2|tom> <https://acme.com|acme.com> mon 9:30", "acme.com", date(2026, 11, 30), time(9, 30), None),
        ("<@U2|tom> <https://acme.com>", "https://acme.com", None, None, None),
        ("<@U2>", "", None, None, None),
    ],
)
def test_who_which_customer_and_when(
    text: str, customer: str, on: date | None, at: time | None, minutes: int | None
) -> None:
    length = timedelta(minutes=minutes) if minutes else None
    assert said(text) == Understood("U2", customer, on, at, length)


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("Acme yesterday 15:00", date(2026, 11, 25), time(15)),
        ("Acme thu 9:00", THU, time(9)),
        ("Acme thu 15:00", date(2026, 11, 19), time(15)),
        ("Acme 24 Nov 10:00", date(2026, 11, 24), time(10)),
        ("Acme 24.11. 10:00", date(2026, 11, 24), time(10)),
        ("Acme 28.10.", date(2026, 10, 28), None),
        ("Acme 3 days ago 10:00", date(2026, 11, 23), time(10)),
        ("Acme last friday", date(2026, 11, 20), None),
        ("Acme 8:00", THU, time(8)),
        ("Acme 15:00", date(2026, 11, 25), time(15)),
    ],
)
def test_what_happened_already_is_looked_for_in_the_past(text: str, on: date, at: time | None) -> None:
    assert said(text, logged=True) == Understood(None, "Acme", on, at)


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("Acme 4pm tomorrow morning", [("contradiction", "4pm tomorrow morning")]),
        ("Acme fri 10am in the evening", [("contradiction", "fri 10am in the evening")]),
        ("@nobody yesterday 25:00", [("person", "@nobody"), ("time", "yesterday 25:00"), ("past", "yesterday 25:00")]),
        ("<@U2> <@U3> Acme", [("another", "")]),
        ("<@U2> Acme thu 15:00", [("which", "thu 15:00")]),
        ("<@U2> thursday Acme", [("which", "thursday")]),
        ("<@U2> Acme 31 feb", [("date", "31 feb")]),
        ("<@U2> Acme 24 Nov 14:00", [("far", "24 Nov 14:00")]),
        ("<@U2> Acme 99/99 10:00", [("date", "99/99 10:00")]),
        ("<@U2> Acme today 9am", [("past", "today 9am")]),
        ("<@U2> Acme 1 Dec 2020", [("past", "1 Dec 2020")]),
        ("<@U2> Acme 10:00 2pm fri", [("time", "10:00")]),
        ("<@U2> Acme 15:00-14:00", [("time", "15:00-14:00")]),
        ("<@U2> Acme for 12h fri", [("length", "for 12h")]),
        ("<@U2> Acme 26:00", [("time", "26:00")]),
    ],
)
def test_what_cannot_be_read_is_named(text: str, unclear: list[tuple[str, str]]) -> None:
    assert [(each.reason, each.given) for each in said(text).unclear] == unclear


def test_a_logged_call_does_not_lie_ahead() -> None:
    assert said("Acme tomorrow 10:00", logged=True).unclear == (Unclear("future", "tomorrow 10:00"),)


def test_3_4_is_a_matter_of_the_zone() -> None:
    assert said("Acme 3/4").on == date(2027, 4, 3)
    assert said("Acme 3/4", "America/New_York").on == date(2027, 3, 4)
    assert said("Acme 3/4/2027", "America/New_York").on == date(2027, 3, 4)


def test_the_day_is_that_of_the_person_who_types() -> None:
    late = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)  # Friday, 09:00 in Auckland
    assert read("Acme tomorrow 9am", late, "Pacific/Auckland").on == date(2026, 11, 28)


def test_a_time_on_another_clock_is_kept_as_it_was_said() -> None:
    text = said("Acme fri 3pm EST")
    assert text.elsewhere is not None
    assert (text.elsewhere.given, text.elsewhere.zone) == ("EST", "America/New_York")
    assert (f"{text.elsewhere.there:%H:%M}", text.at) == ("15:00", time(21))
    assert said("Acme fri 3pm").elsewhere is None


@pytest.mark.parametrize("typed", ["Acme 3pm EST", "Acme next friday 3pm PST", "Acme thusday 3pm ET"])
def test_a_time_on_another_clock_is_none_without_its_day(typed: str) -> None:
    text = said(typed)
    assert (text.on, text.at) == (None, None)
    assert "time_elsewhere" in {each.reason for each in text.unclear}


@pytest.mark.parametrize(
    ("typed", "customer", "reason"),
    [
        ("Acme thusday 3pm", "Acme", "left_out"),
        ("Acme Labs Wensday 3pm", "Acme Labs", "left_out"),
        ("thusday Acme 3pm", "Acme", "left_out"),
        ("Sundy Riley 3pm", "Sundy Riley", "maybe"),
        ("acme widgets 3pm", "acme widgets", "maybe"),
    ],
)
def test_a_word_that_is_no_day_is_asked_about_and_is_no_part_of_the_customer(
    typed: str, customer: str, reason: str
) -> None:
    text = said(typed)
    assert (text.customer, text.on) == (customer, None)
    assert reason in {each.reason for each in text.unclear}


def test_nothing_typed_is_nothing_understood() -> None:
    assert said("") == Understood()
