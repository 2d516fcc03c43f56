"""The two views of one week side by side, on the same question: with how many of these people did it happen?

The leader answers directly. Each salesperson says whether it happened with them; those who said nothing could be
anything from "with none of them" to "with all of them". So the salespeople's side is a range, and the two differ only
if the leader's answer is outside it. If both sides remember correctly it never is, however many answered
(`tests/domain/selfchecks/test_comparison.py` proves it on made-up weeks).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.selfchecks.selfchecks import MOST, NOT_UP, mean_score
from content.models import SCALES, Item, Scale

MOST_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """How many salespeople said yes and no to one item; those for whom it did not come up are in neither."""

    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and highest that the salespeople's side can be: shares from 0 to 3, or scores from 0 to 100."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high

    def distance(self, value: int) -> int:
        """How far a value is outside the range: 0 inside, positive above, negative below."""
        return max(value - self.high, 0) + min(value - self.low, 0)


@dataclass(frozen=True, slots=True)
class ScaleViews:
    """One scale as both sides see it, 0 to 100, over the items that came up for both."""

    scale: Scale
    own: int
    theirs: Range


@dataclass(frozen=True, slots=True)
class ItemViews:
    """An item that the two sides see differently: shares from 0 to 3. `own` is NOT_UP if the leader said so, `theirs`
    None if it came up for none of the salespeople.
    """

    item: Item
    own: int
    theirs: Range | None


def share_of(yes: int, no: int) -> int:
    """The share of people with whom it happened, of those for whom it came up: 0 none, 1 fewer than half, 2 half or
    more, 3 all.

    Raises ValueError if it came up for nobody.
    """
    if not yes + no:
        raise ValueError("a share of zero people")
    if not yes:
        return 0
    return MOST if not no else 2 if 2 * yes >= yes + no else 1


def range_of(tally: Tally, silent: int) -> Range | None:
    """The possible shares while `silent` more people may have seen anything; None if it can have come up for nobody."""
    if not tally.yes + tally.no + silent:
        return None
    return Range(share_of(tally.yes, tally.no + silent), share_of(tally.yes + silent, tally.no))


def is_apart(own: int, tally: Tally, silent: int) -> bool:
    """Whether the leader's answer to one item contradicts what the salespeople saw."""
    theirs = range_of(tally, silent)
    if own == NOT_UP:
        return tally.yes + tally.no > 0
    return theirs is None or theirs.distance(own) != 0


def scale_views(
    own: Mapping[str, int], tallies: Mapping[str, Tally], silent: int, items: Iterable[Item]
) -> tuple[ScaleViews, ...]:
    """The scales that came up for both sides. `own` are the leader's answers, `silent` how many people said nothing."""
    listed, views = list(items), []
    for scale in SCALES:
        pairs = [
            (own[item.id], theirs)
            for item in listed
            if item.scale == scale
            and own[item.id] != NOT_UP
            and (theirs := range_of(tallies.get(item.id, Tally()), silent)) is not None
        ]
        mine = mean_score(answer for answer, _ in pairs)
        if mine is not None:
            low, high = (mean_score(getattr(theirs, end) for _, theirs in pairs) or 0 for end in ("low", "high"))
            views.append(ScaleViews(scale, mine, Range(low, high)))
    return tuple(views)


def items_apart(
    own: Mapping[str, int], tallies: Mapping[str, Tally], silent: int, items: Sequence[Item]
) -> tuple[ItemViews, ...]:
    """At most three items that the two sides see differently, the furthest apart first."""
    apart = [
        ItemViews(item, own[item.id], range_of(tallies.get(item.id, Tally()), silent))
        for item in items
        if is_apart(own[item.id], tallies.get(item.id, Tally()), silent)
    ]
    return tuple(sorted(apart, key=lambda views: -_distance(views))[:MOST_ITEMS])


def _distance(views: ItemViews) -> int:
    """How many steps apart the two sides are; disagreeing on whether it came up at all is one step."""
    return 1 if views.own == NOT_UP or views.theirs is None else abs(views.theirs.distance(views.own))
