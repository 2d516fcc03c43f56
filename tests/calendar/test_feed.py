"""Reading feeds: the corpus beside this file, each case with the meetings to offer."""

import io
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.calendar.feed.__main__ import answer
from bot.domain.ridealongs.meetings import USUAL

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
FIRST, LAST = NOW + timedelta(hours=1), NOW + timedelta(days=14)
CORPUS = Path(__file__).with_name("corpus")
ZONES: dict[str, str] = tomllib.loads((CORPUS / "zones.toml").read_text())["start"]


def cases() -> list[Any]:
    return [
        pytest.param(case["feed"], case["offered"], id=f"{path.stem}: {case['name']}")
        for path in sorted(CORPUS.glob("*.toml"))
        for case in tomllib.loads(path.read_text()).get("case", [])
    ]


def feed_of(inside: str) -> bytes:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{inside}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(start: str, title: str = "Ride-along Acme") -> str:
    return f"BEGIN:VEVENT\nUID:1\nSUMMARY:{title}\n{start}\nEND:VEVENT\n"


def offered(feed: bytes, **more: Any) -> list[list[str]]:
    found = answer(io.BytesIO(feed), USUAL, FIRST, LAST, "Europe/Berlin", **more)["meetings"]
    return [[title, start[:16]] for _, title, start, _ in found]


ACME = ["Ride-along Acme", "2026-10-20T13:00"]
PLAIN = feed_of(event("DTSTART:20261020T130000Z", "Ride-along Müller"))
MUELLER = [["Ride-along Müller", "2026-10-20T13:00"]]


@pytest.mark.parametrize(("feed", "expected"), cases())
def test_what_is_offered(feed: str, expected: list[list[str]]) -> None:
    assert offered(feed_of(feed)) == expected


@pytest.mark.parametrize("quoted", [True, False], ids=["quoted", "bare"])
@pytest.mark.parametrize("name", ZONES)
def test_a_zone_is_known_by_its_name_or_its_meetings_are_left_out(name: str, quoted: bool) -> None:
    clock, _, before = ZONES[name].partition(" ")
    day = date(2026, 10, 19 if before else 20)
    zone = f'"{name}"' if quoted else name
    expected = [["Ride-along Acme", f"{day}T{clock}"]] if clock else []
    assert offered(feed_of(event(f"DTSTART;TZID={zone}:20261020T090000"))) == expected


@pytest.mark.parametrize(
    "feed",
    [
        PLAIN.replace(b"\r\n", b"\n"), PLAIN.replace(b"\r\n", b"\r"), PLAIN.replace(b"\r\n", b"\r\r\n"),
        PLAIN.replace(b"\r\n", b"\r\n\r\n"), b"\xef\xbb\xbf" + PLAIN, PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-le"), PLAIN.decode().encode("utf-16-be"), PLAIN.decode().encode("cp1252"),
        PLAIN.replace("ü".encode(), b"\xc3\r\n \xbc"), PLAIN.replace(b"SUMMARY:Ride-", b"SUMMARY:Ri\r\n\tde-"),
        b"<br>Warning: something\n" + PLAIN, PLAIN.replace(b"END:VCALENDAR", b"END:VCALENDAR\r\n\0\0"),
    ],
    ids=[
        "LF", "CR", "CR CR LF", "blank lines", "byte order mark", "UTF-16", "UTF-16 little", "UTF-16 big",
        "Windows-1252", "folded within a letter", "folded with a tab", "a warning before it", "NUL behind it",
    ],
)  # fmt: skip
def test_line_ends_folds_and_encodings(feed: bytes) -> None:
    assert offered(feed) == MUELLER


@pytest.mark.parametrize("length", range(-3, 4))
def test_a_line_end_on_the_border_of_two_chunks(length: int) -> None:
    filler = f"X-FILL:{'x' * (65_536 + length - 60)}\n"
    assert offered(feed_of(filler + event("DTSTART:20261020T130000Z"))) == [ACME]


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Ride-along", "Cancelled: Ride-along", "CANCELED: Ride-along", "Abgesagt: Ride-along",
        "Annulé : Ride-along", "Annulé\u00a0: Ride-along", "Cancelado: Ride-along", "Annullato: Ride-along",
        "Geannuleerd: Ride-along", "Inställt: Ride-along", "Aflyst: Ride-along", "Avlyst: Ride-along",
        "Peruutettu: Ride-along", "Odwołane: Ride-along", "Zrušeno: Ride-along", "Отменено: Ride-along",
        "İptal edildi: Ride-along", "已取消: Ride-along", "キャンセル済み： Ride-along", "취소됨: Ride-along",
        "בוטל: Ride-along", "[Cancelled] Ride-along", "FW: Ride-along", "Declined: Ride-along",
    ],
)  # fmt: skip
def test_what_was_called_off_in_its_title_is_not_offered(title: str) -> None:
    expected = [[title, ACME[1]]] if title.startswith("FW") else []
    assert offered(feed_of(event("DTSTART:20261020T130000Z", title))) == expected


def test_a_title_that_speaks_of_something_cancelled_is_offered() -> None:
    title = "Ride-along: cancelled orders at Acme"
    assert offered(feed_of(event("DTSTART:20261020T130000Z", title))) == [[title, ACME[1]]]


def test_the_owner_of_the_address_declined() -> None:
    said = "ATTENDEE;PARTSTAT=DECLINED:mailto:maria@example.com\nATTENDEE:mailto:tom@example.com"
    feed = feed_of(event(f"{said}\nDTSTART:20261020T130000Z"))
    assert offered(feed, owners=["maria@example.com"]) == []
    assert offered(feed, owners=["ann@example.com"]) == [ACME]


@pytest.mark.parametrize(
    ("end", "minutes"),
    [
        ("DTEND:20261020T140000Z", 60), ("DURATION:PT1H30M", 90), ("DTEND:20261020T120000Z", 45), ("DURATION:long", 45),
        ("DTEND;TZID=Europe/Berlin:20261020T154000", 40), ("SEQUENCE:1", 45),
    ],
)  # fmt: skip
def test_how_long_it_takes(end: str, minutes: int) -> None:
    found = answer(io.BytesIO(feed_of(event(f"DTSTART:20261020T130000Z\n{end}"))), USUAL, FIRST, LAST, "Europe/Berlin")
    assert [row[3] for row in found["meetings"]] == [minutes]


def test_what_was_cut_off_is_said_to_be_not_whole() -> None:
    whole = feed_of(event("DTSTART:20261020T130000Z"))
    assert answer(io.BytesIO(whole), USUAL, FIRST, LAST, "UTC")["is_whole"]
    cut = answer(io.BytesIO(whole + b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Ride"), USUAL, FIRST, LAST, "UTC")
    assert (len(cut["meetings"]), cut["is_whole"]) == (1, False)


def test_of_more_than_twenty_it_is_said_how_far_they_reach() -> None:
    begins = [f"DTSTART:20261020T13{minute:02}00Z" for minute in range(30)]
    events = "".join(event(start).replace("UID:1", f"UID:{number}") for number, start in enumerate(begins))
    found = answer(io.BytesIO(feed_of(events)), USUAL, FIRST, LAST, "UTC")
    assert len(found["meetings"]) == 20
    assert found["reached"] == "2026-10-20T13:19:00+00:00"


def test_a_series_with_two_hundred_exceptions_since_2009() -> None:
    first = datetime(2009, 1, 6, 15, tzinfo=UTC)  # Berlin's wall clock, written without a zone
    gone = "".join(f"EXDATE;TZID=Europe/Berlin:{first + timedelta(weeks=4 * n):%Y%m%dT%H%M%S}\n" for n in range(200))
    feed = feed_of(event(f"DTSTART;TZID=Europe/Berlin:{first:%Y%m%dT%H%M%S}\nRRULE:FREQ=WEEKLY\n{gone}"))
    assert offered(feed) == [ACME, ["Ride-along Acme", "2026-10-27T14:00"]]


def test_a_large_feed_keeps_only_what_may_matter() -> None:
    """Of ten megabytes, only a small part stays in memory."""
    inside = event("DTSTART:20261020T130000Z") + "".join(
        event(f"DTSTART:20261020T130000Z\nDESCRIPTION:{'x' * 3000}", "Dentist").replace("UID:1", f"UID:n{number}")
        for number in range(3000)
    )
    assert offered(feed_of(inside)) == [ACME]


@pytest.mark.parametrize("feed", [b"", b"<html>Sign in</html>", b"\x00\xff" * 1000, b"BEGIN:VCALENDAR"])
def test_what_is_no_calendar_is_an_error(feed: bytes) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        offered(feed)
