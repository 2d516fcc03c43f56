"""Streaks by rule 6 alone, slowly: tries every possible beginning, and walks each day one by one."""

from collections.abc import Callable, Collection
from datetime import date, timedelta

DAY = timedelta(days=1)


def walked(steps: list[date], done: Collection[date], now: date) -> int | None:
    """How many practice days a run over these steps has, or None where it breaks on the way.

    It begins with two freezes. A missed step uses one up automatically; every ten practice days earn one while there
    are fewer than two. What is still open today is not missed.
    """
    freezes, towards, length = 2, 0, 0
    for step in steps:
        if step in done:
            length += 1
            if freezes < 2:
                towards += 1
                if towards == 10:
                    freezes, towards = freezes + 1, 0
        elif step < now:
            if freezes == 0:
                return None
            freezes -= 1
    return length


def streak(done: Collection[date], counts: Callable[[date], bool], today: date, step: timedelta = DAY) -> int:
    """The longest run up to `today`; `counts` says of a date, or of a week's Monday, whether it had an opportunity.

    A practice counts on any date; a date without opportunity is passed over.
    """
    begun = sorted(on for on in done if on <= today)
    best = 0
    for start in begun:
        steps, on = [], start
        while on <= today:
            if on in done or counts(on):
                steps.append(on)
            on += step
        length = walked(steps, done, today)
        if length is not None:
            best = max(best, length)
            break  # a later beginning has fewer practice days
    return best
