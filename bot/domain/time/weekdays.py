"""Weekdays as we write them."""

from collections.abc import Set as AbstractSet

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
    return ", ".join(_run_text([NAMES[day] for day in run]) for run in runs)


def _run_text(names: list[str]) -> str:
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)
