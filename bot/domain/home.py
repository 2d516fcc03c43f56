"""What the Home tab shows of one person: their own things, and for an admin how the workspace stands."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime

from bot.domain.admin.admin import AdminGlance
from bot.domain.checkins.checkins import CheckInAnswer, CheckInFacts
from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, PersonStatus, TeamMember
from bot.domain.prompts.answers import PromptFacts
from bot.domain.prompts.streaks import StreakFacts
from bot.domain.ridealongs.facts import RidePage
from bot.domain.selfchecks.selfchecks import SelfCheckFacts
from bot.domain.selfchecks.skills import SkillFacts
from bot.domain.time.fiscal import PressureFacts

MOST_RIDES = 5


@dataclass(frozen=True, slots=True)
class NextTime:
    """When one nudge comes next to a person; `at` is aware UTC."""

    nudge: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """All that a Home tab shows. A part that could not be loaded stays None and is named in `missing`.

    `week` is None for somebody who is asked no check-in, `admin` for somebody who is none. `team` holds whom the person
    named, `leaders` who named them.
    `prompt_is_coming`: today's prompt is being sent at this moment.
    """

    person: Person
    now: datetime
    prompt: PromptFacts | None = None
    week: CheckInFacts | None = None
    streaks: StreakFacts | None = None
    _: KW_ONLY
    selfcheck: SelfCheckFacts | None = None
    skills: SkillFacts | None = None
    rides: RidePage = field(default_factory=RidePage)
    team: Sequence[TeamMember] = ()
    leaders: Sequence[TeamMember] = ()
    pressure: PressureFacts | None = None
    next_times: Sequence[NextTime] = ()
    next_prompt_at: datetime | None = None
    admin: AdminGlance | None = None
    upgrade: Upgrade | None = None
    answered_weeks: Sequence[CheckInAnswer | None] = ()
    prompt_is_coming: bool = False
    missing: frozenset[str] = field(default_factory=frozenset)


def takes_part(person: Person) -> bool:
    """Whether somebody sees their own things; anybody else sees what this is, and a button to start."""
    return person.status is PersonStatus.ACTIVE
