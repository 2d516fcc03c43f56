"""The admin's page as facts: the first steps, who has started by count, roles, and who cannot be reached.

Never anybody's answers. Counts of people grow by at least five at a time, so no two numbers that an admin saw differ by
fewer (`bot/domain/aggregates.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.deliveries import UndeliveredCount
from bot.domain.people.people import Person, Workspace
from bot.domain.people.removals import RemovalCount

PEOPLE_A_PAGE = 20
# The choices for how long texts are kept, in months; 0 keeps them until somebody deletes them.
RETENTIONS = (3, 6, 12, 18, 24, 36, 60, 120, 0)


class Step(StrEnum):
    """The first steps of a workspace, in the best order to take them."""

    START = "start"
    INVITE = "invite"
    CHANNEL = "channel"
    DIGEST = "digest"
    FIVE = "five"
    WEEK = "week"


class StartedGroup(StrEnum):
    """Two groups of people who have started. Nobody is in both, so neither can be subtracted from the other."""

    LEADERS = "leaders"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class AdminGlance:
    """The admin summary on the Home tab: how many channel nudges run or are paused, how many messages did not arrive,
    and whether the webhook is stopped because the person who set it up is no longer an admin.
    """

    running: int = 0
    paused: int = 0
    undelivered: int = 0
    webhook_stopped: bool = False


@dataclass(frozen=True, slots=True)
class AdminFacts:
    """The admin's page.

    `started` has a number for each group that may be shown; a group of fewer than five is left out. `invited` is how
    many people admins have invited. `admins` are those that we have met; `installer_id` is "" if unknown.
    `leavers_days`: for how many days data about people who left Slack is kept; 0 for ever. `key_holders` have a key to
    the numbers for other tools; those who are no longer admins are refused.
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
        """The first step that is not done; None if all are."""
        return next((step for step in Step if step not in self.done), None)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody Slack lets no message through to. `reason` is Slack's own code; `at` is when it last refused one."""

    user_id: str
    reason: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnreachedPage:
    """A page of those people, with counts by reason of messages that did not arrive and of those that could not be
    removed; pages count from 0. `left`: how many left Slack; `leavers_days` as in `AdminFacts`.
    """

    people: Sequence[Unreached]
    total: int
    number: int = 0
    counts: Sequence[UndeliveredCount] = ()
    unremoved: Sequence[RemovalCount] = ()
    _: KW_ONLY
    left: int = 0
    leavers_days: int = 0
