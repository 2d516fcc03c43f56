"""Combinations that describe one call: a day and a time, a time and its zone, a length, "in 90 min"."""

from dataclasses import replace
from datetime import timedelta

from bot.parsing.frame import Frame
from bot.parsing.grammar.clocks import AFTERNOON, EVENING, MORNING, in_part
from bot.parsing.grammar.days import of_month, relative, written
from bot.parsing.grammar.weekdays import on_weekday
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import Clock, Moment, SaidDay

OFFICE_HOURS = range(7, 20)
NOON = 12
LONGEST_AHEAD = timedelta(days=3)  # a call "in 90 hours" is a mistake


def with_part(frame: Frame, at: SaidDay, part: str, clock: Clock | None = None) -> Moment:
    """ "tomorrow afternoon", with or without a time."""
    return Moment(day=at, clock=in_part(frame, clock, part) if clock else None, part="" if clock else part)


def from_now(frame: Frame, length: timedelta, sign: int = 1) -> Moment | None:
    """ "in 90 min", to the minute on the person's wall clock."""
    if length > LONGEST_AHEAD:
        return None
    begins = frame.now + sign * length
    return Moment(day=SaidDay(begins.date()), clock=Clock(begins.hour, begins.minute, sure=True))


def tonight(frame: Frame, at: Clock | None = None) -> Moment:
    """ "tonight at 8"."""
    return with_part(frame, SaidDay(frame.today), EVENING, at)


def day_and_hour(_: Frame, at: SaidDay, clock: Clock) -> Moment | None:
    """ "fri 3"; after a weekday, 22 is the day of the month if that weekday is the coming 22nd, not a late hour."""
    is_date = at.is_weekday and at.on is not None and at.on.day == clock.hour and not clock.minute
    return None if is_date and clock.hour not in OFFICE_HOURS else Moment(day=at, clock=clock)


def day_of_month_and(frame: Frame, weekday: int, d: int, clock: Clock) -> Moment | None:
    """ "lunes 16 a las 9", "monday 16 3pm"; the twelve in "thu 12 noon" is the hour."""
    return None if d == clock.hour == NOON else Moment(day=of_month(frame, d, weekday), clock=clock)


def day_and_clock(_: Frame, at: SaidDay, clock: Clock) -> Moment | None:
    """ "fri 3pm"; "thu 12 noon" does not mean noon on the twelfth."""
    is_hour = at.on is not None and not at.is_weekday and at.on.day == clock.hour == NOON
    return None if is_hour else Moment(day=at, clock=clock)


def day_and(_: Frame, day: SaidDay, moment: Moment) -> Moment:
    """A day with the time or length beside it."""
    return replace(moment, day=day)


def either_day(_: Frame, first: SaidDay, second: SaidDay) -> Moment | None:
    """ "mon or tue": a question, offering both."""
    options = tuple(dict.fromkeys(day.on for day in (first, second) if day.on))
    return Moment(day=SaidDay(None, "which", options)) if len(options) > 1 else None


RULES: Grammar = {
    "day_part": (
        rule("part", lambda _, part: part),
        rule("part ~- ~ish", lambda _, part: part),
        rule("morning_after", lambda _: MORNING),
    ),
    "named_day": (rule("weekday", on_weekday), rule("day", relative)),
    "day_of_some_month": (rule("d:d_o", of_month),),
    "moment": (
        rule("at:day_kind", lambda _, at: Moment(day=at)),
        rule("at:day_kind part:day_part", with_part),
        rule("at:day_kind part:day_part ,? clock:either", with_part),
        rule("at:day_kind ,? clock:either on|in|of? part", with_part),
        rule("at:named_day am ,? clock:either?", lambda f, at, clock=None: with_part(f, at, MORNING, clock)),
        rule("at:named_day pm ,? clock:either?", lambda f, at, clock=None: with_part(f, at, AFTERNOON, clock)),
        rule("part on|of at:day_kind", with_part),
        rule("clock:whole on|in|of? part ,? on? at:day_kind", with_part),
        rule("clock", lambda _, clock: Moment(clock=clock)),
        rule("at:day_kind ,? clock:bare", day_and_hour),
        rule("weekday:wd d:d_o clock", day_of_month_and),
        rule("at:day_kind ,? clock", day_and_clock),
        rule("day:day_kind ,? moment:span", day_and),
        rule("day:day_kind ,? moment:bare_span", day_and),
        rule("day:day_kind ,? moment:bare_span hour_mark", day_and),
        rule("moment:bare_span ,? on? day:day_kind", day_and),
        rule("said:span", lambda _, said: said),
        rule("said:span part", lambda _, said: said),
        rule("length", lambda _, length: Moment(length=length)),
        rule("part", lambda _, part: Moment(part=part)),
        rule("in length:bare_length", from_now),
        rule("length:bare_length from_now", from_now),
        rule("length:bare_length in_after", from_now),
        rule("length:bare_length ago", lambda f, length: from_now(f, length, -1)),
        rule("ago_before length:bare_length", lambda f, length: from_now(f, length, -1)),
        rule("this part", lambda f, part: with_part(f, SaidDay(f.today), part)),
        rule("this part ,? clock:either", lambda f, part, clock: with_part(f, SaidDay(f.today), part, clock)),
        rule("tonight", tonight),
        rule("tonight at:either", tonight),
        rule("at:whole tonight", tonight),
        rule("at:day_kind iso_t ~clock:stamp", lambda _, at, clock: Moment(day=at, clock=replace(clock, sure=True))),
        rule("first:day_kind or|/|and|+|to|until|-|~ second:day_kind", either_day),
        rule("first:day_of_some_month to|until|-|~|/ second:date", either_day),
        rule(
            "month a:d_o to|until|-|~|/ b:d_o",
            lambda f, month, a, b: either_day(f, written(f, month, a), written(f, month, b)),
        ),
        rule("clock or|/ second:either", lambda _: Moment(clock=Clock(0, reason="time"))),
        rule("h ~/ ~clock", lambda _: Moment(clock=Clock(0, reason="time"))),
        rule("at:day_kind ,? clock:either or|/ second:either", lambda _, at: Moment(at, Clock(0, reason="time"))),
        rule("at:day_kind ,? h ~/ ~clock", lambda _, at: Moment(at, Clock(0, reason="time"))),
        rule("at:day_kind ,? h mm", lambda _, at: Moment(at, Clock(0, reason="time"))),
        rule("week_of on? day_kind", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("in some unit", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("week_number d", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("end|start|middle on|of? month", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("eow|eom|new_year|feast", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("at:day_kind eod", lambda _, at: Moment(day=at, clock=Clock(0, reason="time"))),
        rule("eod", lambda _: Moment(clock=Clock(0, reason="time"))),
        rule("end|start|eow of? next|this week_unit", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("end|start|eow of? next_week|this_week", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("next|this week_unit", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("week_unit next_after", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("next_week|this_week|week_after_next", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("every weekday", lambda _: Moment(day=SaidDay(None, "date"))),
        rule("daily|workdays|weekend", lambda _: Moment(day=SaidDay(None, "date"))),
    ),
}
