"""Calendars and dates for the tests of the rules."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.domain.time.schedule import WORKDAYS, Calendar, Pause

START = date(2026, 1, 5)  # a Monday
ZONES = ["Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Auckland", "America/Nuuk",
         "Australia/Lord_Howe", "Africa/Cairo", "UTC"]  # fmt: skip


def day(number: int) -> date:
    """The date `number` days after a Monday."""
    return START + timedelta(days=number)


def week(number: int) -> date:
    """The Monday `number` weeks after the first one."""
    return day(7 * number)


dates = st.integers(0, 70).map(day)
pauses = st.builds(lambda first, length: Pause(first, first + timedelta(days=length)), dates, st.integers(0, 12))
calendars = st.builds(
    Calendar,
    working_days=st.one_of(st.just(WORKDAYS), st.frozensets(st.integers(0, 6), min_size=1)),
    holidays=st.frozensets(dates, max_size=5),
    pauses=st.lists(pauses, max_size=2).map(tuple),
)
# Mostly practised, so that long streaks and earned freezes occur as well as breaks.
practised_days = st.lists(st.sampled_from([True] * 5 + [False]), min_size=71, max_size=71).map(
    lambda taps: frozenset(day(number) for number, tap in enumerate(taps) if tap)
)
