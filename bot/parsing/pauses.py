"""Parses the days after "pause", and the week after "pressure". Pure."""

from datetime import date

from bot.domain.time.localtime import WEEK, week_of
from bot.domain.time.schedule import Pause
from bot.errors import Problem
from bot.parsing.frame import FAR
from bot.parsing.reading import Asker, whole_stretch
from bot.parsing.text import tokens_of
from bot.parsing.values import Stretch
from content.formats import SHORT_DAY_AND_YEAR, Alternatives, WrittenDay

YEAR_DIGITS = 4
UNCLEAR = "pauses.problems.unclear"  # of a text that means no days


def read_pause(text: str, asker: Asker, *, is_leave: bool = False) -> Pause:
    """The days in `text`, both ends included: "until fri", "20 dec - 4 jan", "next week", "2w"; open-ended if empty.

    It begins today if no beginning is given; for a leave (`is_leave`), a single day means only that day. A length
    includes today: "1 week" on a Monday ends on Sunday.

    Raises Problem for text that is not a stretch of days, could mean several, has passed, or is most of a year away
    without naming the year.
    """
    today = asker.now.date()
    typed = " ".join(text.split())
    if not typed:
        return Pause(today)
    stretch = whole_stretch(typed, asker)
    if stretch is not None and stretch.is_open:
        return Pause(today)
    first, last = _ends(stretch, typed, today, "pauses")
    if is_leave and stretch is not None and stretch.is_day:
        first = last
    return Pause(max(first or today, today), last)


def read_week(text: str, asker: Asker) -> date | None:
    """The Monday of the week in `text`: "next week", "week of 14 dec", "14 dec"; None if nothing was typed.

    Raises Problem for text that is not a week, could mean several, has passed, or is most of a year away without naming
    the year.
    """
    today = asker.now.date()
    typed = " ".join(text.split())
    if not typed:
        return None
    stretch = whole_stretch(
        "this week" if typed.lower() == "this" else "next week" if typed.lower() == "next" else typed, asker
    )
    if stretch is not None and (stretch.is_open or stretch.is_length):
        raise Problem("pressure.problems.unclear", given=typed)
    if stretch is not None and stretch.is_certain and stretch.reason == "which":
        stretch = Stretch(None, stretch.last)  # "in 2 weeks": the week that contains that day
    first, last = _ends(stretch, typed, week_of(today), "pressure")
    begin = first or (today if last - today < WEEK and week_of(last) == week_of(today) else last)
    if week_of(begin) != week_of(last):
        raise Problem("pressure.problems.unclear", given=typed)
    return week_of(last)


def _ends(stretch: Stretch | None, typed: str, today: date, words: str) -> tuple[date | None, date]:
    """Both ends of the stretch that was read. Raises Problem as the callers do; `words` is the group of its
    messages.
    """
    if stretch is None or (stretch.reason in {"date", "far"} and not stretch.options):
        raise Problem(f"{words}.problems.unclear", given=typed)
    if stretch.reason == "far":
        raise Problem(f"{words}.problems.far", day=shown(stretch.options[0]), example=plain(stretch.options[0]))
    if stretch.reason == "mismatch":
        raise Problem(
            f"{words}.problems.mismatch", given=typed, day=shown(stretch.options[0]), example=plain(stretch.options[0])
        )
    if stretch.reason == "which" and stretch.options:
        days = Alternatives(tuple(shown(on) for on in stretch.options))
        raise Problem(f"{words}.problems.which", given=typed, days=days, example=plain(stretch.options[-1]))
    if stretch.reason or stretch.last is None:
        raise Problem(
            f"{words}.problems.reversed" if stretch.reason == "reversed" else f"{words}.problems.unclear", given=typed
        )
    if stretch.last < today:
        raise Problem(f"{words}.problems.past", day=shown(stretch.last), example=plain(today + WEEK))
    if stretch.last - today > FAR and not _has_year(typed):
        raise Problem(f"{words}.problems.far", day=shown(stretch.last), example=plain(stretch.last))
    return stretch.first, stretch.last


def _has_year(typed: str) -> bool:
    return any(token.plain.isdigit() and len(token.plain) == YEAR_DIGITS for token in tokens_of(typed))


def shown(on: date) -> WrittenDay:
    """ "Fri 24 Dec 2027", in the language of its reader."""
    return WrittenDay(on, SHORT_DAY_AND_YEAR)


def plain(on: date) -> str:
    """ "24 dec 2027", as it can be typed."""
    return f"{on.day} {on:%b %Y}".lower()
