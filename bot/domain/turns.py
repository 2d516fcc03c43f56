"""Whose turn it is among the wordings of a sentence that comes back."""

from datetime import date

from bot.domain.time.localtime import week_of


def turn_of_week(on: date) -> int:
    """A number for the week of a local date, one higher each week, so that what comes weekly takes turns."""
    return week_of(on).toordinal() // 7
