"""What somebody can work out who remembers every figure about several people that they were shown."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.selfchecks.feedback import COHORTS_HOLD


def singled_out(figures: Sequence[tuple[datetime, frozenset[str]]]) -> list[frozenset[str]]:
    """The groups of one or two people whom figures of one quarter tell apart from all others: whatever is added or
    subtracted, two people who are always counted together stay together, and the others are told apart.
    """
    small: list[frozenset[str]] = []
    for last, _ in figures:
        group = [people for at, people in figures if last - COHORTS_HOLD < at <= last]
        classes: dict[tuple[bool, ...], set[str]] = {}
        for user_id in frozenset().union(*group):
            classes.setdefault(tuple(user_id in people for people in group), set()).add(user_id)
        small += [frozenset(people) for people in classes.values() if len(people) < 3]
    return small
