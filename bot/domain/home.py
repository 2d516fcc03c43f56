"""What the Home tab shows of one person: their own things, and for an admin the channel nudges."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.channels import ChannelNudgeFacts
from bot.domain.checkin import CheckInFacts
from bot.domain.fiscal import PressureFacts
from bot.domain.people import Person, Standing, TeamMember
from bot.domain.prompts import PromptFacts
from bot.domain.ridealong_facts import RideFacts
from bot.domain.selfcheck import SelfCheckFacts
from bot.domain.streaks import StreakFacts
from bot.domain.upgrades import Upgrade


@dataclass(frozen=True, slots=True)
class NextTime:
    """When one nudge comes next to a person; `at` is aware UTC."""

    nudge: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """All that a Home tab shows. A part that could not be loaded stays None and is named in `missing`.

    `week` is None for whoever is asked no check-in, `channels` for whoever is no admin. `team` holds whom the person
    named, `leaders` who named them.
    """

    person: Person
    now: datetime
    prompt: PromptFacts | None = None
    week: CheckInFacts | None = None
    streaks: StreakFacts | None = None
    selfcheck: SelfCheckFacts | None = None
    rides: Sequence[RideFacts] = ()
    team: Sequence[TeamMember] = ()
    leaders: Sequence[TeamMember] = ()
    pressure: PressureFacts | None = None
    next_times: Sequence[NextTime] = ()
    next_prompt_at: datetime | None = None
    channels: Sequence[ChannelNudgeFacts] | None = None
    upgrade: Upgrade | None = None
    missing: frozenset[str] = field(default_factory=frozenset)


def takes_part(person: Person) -> bool:
    """Whether somebody sees their own things; anybody else sees what this is, and a button to start."""
    return person.standing is Standing.ACTIVE
