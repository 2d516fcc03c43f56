"""Which of several wordings of a recurring sentence is next."""

from datetime import date

from bot.domain.time.localtime import week_of


def week_index(on: date) -> int:
    """A number for the week of a local date, one higher each week, so that weekly wordings rotate."""
    return week_of(on).toordinal() // 7
