"""What somebody can work out by remembering every figure about several people that they were shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations

from bot.domain.selfchecks.feedback import COHORTS_HOLD
from bot.domain.visibility import FOR_ADMIN, FOR_LEADER

Shown = tuple[int, Mapping[str, int]]  # how many people a number is about, and its counts where they were shown
Seen = dict[tuple[str, str], list[Shown]]  # by what a number is about, and which one
FEWEST = {"prompt": FOR_LEADER, "week": FOR_LEADER}  # people; for everything else the admin's threshold
FIXED = {"week", "quarter", "admin's week", "admin's quarter"}  # shown again as they were, whatever happens


def singled_out(figures: Sequence[tuple[datetime, frozenset[str]]]) -> list[frozenset[str]]:
    """The groups of one or two people that one quarter's figures tell apart from everybody else: whatever is added or
    subtracted, people who are always counted together stay together, and the rest can be told apart.
    """
    small: list[frozenset[str]] = []
    for last, _ in figures:
        group = [people for at, people in figures if last - COHORTS_HOLD < at <= last]
        classes: dict[tuple[bool, ...], set[str]] = {}
        for user_id in frozenset().union(*group):
            classes.setdefault(tuple(user_id in people for people in group), set()).add(user_id)
        small += [frozenset(people) for people in classes.values() if len(people) < 3]
    return small


def moved_by_few(seen: Seen) -> list[str]:
    """The numbers somebody saw that are about too few people: a number alone, or the difference of two."""
    small = []
    for (subject, which), several in seen.items():
        least = FEWEST.get(subject, FOR_ADMIN)
        small += [f"{subject} {which} of {size}" for size, _ in several if size < least]
        for (size, counts), (later, later_counts) in combinations(several, 2):
            moved = size != later or bool(counts and later_counts and counts != later_counts)
            if moved and (subject in FIXED or later - size < least):
                small.append(f"{subject} {which} from {size} {counts} to {later} {later_counts}")
    return small
