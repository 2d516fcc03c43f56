"""Stretches of days: "until fri", "20 dec - 4 jan", "next week", "2w", "rest of the week", "KW 51"."""

from dataclasses import replace
from datetime import date

from bot.domain.time.localtime import DAY, WEEK, add_months, week_of
from bot.domain.time.weeks import week_around
from bot.parsing.frame import Frame, date_or_none, month_end
from bot.parsing.grammar.days import SPANS, away, of_month
from bot.parsing.grammar.weekdays import numbered_week
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import SaidDay, Stretch

OPEN = Stretch(None, None, is_open=True)
NO_STRETCH = Stretch(None, None, "date")


def until(_: Frame, at: SaidDay) -> Stretch:
    """Up to and including a day."""
    return Stretch(None, at.on, at.reason, at.options)


def lone_day(_: Frame, at: SaidDay) -> Stretch:
    """ "fri": until that day, unless the text is about days off."""
    return Stretch(None, at.on, at.reason, at.options, is_day=True)


def begins_or_ends(_: Frame, distant: SaidDay) -> Stretch:
    """ "in 2 weeks" can be the end or the beginning."""
    return Stretch(None, distant.on, "which", (distant.on,) if distant.on else (), is_certain=True)


def between(frame: Frame, first: SaidDay, second: SaidDay) -> Stretch:
    """From one day to another, both included. A weekday as the end is the first one after the beginning."""
    begin, end = first.on or _far(first), second.on or _far(second)
    if begin is None or end is None:
        return Stretch(None, None, first.reason or second.reason, first.options or second.options)
    if first.is_weekday and begin - frame.today == WEEK:
        begin = frame.today
    if second.is_weekday:
        end = begin + (end - begin).days % 7 * DAY
    if begin > end and first.reason == "far" and (earlier := _year_before(begin)) and earlier <= end:
        begin = earlier  # "1-10 dec", typed on the fifth
    if begin > end:
        return Stretch(None, None, "reversed")
    return Stretch(begin, end)


def within_month(frame: Frame, a: int, last: SaidDay) -> Stretch:
    """ "1-10 dec"."""
    end = last.on or _far(last)
    if end is None:
        return Stretch(None, None, last.reason, last.options)
    begin = date_or_none(end.year, end.month, a)
    return replace(between(frame, SaidDay(begin, "" if begin else "date"), SaidDay(end)), is_certain=True)


def month_days(frame: Frame, month: int, a: int, b: int) -> Stretch:
    """ "dec 1-10"."""
    end = _in_month(frame, month)
    begin, last = (date_or_none(end.year, month, day) for day in (a, b))
    return between(frame, SaidDay(begin, "" if begin else "date"), SaidDay(last, "" if last else "date"))


def same_month(frame: Frame, first: SaidDay, d: int) -> Stretch:
    """ "12月20日〜28日"."""
    if first.on is None:
        return until(frame, first)
    last = date_or_none(first.on.year, first.on.month, d)
    return between(frame, first, SaidDay(last, "" if last else "date"))


def counted(frame: Frame, n: float, unit: str, begin: SaidDay | None = None) -> Stretch | None:
    """ "2 weeks", counting today as the first day; or that long from another day on."""
    if begin is not None and begin.on is None:
        return until(frame, begin)
    start = begin.on if begin and begin.on else frame.today
    behind = away(frame, n, unit, on=start)
    if behind is None or n < 1:
        return None
    if behind.on is None:
        return NO_STRETCH
    return Stretch(start if begin else None, behind.on - DAY, is_length=not begin)


def counted_from(frame: Frame, n: float, unit: str, begin: SaidDay) -> Stretch | None:
    """ "2 weeks starting monday"."""
    stretch = counted(frame, n, unit, begin)
    return stretch and replace(stretch, is_certain=True)


def weeks_from(frame: Frame, weeks: int) -> Stretch:
    """A whole week, a number of weeks from now; for this week, the days that are left."""
    first, last = frame.span(frame.week + weeks * WEEK)
    return Stretch(first if weeks else None, last)


def week_with(frame: Frame, at: SaidDay) -> Stretch:
    """ "week of 14 dec"."""
    if at.on is None:
        return Stretch(None, None, at.reason, at.options)
    return Stretch(*frame.span(week_around(at.on, frame.work_begins)))


def week_numbered(frame: Frame, n: int) -> Stretch | None:
    """ "KW 51": ISO 8601 weeks, for people whose weeks begin on Mondays."""
    first = None if frame.week_begins else numbered_week(frame, n)
    return Stretch(first if first > frame.today else None, first + 6 * DAY) if first else None


def before_month(frame: Frame, month: int) -> Stretch:
    """ "until december": up to the day before it."""
    return Stretch(None, _in_month(frame, month).replace(day=1) - DAY)


def whole_month(frame: Frame, month: int) -> Stretch:
    """ "in december"."""
    end = _in_month(frame, month)
    return between(frame, SaidDay(max(end.replace(day=1), frame.today)), SaidDay(end))


def end_of_month(frame: Frame, month: int | None = None) -> Stretch:
    """ "end of december", "end of the month"."""
    return Stretch(None, _in_month(frame, month) if month else month_end(frame.today))


def next_month(frame: Frame, until: str = "") -> Stretch:
    """ "next month"; with `until`, up to the last day of this one."""
    first = add_months(frame.today.replace(day=1), 1)
    return Stretch(None, first - DAY) if until else Stretch(first, month_end(first))


def weekend(frame: Frame) -> Stretch:
    """This weekend, Saturday and Sunday."""
    saturday = week_of(frame.today) + 5 * DAY
    return Stretch(max(saturday, frame.today), saturday + DAY)


def _in_month(frame: Frame, month: int) -> date:
    """The last day of the nearest such month, this one included."""
    return month_end(date(frame.today.year + (month < frame.today.month), month, 1))


def _far(day: SaidDay) -> date | None:
    return day.options[0] if day.reason == "far" and day.options else None


def _year_before(on: date) -> date | None:
    return date_or_none(on.year - 1, on.month, on.day)


def _spelt_unit(_: Frame, unit_letter: str) -> str | None:
    return unit_letter if unit_letter in SPANS else None


RULES: Grammar = {
    "span_unit": (rule("unit", lambda _, unit: unit), rule("unit_letter", _spelt_unit)),
    "month_unit": (rule("unit", lambda _, unit: unit if unit == "month" else None),),
    "stretch": (
        rule("until on? at:day_kind until_after?", until),
        rule("on? at:day_kind", lone_day),
        rule("distant", begins_or_ends),
        rule("until d:d_o", lambda f, d: until(f, of_month(f, d))),
        rule("from|on|between? on? first:day_kind to|until|-|~|and on? second:day_kind until_after?", between),
        rule("first:day_kind , second:day_kind", between),
        rule("first:date second:date", between),
        rule("from|on|between? day_of_month? a:d_o to|until|-|~|and last:date until_after?", within_month),
        rule("from|on|between? day_of_month? a:d_o to|until|-|~|and day_of_month last:date", within_month),
        rule("from? month a:d_o to|until|-|~ b:d_o", month_days),
        rule("first:date to|-|~ d:d day_mark until_after?", same_month),
        rule("for|all? on? n unit:span_unit", counted),
        rule("for? on? next n unit:span_unit", counted),
        rule("from on? begin:day_kind for|,? n unit:span_unit", counted),
        rule("begin:day_kind for|on|,? n unit:span_unit", counted),
        rule("for? n unit:span_unit from on? begin:day_kind", counted),
        rule("for? n unit:span_unit ,? starting on? begin:day_kind", counted_from),
        rule("for|on|all|rest|until? on? this? week_unit", lambda f: weeks_from(f, 0)),
        rule("this_week|eow until_after?", lambda f: weeks_from(f, 0)),
        rule("until eow", lambda f: weeks_from(f, 0)),
        rule("for|on? rest week_unit", lambda f: weeks_from(f, 0)),
        rule("for|all|on? on? next week_unit", lambda f: weeks_from(f, 1)),
        rule("for|on? week_unit next_after", lambda f: weeks_from(f, 1)),
        rule("on? next_week until_after?", lambda f: weeks_from(f, 1)),
        rule("on? week_after_next", lambda f: weeks_from(f, 2)),
        rule("until end of? on? next week_unit", lambda f: Stretch(None, f.span(f.week + WEEK)[1])),
        rule("until? week_of on? at:day_kind", week_with),
        rule("week_number n:d", week_numbered),
        rule("until month", before_month),
        rule("in|on month", whole_month),
        rule("all on? of? month", whole_month),
        rule("until? eom until_after?", end_of_month),
        rule("until? end of? on? this? month_unit", end_of_month),
        rule("until? on? end of? month", end_of_month),
        rule("for|rest? rest? this month_unit", end_of_month),
        rule("for|on? rest month_unit", end_of_month),
        rule("until? next month_unit", next_month),
        rule("month_unit next_after", next_month),
        rule("next_month", next_month),
        rule("this_month", end_of_month),
        rule("until? new_year until_after?", lambda f: Stretch(None, date(f.today.year, 12, 31))),
        rule("until? eod", lambda f: Stretch(None, f.today)),
        rule("for|on|in|this? on? this? weekend", weekend),
        rule("until? open until_after?", lambda _: OPEN),
        rule("at:day_kind until_after", until),
        rule("until? at:day_kind ( until_after )", until),
        rule("first:day_kind from|to second:day_kind until_after?", between),
    ),
    "polite_stretch": (rule("stretch", lambda _, stretch: stretch), rule("stretch please", lambda _, stretch: stretch)),
}  # fmt: skip
