"""The day that somebody types after "pause until". Pure."""

import re
from datetime import date, datetime, timedelta

from bot.domain.time.localtime import DAY
from bot.errors import Problem
from bot.parsing.days import find_date

LENGTH = re.compile(r"(in |for )?((?:\d{1,3}|an?|one|two|three|four|five|six|ten) (?:day|week|month)s?)")
FILLER = re.compile(r"^(until|till|til|to|through|thru|up to|the end of)\s+", re.IGNORECASE)
YEAR = re.compile(r"\b\d{4}\b")
FAR = timedelta(days=300)


def read_until(text: str, now: datetime, zone: str) -> date | None:
    """The last day that `text` names, read at the naive local time `now`: "until fri", "24 dec", "2 weeks".

    None where nothing was typed. A length counts today: on a Monday, "1 week" ends on Sunday and "in 1 week" on Monday.
    `zone` decides what 3/4 is.
    Raises Problem for what is no day, has passed, or is most of a year away where no year was typed.
    """
    given = " ".join(text.split())
    if not given:
        return None
    plain = FILLER.sub("", given)
    last = _length(plain.lower(), now) or _day(plain, now, zone)
    if last is None:
        raise Problem("pauses.problems.unclear", given=plain)
    if last < now.date():
        example = f"{now + 7 * DAY:%d %b}".lstrip("0").lower()
        raise Problem("pauses.problems.past", day=f"{last:%a} {last.day} {last:%b %Y}", example=example)
    if last - now.date() > FAR and not YEAR.search(plain) and not LENGTH.fullmatch(plain.lower()):
        shown = f"{last.day} {last:%b}"
        raise Problem("pauses.problems.far", day=f"{shown} {last.year}", example=f"{shown.lower()} {last.year}")
    return last


def _length(plain: str, now: datetime) -> date | None:
    match = LENGTH.fullmatch(plain)
    if match is None:
        return None
    import dateparser  # noqa: PLC0415 - a start need not wait for it; `days.warm_up` has it ready soon after

    settings = {"RELATIVE_BASE": now, "RETURN_AS_TIMEZONE_AWARE": False}
    found: datetime | None = dateparser.parse(f"in {match[2]}", languages=["en"], settings=settings)
    return found and (found.date() if match[1] == "in " else max(found.date() - DAY, now.date()))


def _day(plain: str, now: datetime, zone: str) -> date | None:
    found = find_date(plain, now, zone, past=False)
    return None if found.rest else found.on
