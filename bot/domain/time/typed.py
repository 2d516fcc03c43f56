"""Times as pickers give them, and weekdays as we write them."""

import re
from collections.abc import Set as AbstractSet
from datetime import time

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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
