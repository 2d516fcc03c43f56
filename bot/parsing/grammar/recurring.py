"""Recurring days and times: "mon-fri", "mon, wed & fri", "weekdays", "every monday", and the times of channel
nudges.
"""

from bot.parsing.frame import Frame
from bot.parsing.grammar.clocks import clock
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import Clock

ALL, WORKING, ENDS = frozenset(range(7)), frozenset(range(5)), frozenset({5, 6})


def day_range(_: Frame, first: int, last: int) -> frozenset[int]:
    """From one weekday to another, possibly across the weekend."""
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def plain_clock(frame: Frame, digits: str) -> Clock | None:
    """ "0900" and "9"."""
    if len(digits) <= 2:
        return clock(frame, digits) if int(digits) <= 24 else Clock(0, reason="time")
    whole = len(digits) == 4 and int(digits[:2]) < 24 and int(digits[2:]) < 60
    return clock(frame, digits[:2], int(digits[2:])) if whole else Clock(0, reason="time")


RULES: Grammar = {
    "one_day": (
        rule("weekday", lambda _, weekday: weekday),
        rule("weekday_letters", lambda _, weekday_letters: weekday_letters),
        rule("day_letter", lambda _, day_letter: day_letter),
    ),
    "weekdays": (
        rule("first:some_days and|,|/|+|、|・ second:weekdays", lambda _, first, second: first | second),
        rule("some_days", lambda _, some_days: some_days),
    ),
    "some_days": (
        rule("every? day:one_day", lambda _, day: frozenset({day})),
        rule("from? first:one_day to|until|-|~ last:one_day until_after?", day_range),
        rule("every? workdays", lambda _: WORKING),
        rule("every? weekend", lambda _: ENDS),
        rule("daily", lambda _: ALL),
        rule("every day_unit", lambda _: ALL),
    ),
    "day_unit": (rule("unit", lambda _, unit: unit if unit == "day" else None),),
    "figure_clock": (rule("digital", lambda _, digital: digital), rule("digits", plain_clock)),
}
