"""Times of day: "3pm", "15h30", "half past 3", "halb vier", "4 menos cuarto", "午後3時半", and ranges of them."""

from dataclasses import replace

from bot.parsing.frame import Frame
from bot.parsing.parser import Grammar, rule
from bot.parsing.values import Clock

MORNING, LUNCH, AFTERNOON, EVENING, NIGHT = "morning", "lunch", "afternoon", "evening", "night"
# The hours that a part of the day allows, and those that it leaves as typed: "1 at night", "11:30 lunchtime".
FITTING = {
    MORNING: range(12), LUNCH: range(11, 15), AFTERNOON: range(12, 24), EVENING: range(12, 24),
    NIGHT: (*range(17, 24), *range(6)),
}  # fmt: skip
HALF_A_DAY = 12  # hours
STAYING = {MORNING: range(24), LUNCH: range(11, 13), AFTERNOON: range(12, 13), NIGHT: range(5)}


def one_or_two(_: Frame, digits: str) -> int | None:
    """One or two figures."""
    return int(digits) if len(digits) <= 2 else None


def hour(_: Frame, digits: str) -> str | None:
    """The figures of an hour as typed: a leading zero tells which half of the day."""
    return digits if len(digits) <= 2 and int(digits) <= 24 else None


def minutes(_: Frame, digits: str) -> int | None:
    """The two figures of minutes."""
    return int(digits) if len(digits) == 2 and int(digits) < 60 else None


def clock(_: Frame, h: str, m: int = 0, half: str = "") -> Clock | None:
    """A time from its figures. With am or pm the hour is at most twelve; 21:00pm becomes a question."""
    number = int(h)
    if number == 24 and m:
        return None
    if not half:
        return Clock(number % 24, m, sure=number > 12 or number == 0 or (h.startswith("0") and len(h) == 2))
    if not 1 <= number <= 12:
        return Clock(0, reason="time")
    return Clock(number % 12 + (12 if half == "pm" else 0), m, sure=True)


def compact(_: Frame, digits: str, half: str = "") -> Clock | None:
    """ "0930", "1530", "930am"; four figures that begin like a year are a year."""
    if len(digits) not in {3, 4} or int(digits[-2:]) > 59 or int(digits[:-2]) > 23:
        return None
    if len(digits) == 3 and not half:
        return None
    if not half and digits.startswith(("19", "202", "203")):
        return None
    return clock(_, digits[:-2], int(digits[-2:]), half)


def impossible(_: Frame, hours: str, m: str) -> Clock | None:
    """ "26:00" and "9:75"."""
    return Clock(0, reason="time") if len(m) == 2 and (int(hours) > 24 or int(m) > 59) else None


def impossible_hour(_: Frame, digits: str) -> Clock | None:
    """ "25 Uhr" and "30 pm"."""
    return Clock(0, reason="time") if len(digits) <= 2 and int(digits) > 24 else None


def with_half(_: Frame, at: Clock, half: str) -> Clock | None:
    """ "half past 3 pm", "10 to 4pm", "two pm"."""
    if at.sure or at.reason:
        return None
    return replace(at, hour=at.hour % 12 + (12 if half == "pm" else 0), sure=True)


def bound(_: Frame) -> Clock:
    """ "after 3", "by noon": not a time, but a question."""
    return Clock(0, reason="time")


def at_noon(frame: Frame, at: Clock) -> Clock | None:
    """ "12:00 noon", "1 Uhr mittags"."""
    return in_part(frame, at, LUNCH) if at.at.hour in FITTING[LUNCH] else None


def noon(_: Frame) -> Clock:
    """Midday."""
    return Clock(12, sure=True)


def midnight(_: Frame) -> Clock:
    """Midnight, which is a question: it can be the one before or after that day."""
    return Clock(0, reason="time")


def in_part(_: Frame, at: Clock, part: str) -> Clock:
    """ "3 in the afternoon": the part of the day decides which half it is, and must not contradict the hour."""
    if at.reason:
        return at
    if at.sure:
        fits = at.hour in FITTING[part]
        return at if fits or at.hour == 12 else replace(at, reason="contradiction")
    stays = at.hour in STAYING.get(part, ())
    later = at.hour if stays else at.hour % 12 + 12
    return replace(at, hour=0 if part in {EVENING, NIGHT} and at.hour == 12 else later % 24, sure=True)


def same(_: Frame, at: Clock) -> Clock:
    """The clock itself."""
    return at


RULES: Grammar = {
    "d": (rule("digits", one_or_two),),
    "h": (rule("digits", hour),),
    "mm": (rule("digits", minutes),),
    "late_minutes": (rule("mm", lambda _, mm: mm if mm > HALF_A_DAY else None),),  # "Channel 4 10 am" is at ten
    "n": (rule("n:d", lambda _, n: float(n)), rule("n:number", lambda _, n: n)),
    "half_of_day": (
        rule("am", lambda _, am: am),
        rule("pm", lambda _, pm: pm),
    ),
    "half_before": (
        rule("am_before", lambda _: "am"),
        rule("pm_before", lambda _: "pm"),
    ),
    "letter_of_half": (rule("am_letter", lambda _: "am"), rule("pm_letter", lambda _: "pm")),
    "digital": (
        rule("h ~: ~m:mm", clock),
        rule("hours:digits ~: ~m:digits", impossible),
        rule("digits hour_mark|am|pm", impossible_hour),
        rule("h ~: ~m:mm ~: ~mm ", clock),
        rule("h ~: ~m:mm half:half_of_day", clock),
        rule("h ~.|; ~m:mm", clock),
        rule("h ~. ~m:mm half:half_of_day", clock),
        rule("h ~: ~m:mm hour_mark", clock),
        rule("h ~. ~m:mm hour_mark", clock),
        rule("h half:half_of_day", clock),
        rule("h ~half:letter_of_half", clock),
        rule("h ~: ~m:mm ~half:letter_of_half", clock),
        rule("h : m:mm half:half_of_day", clock),
        rule("h ;|,? m:late_minutes half:half_of_day", clock),
        rule("h ~, ~m:mm hour_mark", clock),
        rule("half:half_before h ~: ~m:mm", clock),
        rule("half:half_before h hour_mark m:mm? minute_mark?", lambda f, h, half, m=0: clock(f, h, m, half)),
        rule("half:half_before h hour_mark half_mark", lambda f, h, half: clock(f, h, 30, half)),
        rule("h hour_mark", clock),
        rule("h hour_mark half:half_of_day", lambda f, h, half: clock(f, h, 0, half)),
        rule("h hour_mark m:mm minute_mark?", clock),
        rule("digits hour_mark", compact),
        rule("digits half:half_of_day", compact),
    ),
    "stamp": (
        rule("at:digital", same),
        rule("at:spoken", same),
        rule("noon", noon),
        rule("noon and half_mark", lambda _: Clock(12, 30, sure=True)),
        rule("noon and quarter_mark", lambda _: Clock(12, 15, sure=True)),
        rule("n:d noon", lambda f, n: noon(f) if n == 12 else None),
        rule("at:digital noon", at_noon),
        rule("midnight", midnight),
    ),
    # After "at", a bare hour is a time.
    "said": (
        rule("at|clock_at at:stamp", same),
        rule("at|clock_at h", clock),
        rule("at|clock_at h:spelt_hour", clock),
        rule("at|clock_at digits", compact),
        rule("at|clock_at at:minutes_after", same),
    ),
    "bounded": (
        rule("bound at|clock_at? stamp", bound),
        rule("bound at|clock_at? spelt_hour", bound),
        rule("clock_at? h ~-? ~ish", bound),
        rule("clock_at? stamp ~-? ~ish", bound),
        rule("clock_at? hour_ish", bound),
    ),
    "whole": (
        rule("at:stamp", same),
        rule("at:said", same),
        rule("at:stamp half:half_of_day", with_half),
        rule("at:said half:half_of_day", with_half),
        rule("at:bounded", same),
    ),
    "clock": (
        rule("at:whole", same),
        rule("at:whole on|in|of? on|of? part", in_part),
        rule("part ,? at:whole", in_part),
    ),
    "bare": (
        rule("h", lambda f, h: clock(f, h) if 0 < int(h) < 24 else None),
        rule("number", lambda f, number: clock(f, str(int(number))) if number in range(2, 13) else None),
        rule("digits", compact),
    ),
    "either": (rule("at:clock", same), rule("at:bare", same)),
}
