"""Reading a calendar in a process of its own: what is found in it, and what strangers write to keep us busy."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar.fetch import Trouble, Unfetchable
from bot.calendar.read import meetings
from bot.calendar.reader import read_meetings
from bot.domain.ridealongs.meetings import USUAL, all_words, customer_in, words_in
from tests.calendar.feeds import pieces_of

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
LAST = NOW + timedelta(days=14)


def calendar(*events: str) -> bytes:
    inside = "\r\n".join(
        f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in (each.replace("\n", "\r\n") for each in events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{inside}\r\nEND:VCALENDAR\r\n".encode()


def found(*events: str, words: tuple[str, ...] = USUAL) -> list[tuple[str, str, int]]:
    rows = meetings(calendar(*events), list(words), NOW, LAST, "Europe/Berlin")
    return [(title, start, minutes) for _, title, start, minutes in rows]


ONE = "UID:1\nSUMMARY:Ride-along Acme\nDTSTART:20261020T130000Z\nDTEND:20261020T134500Z"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ONE, [("Ride-along Acme", "2026-10-20T13:00:00+00:00", 45)]),
        (
            "UID:2\nSUMMARY:JOINT  CALL Müller\nDTSTART:20261020T150000\nDURATION:PT1H",
            [("JOINT CALL Müller", "2026-10-20T13:00:00+00:00", 45)],
        ),
        ("UID:3\nSUMMARY:Dentist\nDTSTART:20261020T130000Z", []),
        ("UID:4\nSUMMARY:Ride-along all day\nDTSTART;VALUE=DATE:20261020", []),
        ("UID:5\nSUMMARY:Ride-along off\nSTATUS:CANCELLED\nDTSTART:20261020T130000Z", []),
        ("UID:6\nSUMMARY:Ride-along gone by\nDTSTART:20261018T130000Z", []),
        ("UID:7\nSUMMARY:Ride-along far\nDTSTART:20261118T130000Z", []),
        ("UID:8\nSUMMARY:Ride-along mad\nDTSTART:20261020T130000Z\nRRULE:FREQ=SECONDLY", []),
        ("UID:9\nSUMMARY:Ride-along no start", []),
    ],
)
def test_what_is_found(event: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(title, start) for title, start, _ in found(event)] == [(title, start) for title, start, _ in expected]


def test_a_weekly_one_keeps_its_wall_clock_over_the_end_of_summer_time() -> None:
    event = (
        "UID:1\nSUMMARY:Ride-along weekly\nDTSTART;TZID=Europe/Berlin:20261005T150000"
        "\nDTEND;TZID=Europe/Berlin:20261005T160000\nRRULE:FREQ=WEEKLY"
    )
    assert [start for _, start, _ in found(event)] == ["2026-10-19T13:00:00+00:00", "2026-10-26T14:00:00+00:00"]


def test_each_time_of_a_series_is_a_meeting_of_its_own_and_stays_the_same_one() -> None:
    data = calendar(ONE.replace("DTEND", "RRULE:FREQ=DAILY;COUNT=3\nDTEND"))
    rows = meetings(data, list(USUAL), NOW, LAST, "UTC")
    assert len({row[0] for row in rows}) == 3
    assert rows == meetings(data, list(USUAL), NOW, LAST, "UTC")


def test_never_more_than_twenty() -> None:
    events = [ONE.replace("UID:1", f"UID:{number}") for number in range(50)]
    assert len(found(*events)) == 20


async def test_it_is_read_in_a_process_of_its_own() -> None:
    rows = await read_meetings(pieces_of(calendar(ONE)), USUAL, NOW, LAST, "UTC", seconds=30)
    assert [(row.title, row.starts_at, row.minutes) for row in rows] == [
        ("Ride-along Acme", datetime(2026, 10, 20, 13, tzinfo=UTC), 45)
    ]


@pytest.mark.parametrize("data", [b"", b"<html>Sign in</html>", b"\x00\xff" * 1000, b"BEGIN:VCALENDAR"])
async def test_what_is_no_calendar_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unfetchable) as caught:
        await read_meetings(pieces_of(data), USUAL, NOW, LAST, "UTC", seconds=30)
    assert caught.value.why is Trouble.UNREADABLE


async def test_a_rule_that_never_comes_true_is_given_up() -> None:
    event = "UID:1\nSUMMARY:Ride-along\nDTSTART:00010101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    with pytest.raises(Unfetchable):
        await read_meetings(pieces_of(calendar(*[event] * 50)), USUAL, NOW, LAST, "UTC", seconds=2)


def test_own_words_are_read_from_what_was_typed() -> None:
    assert words_in("Mitfahrt, Field  Day;\nab, mitfahrt") == ("mitfahrt", "field day")
    assert all_words(("mitfahrt",))[-1] == "mitfahrt"


@pytest.mark.parametrize(
    ("title", "customer"),
    [
        ("Ride-along: Acme", "Acme"), ("Acme - joint call", "Acme"),
        ("RIDEALONG with Müller & Söhne", "Müller & Söhne"),
        ("ride along", ""),
    ],
)  # fmt: skip
def test_what_is_left_of_a_title_is_the_customer(title: str, customer: str) -> None:
    assert customer_in(title, USUAL) == customer
