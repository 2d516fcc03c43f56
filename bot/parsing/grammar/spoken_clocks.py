"""Times of day as they are spoken: "half past 3", "quarter to 4", "halb vier", "fünf vor halb vier". Pure."""

from dataclasses import replace

from bot.parsing.frame import Frame
from bot.parsing.grammar.clocks import clock
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import Clock

ROUND_MINUTES = frozenset({5, 10, 15, 20, 25})  # minutes before an hour; "3 to 4" is a range


def spelt_hour(_: Frame, number: float) -> str | None:
    """An hour in words."""
    return str(int(number)) if number in range(1, 25) else None


def spelt_minutes(_: Frame, number: float) -> int | None:
    """The minutes in "three thirty" and "drei Uhr fünfzehn"."""
    return int(number) if number in range(5, 60, 5) else None


def half_past(_: Frame, h: str) -> Clock | None:
    """ "half past 3"."""
    return clock(_, h, 30) if int(h) <= 12 else None


def half_after(frame: Frame, h: str) -> Clock | None:
    """ "half 3" in Britain; in half of Europe that word means half an hour earlier, so there it becomes a question."""
    time_of_day = half_past(frame, h)
    return replace(time_of_day, reason="time") if time_of_day and frame.half_is_before else time_of_day


def half_to(_: Frame, h: str) -> Clock | None:
    """ "halb vier": half an hour before the hour."""
    return _before(h, 30)


def quarter_past(_: Frame, h: str) -> Clock | None:
    """ "quarter past 3"."""
    return clock(_, h, 15) if int(h) <= 12 else None


def quarter_to(_: Frame, h: str) -> Clock | None:
    """ "quarter to 4"."""
    return _before(h, 15)


def quarter_alone(_: Frame, h: str) -> Clock | None:
    """ "viertel vier" is a quarter past three in the east of Germany, and unknown in the west."""
    return Clock(0, reason="time") if int(h) <= 12 else None


def minutes_to(_: Frame, n: float, h: str) -> Clock | None:
    """ "10 to 4"."""
    return _before(h, int(n)) if n in ROUND_MINUTES else None


def minutes_past(_: Frame, n: float, h: str) -> Clock | None:
    """ "20 past 3"."""
    return clock(_, h, int(n)) if 0 < n < 30 and n == int(n) and int(h) <= 12 else None


def around_half(_: Frame, n: float, h: str, sign: int) -> Clock | None:
    """ "fünf vor halb vier", "zehn nach halb vier"."""
    half = _before(h, 30)
    return replace(half, minute=half.minute + sign * int(n)) if half and n in {5, 10} else None


def _before(h: str, less: int) -> Clock | None:
    number = int(h)
    if not 1 <= number <= 24:
        return None
    if number > 12:
        return Clock(number - 1, 60 - less, sure=True)
    return Clock(number - 1 or 12, 60 - less)


RULES: Grammar = {
    "word_hour": (rule("number", spelt_hour),),
    "spelt_hour": (rule("h", lambda _, h: h), rule("number", spelt_hour)),
    "spelt_minutes": (rule("number", spelt_minutes),),
    "spoken": (
        rule("h hour_mark and? half_mark", lambda f, h: clock(f, h, 30)),
        rule("h:spelt_hour hour_mark", clock),
        rule("h:spelt_hour hour_mark m:spelt_minutes", clock),
        rule("h:word_hour m:spelt_minutes", clock),
        rule("number half:half_of_day", lambda f, number, half: clock(f, str(int(number)), 0, half)),
        rule("h:spelt_hour hour_mark? and half_mark", lambda f, h: clock(f, h, 30)),
        rule("h:spelt_hour hour_mark? and quarter_mark", lambda f, h: clock(f, h, 15)),
        rule("h:spelt_hour hour_mark? minus quarter_mark", quarter_to),
        rule("h:spelt_hour hour_mark? minus n", lambda f, h, n: minutes_to(f, n, h)),
        rule("half_past h:spelt_hour", half_past),
        rule("half_after h:spelt_hour", half_after),
        rule("half_to h:spelt_hour", half_to),
        rule("quarter past h:spelt_hour", quarter_past),
        rule("quarter before h:spelt_hour", quarter_to),
        rule("quarter_to h:spelt_hour", quarter_to),
        rule("quarter h:spelt_hour", quarter_alone),
        rule("n unit? before h:spelt_hour", minutes_to),
        rule("n unit? before half_to h:spelt_hour", lambda f, n, h: around_half(f, n, h, -1)),
        rule("n unit? past half_to h:spelt_hour", lambda f, n, h: around_half(f, n, h, 1)),
        rule("n unit? past h:spelt_hour", minutes_past),
    ),
    "minutes_after": (rule("h:spelt_hour and n", lambda f, h, n: minutes_past(f, n, h) if n > 4 else None),),
}
