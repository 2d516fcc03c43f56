"""Times and weekdays as people type them, and weekdays as we write them."""

import re
from collections.abc import Set as AbstractSet
from datetime import time

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALIASES = {"weds": 2, "thrs": 3}
GROUPS = {
    "daily": frozenset(range(7)),
    "everyday": frozenset(range(7)),
    "weekday": frozenset(range(5)),
    "workday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
}
TIME = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-5][0-9]))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)


def parse_time(text: str) -> time | None:
    """The wall-clock time in "7:30", "0730", "7.30", "7h30", "7", "7 pm" or "19:00"; None where there is none."""
    match = TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 else None


def parse_days(text: str) -> frozenset[int] | None:
    """The weekdays (Monday = 0) in "mon-fri", "mon,wed", "tue thu", "weekdays" or "daily"; None where one is unclear.

    A range may run over the week's end ("fri-mon"). Names may be shortened to two letters.
    """
    plain = re.sub(r"\bevery\s*day\b", "daily", text.lower())
    plain = re.sub(r"\s*(?:[-–—]|\b(?:to|through|until)\b)\s*", "-", plain)
    words = [word for word in re.split(r"[\s,;&+/.]+|\band\b", plain) if word and word != "every"]
    days: set[int] = set()
    for word in words:
        found = _days_in(word)
        if found is None:
            return None
        days |= found
    return frozenset(days) or None


def _days_in(word: str) -> frozenset[int] | None:
    group = GROUPS.get(word) or GROUPS.get(word.removesuffix("s"))
    if group is not None:
        return group
    ends = [_day(end) for end in word.split("-")]
    first, last = ends[0], ends[-1]
    if first is None or last is None or len(ends) > 2:
        return None
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(word: str) -> int | None:
    if word in ALIASES:
        return ALIASES[word]
    fits = [day for day, name in enumerate(NAMES) if len(word) >= 2 and (name + "s").startswith(word)]
    return fits[0] if fits else None


def days_text(days: AbstractSet[int]) -> str:
    """The weekdays to read: "Mon–Fri", "Tue, Thu", "every day"; runs of three and more are joined, "" where none."""
    if len(days) == 7:
        return "every day"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(_run_text([NAMES[day][:3].title() for day in run]) for run in runs)


def _run_text(names: list[str]) -> str:
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)
