"""Reads an iCalendar file, as a program of its own: takes the question as JSON on a line, then the file.

What strangers wrote is read in a process without our keys, that is ended when it takes too long or too much memory.
It imports nothing of ours. Answers JSON: a list of [id, title, start (ISO, UTC), minutes].
"""

import json
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, reset_tzpath

import icalendar
import recurring_ical_events

MOST_EVENTS = 5000
MOST_FOUND = 20
LONGEST_TITLE = 200
TOO_FINE = {"SECONDLY", "MINUTELY", "HOURLY"}


def meetings(data: bytes, words: list[str], first: datetime, last: datetime, zone: str) -> list[list[Any]]:
    """The meetings from `first` to `last` (aware) whose title carries one of `words` (in small letters).

    Times without a zone are those of `zone`; meetings without a time of day are none. Raises ValueError where it is no
    calendar.
    """
    calendar = icalendar.Calendar.from_ical(data)
    events = [each for each in calendar.walk("VEVENT") if _carries(each, words) and _is_sane(each)][:MOST_EVENTS]
    thin = icalendar.Calendar()
    for part in [*calendar.walk("VTIMEZONE"), *events]:
        thin.add_component(part)  # only what carries the words is worked out
    found = []
    for event in recurring_ical_events.of(thin, skip_bad_series=True).between(first, last):
        meeting = _meeting(event, zone)
        if meeting is not None and first <= meeting[1] < last:
            identity = sha256(f"{event.get('UID', '')} {meeting[1].isoformat()}".encode()).hexdigest()[:32]
            found.append((meeting[1], [identity, meeting[0], meeting[1].isoformat(), meeting[2]]))
    return [row for _, row in sorted(found)[:MOST_FOUND]]


def _carries(event: Any, words: list[str]) -> bool:
    title = " ".join(str(event.get("SUMMARY", "")).lower().split())
    return str(event.get("STATUS", "")).upper() != "CANCELLED" and any(word in title for word in words)


def _is_sane(event: Any) -> bool:
    """Whether it begins at some time and repeats at most daily; nobody meets every second."""
    if "DTSTART" not in event:
        return False
    rules = event.get("RRULE", [])
    listed = rules if isinstance(rules, list) else [rules]
    return not any(str(each).upper() in TOO_FINE for rule in listed for each in rule.get("FREQ", []))


def _meeting(event: Any, zone: str) -> tuple[str, datetime, int] | None:
    start = event["DTSTART"].dt
    if not isinstance(start, datetime):
        return None
    end = event["DTEND"].dt if "DTEND" in event else start + timedelta(minutes=45)
    minutes = int((end - start) / timedelta(minutes=1)) if isinstance(end, date) else 0
    title = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_TITLE]
    aware = start if start.tzinfo else start.replace(tzinfo=ZoneInfo(zone))
    return title, aware.astimezone(UTC), minutes


def main() -> None:
    """Read the question and the file from the standard input, and print what was found."""
    with suppress(ImportError):  # Unix alone; elsewhere the time limit from outside has to do
        import resource  # noqa: PLC0415 - only where there is one

        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    reset_tzpath(())  # the rules of the pinned package `tzdata`, as in the process that asks (see bot/zone_data.py)
    asked = json.loads(sys.stdin.buffer.readline())
    first, last = (datetime.fromisoformat(asked[name]) for name in ("first", "last"))
    json.dump(meetings(sys.stdin.buffer.read(), asked["words"], first, last, asked["zone"]), sys.stdout)


if __name__ == "__main__":
    main()
