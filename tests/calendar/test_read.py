"""Reading a feed in a separate process: what comes back, and what strangers write to keep us busy."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.calendar.fetch import Trouble, Unfetchable
from bot.calendar.reader import read_meetings
from bot.domain.ridealongs.meetings import USUAL, all_words, customer_in, words_in
from tests.calendar.feeds import pieces_of

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
LAST = NOW + timedelta(days=14)
ONE = "UID:1\nSUMMARY:Ride-along Acme\nDTSTART:20261020T130000Z\nDTEND:20261020T134500Z"


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{inside}END:VCALENDAR\n".encode()


async def test_it_is_read_in_a_process_of_its_own() -> None:
    reading = await read_meetings(pieces_of(calendar(ONE)), USUAL, NOW, LAST, "UTC")
    assert [(row.title, row.starts_at, row.minutes) for row in reading.meetings] == [
        ("Ride-along Acme", datetime(2026, 10, 20, 13, tzinfo=UTC), 45)
    ]
    assert (reading.first, reading.reached, reading.is_whole) == (NOW, LAST, True)
    assert reading.seconds > 0


async def test_each_date_of_a_series_is_a_meeting_of_its_own_and_stays_the_same_one() -> None:
    feed = calendar(ONE.replace("DTEND", "RRULE:FREQ=DAILY;COUNT=3\nDTEND"))
    first, second = [await read_meetings(pieces_of(feed), USUAL, NOW, LAST, "UTC") for _ in range(2)]
    assert len({meeting.id for meeting in first.meetings}) == 3
    assert first.meetings == second.meetings


@pytest.mark.parametrize("address", ["https://x.example/ical/Maria%40example.com/private-1/basic.ics"])
async def test_the_owner_of_the_address_declined(address: str) -> None:
    said = "ATTENDEE;PARTSTAT=DECLINED:mailto:maria@example.com\nATTENDEE:mailto:tom@example.com"
    feed = calendar(f"{ONE}\n{said}")
    assert (await read_meetings(pieces_of(feed), USUAL, NOW, LAST, "UTC", address)).meetings == ()
    assert len((await read_meetings(pieces_of(feed), USUAL, NOW, LAST, "UTC")).meetings) == 1


@pytest.mark.parametrize("data", [b"", b"<html>Sign in</html>", b"\x00\xff" * 1000, b"BEGIN:VCALENDAR"])
async def test_what_is_no_calendar_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unfetchable) as caught:
        await read_meetings(pieces_of(data), USUAL, NOW, LAST, "UTC")
    assert caught.value.why is Trouble.UNREADABLE


async def test_rules_that_never_come_true_are_given_up() -> None:
    """A hundred thousand days each, twenty thousand times: hours on any machine, but given up after a moment."""
    event = "SUMMARY:Ride-along\nDTSTART:19500101T000000Z\nRRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30"
    with pytest.raises(Unfetchable) as caught:
        await read_meetings(pieces_of(calendar(*[event] * 20_000)), USUAL, NOW, LAST, "UTC", seconds=0.2)
    assert caught.value.why is Trouble.COSTLY


async def test_what_fails_while_it_comes_fails_the_reading() -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield calendar(ONE)
        raise Unfetchable(Trouble.BIG)

    with pytest.raises(Unfetchable) as caught:
        await read_meetings(broken(), USUAL, NOW, LAST, "UTC")
    assert caught.value.why is Trouble.BIG


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
