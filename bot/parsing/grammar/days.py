"""Days: weekdays, dates, "tomorrow", "next week thursday", "in a fortnight", "jeudi en huit", "10月22日"."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.time.localtime import DAY, WEEK, add_months
from bot.parsing.frame import FAR, Frame, date_or_none, full_year, nearest_year, next_day_of_month
from bot.parsing.grammar.weekdays import (
    in_numbered_week,
    in_week,
    last_weekday,
    next_weekday,
    on_weekday,
    this_weekday,
    weekday_in_weeks,
    weekday_weeks_away,
    which,
)
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import SaidDay

NO_DAY = SaidDay(None, "date")
MOST_DAYS, MOST_MONTHS = 800, 24  # ahead or behind; a day further off is a typing mistake
SPANS = {"day": DAY, "week": WEEK, "fortnight": 2 * WEEK}
YEARS = range(1990, 2100)


def relative(frame: Frame, day: int) -> SaidDay:
    """ "tomorrow" and the like."""
    return SaidDay(frame.today + day * DAY)


def away(frame: Frame, n: float, unit: str, sign: int = 1, on: date | None = None) -> SaidDay | None:
    """A number of days, weeks or months from today, or from `on`."""
    start, number = on or frame.today, int(n)
    if n != number or unit not in {*SPANS, "month", "year"}:
        return None
    if unit in SPANS:
        span: timedelta = number * SPANS[unit]
        return SaidDay(start + sign * span) if span <= MOST_DAYS * DAY else NO_DAY
    months = number * (12 if unit == "year" else 1)
    return SaidDay(add_months(start, sign * months)) if months <= MOST_MONTHS else NO_DAY


def from_day(frame: Frame, n: float, unit: str, begin: SaidDay) -> SaidDay | None:
    """ "two weeks from friday"."""
    return away(frame, n, unit, on=begin.on) if begin.on else begin


def written(frame: Frame, month: int, d: int, y: int | None = None, weekday: int | None = None) -> SaidDay:
    """A day and a month, in the given year or the nearest one, with a weekday that must fit."""
    on = date_or_none(full_year(y), month, d) if y is not None else nearest_year(month, d, frame)
    if on is None:
        return NO_DAY
    if weekday is not None and on.weekday() != weekday:
        return SaidDay(None, "mismatch", (on,))
    return SaidDay(None, "far", (on,)) if y is None and abs(on - frame.today) > FAR else SaidDay(on)


def numeric(frame: Frame, a: int, b: int, y: int | None = None, weekday: int | None = None) -> SaidDay:
    """3/4: day and month in the person's order, or in the other order if that gives no date."""
    readings = [(b, a), (a, b)] if frame.month_first is False else [(a, b), (b, a)]
    if not 1 <= readings[0][0] <= 12 or max(readings[0]) > 31:
        readings.reverse()
    both = a <= 12 and b <= 12 and a != b
    said_days = [written(frame, month, d, y, weekday) for month, d in readings]
    if frame.month_first is None and both and (said_days[0].on or said_days[1].on):
        options = [day.on for day in said_days if day.on]
        return which(*options) if len(options) > 1 or weekday is None else SaidDay(options[0])
    return said_days[0]


def dotted(frame: Frame, a: int, b: int, y: int | None = None, weekday: int | None = None) -> SaidDay:
    """3.4.: with dots the day always comes first."""
    return written(frame, b, a, y, weekday) if 1 <= b <= 12 else NO_DAY


def maybe_dotted(frame: Frame, a: int, b: int, y: int | None = None, weekday: int | None = None) -> SaidDay | None:
    """3.4 and 3.4.26: where figures begin with the month, people write it first with dots, too; "2.0" is no day."""
    if not b:
        return None
    if frame.month_first is False or (y or 0) >= YEARS.start:
        return dotted(frame, a, b, y, weekday)
    return numeric(replace(frame, month_first=None), a, b, y, weekday)


def packed(_: Frame, digits: str) -> SaidDay | None:
    """20261022."""
    if len(digits) != 8 or int(digits[:4]) not in YEARS:
        return None
    on = date_or_none(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return SaidDay(on) if on else NO_DAY


def of_month(frame: Frame, d: int, weekday: int | None = None) -> SaidDay:
    """ "the 3rd": the nearest one; a weekday beside it must fit."""
    on = next_day_of_month(d, frame)
    return SaidDay(on) if weekday is None or on.weekday() == weekday else SaidDay(None, "mismatch", (on,))


def day_of_month(_: Frame, digits: str) -> int | None:
    """A number that is a day of a month."""
    return int(digits) if len(digits) <= 2 and 1 <= int(digits) <= 31 else None


def year(_: Frame, digits: str) -> int | None:
    """Four figures of a year."""
    return int(digits) if len(digits) == 4 and int(digits) in YEARS else None


def short_year(_: Frame, digits: str) -> int | None:
    """Two figures of a year in this century."""
    return int(digits) if len(digits) == 2 else None


def checked(_: Frame, at: SaidDay, weekday: int) -> SaidDay:
    """A date followed by its weekday."""
    return SaidDay(None, "mismatch", (at.on,)) if at.on and at.on.weekday() != weekday else at


def relative_weekday(frame: Frame, weekday: int, day: int) -> SaidDay | None:
    """ "tomorrow, tuesday"; if the weekday does not fit, these are two different days."""
    at = relative(frame, day)
    return at if at.on and at.on.weekday() == weekday else None


def same_day(frame: Frame, day: int, at: SaidDay) -> SaidDay:
    """ "tomorrow (20 Oct)"."""
    return at if at.on in {None, relative(frame, day).on} else SaidDay(None, "mismatch", (at.on,) if at.on else ())


RULES: Grammar = {
    "dom": (rule("digits", day_of_month),),
    "ordinal": (
        rule("d:dom mark_ordinal", lambda _, d: d),
        rule("d:dom ~º|°", lambda _, d: d),
    ),
    "d_o": (rule("d:dom", lambda _, d: d), rule("d:ordinal", lambda _, d: d), rule("d:dom ~.", lambda _, d: d)),
    "yyyy": (rule("digits", year),),
    "yy": (rule("digits", year), rule("digits", short_year)),
    "wd": (
        rule("weekday ,? on?", lambda _, weekday: weekday),
        rule("day_letter ,?", lambda _, day_letter: day_letter),
    ),
    "date": (
        rule("weekday:wd? d:d_o of|-? month of|,|-|/? y:yyyy?", written),
        rule("weekday:wd? d:d_o ~- ~month ~- ~y:yy", written),
        rule("weekday:wd? month d:d_o ,? y:yyyy?", written),
        rule("weekday:wd? a:d ~/ ~b:d", numeric),
        rule("weekday:wd? a:d ~/ ~b:d ~/ ~y:yy", numeric),
        rule("weekday:wd? a:d ~- ~b:d", numeric),
        rule("weekday:wd? a:d ~- ~b:d ~- ~y:yy", numeric),
        rule("weekday:wd? a:d ~. ~b:d", maybe_dotted),
        rule("weekday:wd? a:d ~. ~b:d ~.", dotted),
        rule("weekday:wd? a:d ~. ~b:d ~. ~y:yy", maybe_dotted),
        rule("weekday:wd? a:d ~. b:d ~. y:yy?", dotted),
        rule("weekday:wd? y:yyyy ~- ~month:d ~- ~d", written),
        rule("weekday:wd? y:yyyy ~/ ~month:d ~/ ~d", written),
        rule("weekday:wd? y:yyyy ~. ~month:d ~. ~d", written),
        rule("y:yyyy year_mark month:d month_mark d:dom day_mark", written),
        rule("month:d month_mark d:dom day_mark", written),
        rule("d:dom day_mark", of_month),
        rule("digits", packed),
    ),
    "day_kind": (
        rule("weekday", on_weekday),
        rule("at:date", lambda _, at: at),
        rule("at:date (? weekday )?", checked),
        rule("at:date ( weekday:day_letter )", checked),
        rule("weekday:wd day_of_month? d:dom", lambda f, weekday, d: of_month(f, d, weekday)),
        rule("weekday:wd day_of_month? d:ordinal", lambda f, weekday, d: of_month(f, d, weekday)),
        rule("d:ordinal", of_month),
        rule("weekday:wd day_of_month? d:dom ~.", lambda f, weekday, d: of_month(f, d, weekday)),
        rule("day_of_month d:dom ~.?", of_month),
        rule("day_of_month d:ordinal", of_month),
        rule("day", relative),
        rule("weekday ,? on? day", relative_weekday),
        rule("day ,? weekday", relative_weekday),
        rule("day ,? (? at:date )?", same_day),
        rule("day ,? day_of_month? d:ordinal", lambda f, day, d: same_day(f, day, of_month(f, d))),
        rule("this weekday", this_weekday),
        rule("weekday this_after", this_weekday),
        rule("next weekday", next_weekday),
        rule("weekday next_after", next_weekday),
        rule("last weekday", last_weekday),
        rule("weekday last_after", last_weekday),
        rule("after_next weekday", weekday_in_weeks),
        rule("weekday n:weeks_unit", weekday_in_weeks),
        rule("week_number n:d ,? weekday", in_numbered_week),
        rule("weekday ,? in|of|on? week_number n:d", in_numbered_week),
        rule("next week_unit ,? on? weekday", in_week(1)),
        rule("weekday ,? on|of? on? next week_unit", in_week(1)),
        rule("weekday ,? on|of? on? week_unit next_after", in_week(1)),
        rule("week_unit next_after ,? on? weekday", in_week(1)),
        rule("this week_unit ,? on? weekday", in_week(0)),
        rule("weekday ,? on|of? this week_unit", in_week(0)),
        rule("weekday ,? on|of? week_after_next", in_week(2)),
        rule("week_after_next ,? on? weekday", in_week(2)),
        rule("next_week ,? on? weekday", in_week(1)),
        rule("next_week weekday:day_letter", in_week(1)),
        rule("this_week on? weekday", in_week(0)),
        rule("last_week on? weekday", in_week(-1)),
        rule("weekday last week_unit", in_week(-1)),
        rule("last week_unit on? weekday", in_week(-1)),
        rule("weekday ,? on|of? week_unit last_after", in_week(-1)),
        rule("weekday in_eight", weekday_in_weeks),
        rule("weekday in_fifteen", lambda f, weekday: weekday_in_weeks(f, weekday, 2)),
        rule("n weeks_unit from|on|until|after weekday", lambda f, n, weeks_unit, weekday:
             weekday_in_weeks(f, weekday, n * weeks_unit)),
        rule("n weeks_unit ~'? on|from? weekday", lambda f, n, weeks_unit, weekday:
             weekday_in_weeks(f, weekday, n * weeks_unit)),
        rule("n unit begin:day", lambda f, n, unit, begin: from_day(f, n, unit, relative(f, begin))),
        rule("begin:day week_unit", lambda f, begin: from_day(f, 1, "week", relative(f, begin))),
        rule("weekday in n unit", weekday_weeks_away),
        rule("in n unit on? weekday", weekday_weeks_away),
        rule("distant", lambda _, distant: distant),
        rule("( weekday:day_letter )", on_weekday),
        rule("n unit ago", lambda f, n, unit: away(f, n, unit, -1)),
        rule("ago_before n unit", lambda f, n, unit: away(f, n, unit, -1)),
        rule("n unit from|after begin:day_kind", from_day),
    ),
    "distant": (
        rule("in n unit", away),
        rule("in n ~unit:unit_letter", away),
        rule("n unit from_now", away),
        rule("n unit in_after", away),
        rule("n day_mark in_after", lambda f, n: away(f, n, "day")),
    ),
    "week_unit": (rule("unit", lambda _, unit: unit if unit == "week" else None),),
    "weeks_unit": (rule("unit", lambda _, unit: {"week": 1, "fortnight": 2}.get(unit)),),
}  # fmt: skip
