"""What the Home tab shows of one person: their own things, and for an admin the state of the workspace."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.admin.admin import AdminGlance
from bot.domain.checkins.checkins import CheckInAnswer, CheckInFacts
from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, TeamMember
from bot.domain.prompts.answers import PromptFacts
from bot.domain.prompts.streaks import StreakFacts
from bot.domain.ridealongs.facts import RidePage
from bot.domain.time.schedule import Pause, next_pause

SOON = timedelta(days=60)  # a pause that begins later is not worth showing yet


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Everything a Home tab shows. A part that could not be loaded stays None and is named in `missing`.

    `week` is None for somebody without a check-in, `admin` for somebody who is not one. `leaders` are those who named
    the person as their salesperson. `rides` has the next one, and counts all. `prompt_is_coming`: today's prompt is
    being sent right now.
    """

    person: Person
    now: datetime
    prompt: PromptFacts | None = None
    week: CheckInFacts | None = None
    streaks: StreakFacts | None = None
    _: KW_ONLY
    rides: RidePage = field(default_factory=RidePage)
    leaders: Sequence[TeamMember] = ()
    next_prompt_at: datetime | None = None
    admin: AdminGlance | None = None
    upgrade: Upgrade | None = None
    answered_weeks: Sequence[CheckInAnswer | None] = ()
    prompt_is_coming: bool = False
    missing: frozenset[str] = field(default_factory=frozenset)


def pause_to_tell(person: Person, today: date) -> Pause | None:
    """The pause that covers the local date `today`, or begins in the next two months; the earliest, or None."""
    pause = next_pause(person.pauses, today)
    return pause if pause is not None and pause.first <= today + SOON else None
