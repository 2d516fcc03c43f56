"""How an instant is written: in the reader's own zone, with the zone where it could be misread."""

from datetime import date, datetime

from bot.domain.time.schedule import local


def moment(at: datetime, zone: str) -> str:
    """ "Tue 24 Nov, 08:30 (Europe/Berlin)": aware `at` as wall-clock time in `zone`."""
    return f"{short_moment(at, zone)} ({zone})"


def short_moment(at: datetime, zone: str) -> str:
    """ "Tue 24 Nov, 08:30": aware `at` as wall-clock time in `zone`."""
    there = local(at, zone)
    return f"{there:%a} {there.day} {there:%b, %H:%M}"


def day(on: date) -> str:
    """ "Tue 24 Nov": a local date."""
    return f"{on:%a} {on.day} {on:%b}"
