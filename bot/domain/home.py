"""What the Home tab shows of one person: their own things, and for an admin how the workspace stands."""

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
from bot.domain.time.schedule import Pause

SOON = timedelta(days=60)  # a pause that begins later is no news yet


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """All that a Home tab shows. A part that could not be loaded stays None and is named in `missing`.

    `week` is None for somebody who is asked no check-in, `admin` for somebody who is none. `leaders` named the person
    as one of theirs. `rides` has the next one, and counts all. `prompt_is_coming`: today's prompt is being sent at this
    moment.
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
    """The pause that is on at the local date `today`, or begins in the next two months; the earliest, or None."""
    coming = (pause for pause in person.pauses if pause.last is None or pause.last >= today)
    return min((pause for pause in coming if pause.first <= today + SOON), key=lambda pause: pause.first, default=None)
