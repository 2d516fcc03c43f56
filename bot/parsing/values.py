"""The values that the grammar builds: times, days, lengths and stretches of days. Pure."""

from dataclasses import KW_ONLY, dataclass
from datetime import date, time, timedelta

DAY_STARTS = 7  # o'clock; a bare 7 to 12 is that hour, a bare 1 to 6 is in the afternoon


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `sure` is False if only working hours tell which half of the day it is; `reason` says why it is a
    question.
    """

    hour: int
    minute: int = 0
    sure: bool = False
    reason: str = ""

    @property
    def at(self) -> time:
        """The wall-clock time: nobody sells at three in the morning, so a bare 3 is 15:00."""
        after_noon = not self.sure and 1 <= self.hour < DAY_STARTS
        return time(self.hour + 12 if after_noon else self.hour, self.minute)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day, or a question: then `reason` is "date", "mismatch", "which" or "far", and `options` are the days that it
    could mean.

    `is_weekday`: only a weekday was typed, so it can mean today if its time is still to come.
    """

    on: date | None
    reason: str = ""
    options: tuple[date, ...] = ()
    is_weekday: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both included, None where that end is open; `reason` is that of a SaidDay.

    `is_length`: only a length was typed. `is_day`: only one day was typed, without an "until". `is_certain`: other
    readings of the same words do not count.
    """

    first: date | None
    last: date | None
    reason: str = ""
    options: tuple[date, ...] = ()
    is_open: bool = False
    _: KW_ONLY
    is_length: bool = False
    is_day: bool = False
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The meaning of a run of tokens: a day, a time, a length, a part of a day, or several of them."""

    day: SaidDay | None = None
    clock: Clock | None = None
    length: timedelta | None = None
    part: str = ""

    @property
    def parts(self) -> frozenset[str]:
        """The names of the parts that it has."""
        values = {"day": self.day, "clock": self.clock, "length": self.length, "part": self.part}
        return frozenset(name for name, value in values.items() if value)

    @property
    def is_clean(self) -> bool:
        """Whether no part of it is a question."""
        return not (self.day and self.day.reason) and not (self.clock and self.clock.reason)
