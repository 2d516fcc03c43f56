"""Reads an iCalendar feed, as a separate program: it reads the question as a line of JSON, then the feed.

Feeds come from strangers, so they are read in a process without our keys, which is killed if it takes too long or too
much memory. It imports nothing of ours except this package. It answers in JSON: `meetings`, each [id, title, start
(ISO, UTC), minutes]; `is_whole`, whether the feed is complete; `reached`, the time (ISO, UTC) up to which the meetings
are complete; `seconds` of processor time.
"""

import json
import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from time import process_time
from typing import Any, BinaryIO
from zoneinfo import reset_tzpath

from bot.calendar.feed.components import Component, cut
from bot.calendar.feed.lines import content_lines, decoded

MOST_FOUND = 20
LONGEST_TITLE = 200
MOST_BYTES = 512 << 20  # of address space


def answer(
    feed: BinaryIO, words: Sequence[str], first: datetime, last: datetime, zone: str, owners: Collection[str] = ()
) -> dict[str, Any]:
    """The meetings from `first` to `last` (aware UTC) whose title contains one of `words` (in lower case).

    Times without a zone are taken to be in `zone`; events without a time of day are not meetings. `owners` are the mail
    addresses of the calendar's owner. Raises ValueError if the feed is not a calendar.
    """
    whole = cut(content_lines(feed))
    groups: dict[bytes, list[Component]] = {}
    for number, component in enumerate(whole.events):
        uid = component.raw(b"UID").strip()
        groups.setdefault(uid or f"\0{number}".encode(), []).append(component)
    wanted = [group for group in groups.values() if any(_carries(component, words) for component in group)]
    meetings: dict[str, tuple[datetime, list[Any]]] = {}
    if wanted:
        # Imported late: rules and zones are the slow part of the start, and most feeds contain nothing like a
        # ride-along.
        from bot.calendar.feed.meetings import meetings_of  # noqa: PLC0415 - see above

        for occurrence in meetings_of(wanted, whole.calendars, first, last, zone, owners):
            title = occurrence.event.title
            if any(word in title.lower() for word in words):
                named = occurrence.event.uid or title
                identity = sha256(f"{named} {occurrence.at.isoformat()}".encode()).hexdigest()[:32]
                minutes = int(occurrence.length / timedelta(minutes=1))
                row = [identity, title[:LONGEST_TITLE], occurrence.at.isoformat(), minutes]
                meetings.setdefault(identity, (occurrence.at, row))
    rows = [row for _, row in sorted(meetings.values())]
    reached = rows[MOST_FOUND - 1][2] if len(rows) > MOST_FOUND else last.isoformat()
    return {"meetings": rows[:MOST_FOUND], "is_whole": whole.is_whole, "reached": reached}


def _carries(component: Component, words: Sequence[str]) -> bool:
    title = " ".join(decoded(component.raw(b"SUMMARY")).lower().replace("\\", "").split())
    return any(word in title for word in words)


def main() -> None:
    """Read the question and the feed from standard input, and print the answer."""
    with suppress(ImportError, OSError):  # only on Unix; elsewhere the outer time limit must do
        import resource  # noqa: PLC0415 - only where it exists

        os.nice(10)  # people waiting for an answer in Slack go first
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    reset_tzpath(())  # use the rules of the pinned package `tzdata`, as in the process that asks (see bot/zone_data.py)
    asked = json.loads(sys.stdin.buffer.readline())
    first, last = (datetime.fromisoformat(asked[name]) for name in ("first", "last"))
    result = answer(sys.stdin.buffer, asked["words"], first, last, asked["zone"], asked.get("owners", ()))
    json.dump(result | {"seconds": process_time()}, sys.stdout)


if __name__ == "__main__":
    main()
