"""The admin's page as facts: the first steps, who has started by count, roles, and who cannot be reached.

Never anybody's answers. Groups of people are counted in figures that grow by five and more at a time, so that no two
numbers that an admin saw differ by fewer (`bot/domain/aggregates.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.aggregates import Aggregate
from bot.domain.deliveries import UndeliveredCount
from bot.domain.people.people import Person, Workspace
from bot.domain.people.removals import RemovalCount
from bot.domain.visibility import FOR_ADMIN

PEOPLE_A_PAGE = 20
# How long texts may be kept, in months, to choose from; 0 keeps them until somebody deletes them.
RETENTIONS = (3, 6, 12, 18, 24, 36, 60, 120, 0)


class Step(StrEnum):
    """The first steps of a workspace, in the order in which they are best taken."""

    START = "start"
    INVITE = "invite"
    CHANNEL = "channel"
    DIGEST = "digest"
    FIVE = "five"
    WEEK = "week"


class StartedGroup(StrEnum):
    """Two groups of people who have started, with nobody in both, so that neither can be subtracted from the other."""

    LEADERS = "leaders"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class AdminGlance:
    """What the Home tab says of it: how many channel nudges run or are paused, how many messages did not arrive, and
    whether the webhook is stopped, since the person who set it up is no admin any more.
    """

    running: int = 0
    paused: int = 0
    undelivered: int = 0
    webhook_stopped: bool = False


@dataclass(frozen=True, slots=True)
class AdminFacts:
    """The admin's page.

    `started` has a number for each group that may be shown, and nothing for one of fewer than five. `invited` is how
    many people admins have invited. `admins` are those that we have met, `installer_id` is "" where nobody is known.
    `leavers_days`: how many days what is held about people who left Slack is kept; 0 for ever. `key_holders` have
    access to the numbers for a program; those of them who are no admins are refused.
    """

    admin: Person
    workspace: Workspace
    done: frozenset[Step]
    started: Mapping[StartedGroup, int] = field(default_factory=dict)
    invited: int = 0
    _: KW_ONLY
    glance: AdminGlance = field(default_factory=AdminGlance)
    unreached: int = 0
    admins: Sequence[str] = ()
    installer_id: str = ""
    leavers_days: int = 0
    key_holders: Sequence[str] = ()

    @property
    def next_step(self) -> Step | None:
        """The first step that is not done; None where all are."""
        return next((step for step in Step if step not in self.done), None)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody whom Slack lets no message through to, in Slack's word for why. `at`: when it last refused one."""

    user_id: str
    reason: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnreachedPage:
    """A page of those people, of how many messages did not arrive, and how many could not be removed again, for which
    reason; pages count from 0. `left`: how many left Slack; `leavers_days` as in `AdminFacts`.
    """

    people: Sequence[Unreached]
    total: int
    number: int = 0
    counts: Sequence[UndeliveredCount] = ()
    unremoved: Sequence[RemovalCount] = ()
    _: KW_ONLY
    left: int = 0
    leavers_days: int = 0


def with_started(aggregate: Aggregate, people: Iterable[str]) -> Aggregate:
    """The figure with those who have started since, where they are five or more; else as it is.

    Nobody is ever taken out: that somebody stopped cannot be seen in a number that fell.
    """
    new = frozenset(people) - aggregate.people
    if len(new) < FOR_ADMIN:
        return aggregate
    return replace(aggregate, size=aggregate.size + len(new), people=aggregate.people | new)
