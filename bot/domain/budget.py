"""The message budget: people who ignore us hear from us less, and nobody hears from us too often (product rule 4)."""

from enum import StrEnum

from bot.domain.time.schedule import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY

TO_TWICE, TO_WEEKLY = 5, 10  # prompts ignored in a row
MON_WED_FRI = frozenset({MONDAY, WEDNESDAY, FRIDAY})
MOST_A_DAY = 2  # unasked messages per person and local day


class Cadence(StrEnum):
    """How often the daily prompt comes: every working day, three times a week, on Tuesday and Thursday, or once a week.

    People can choose any but TWICE, which comes from ignoring five in a row.
    """

    DAILY = "daily"
    THRICE = "thrice"
    TWICE = "twice"
    WEEKLY = "weekly"


RARER = tuple(Cadence)  # each is rarer than the one before


def cadence(ignored_in_row: int) -> Cadence:
    """How often to write after `ignored_in_row` ignored prompts: five make it twice a week, ten once."""
    if ignored_in_row >= TO_WEEKLY:
        return Cadence.WEEKLY
    return Cadence.TWICE if ignored_in_row >= TO_TWICE else Cadence.DAILY


def in_force(chosen: Cadence, ignored_in_row: int) -> Cadence:
    """How often the prompt comes: `chosen`, or the cadence that ignoring so many leaves, whichever is rarer."""
    return RARER[max(map(RARER.index, (chosen, cadence(ignored_in_row))))]


def just_thinned(chosen: Cadence, ignored: int) -> Cadence | None:
    """The new cadence, if the last ignored prompt changed it: the one time to say so, with the undo button. None if
    nothing changed, for example because they chose one as rare themselves.
    """
    now = in_force(chosen, ignored)
    return now if now is not in_force(chosen, ignored - 1) else None


def days_for(cadence: Cadence, working_days: frozenset[int]) -> frozenset[int]:
    """The weekdays (Monday = 0) of a cadence: Monday, Wednesday and Friday for THRICE, Tuesday and Thursday for TWICE,
    Tuesday for WEEKLY.

    Somebody who does not work on those days gets days spread over their own working week (for WEEKLY, the earlier of
    the two).
    """
    if cadence is Cadence.DAILY or not working_days:
        return working_days
    days = sorted(working_days)
    if cadence is Cadence.THRICE:
        apart = frozenset({days[0], days[len(days) // 2], days[-1]})
        return MON_WED_FRI if working_days.issuperset(MON_WED_FRI) else apart
    first, second = days[len(days) // 4], days[3 * len(days) // 4]
    if working_days.issuperset({TUESDAY, THURSDAY}):
        first, second = TUESDAY, THURSDAY
    return frozenset({first, second}) if cadence is Cadence.TWICE else frozenset({first})


def quiet_days(working_days: frozenset[int], checkin_day: int) -> frozenset[int]:
    """The working weekdays on which neither the check-in nor its reminder usually comes; all of them if that leaves
    none.

    Rare messages come on one of these days, so that with the daily prompt they make the two of that day.
    """
    days = sorted(working_days)
    if not days:
        return working_days
    asked = max((day for day in days if day <= checkin_day), default=days[0])
    reminded = days[(days.index(asked) + 1) % len(days)]
    return frozenset(days) - {asked, reminded} or working_days


def within_budget(sent_today: int) -> bool:
    """Whether one more unasked message may go to a person who got `sent_today` on this local day."""
    return sent_today < MOST_A_DAY
