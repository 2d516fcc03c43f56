"""One's own settings as a form gives them, and what they come to: what is in force and when everything comes next."""

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from bot.domain.installations.upgrades import Upgrade
from bot.domain.people.people import Person, Position
from bot.domain.time.schedule import Pause


class Upcoming(NamedTuple):
    """The next time (aware UTC) of one recurring nudge, by its key, and the zone to read it in."""

    nudge: str
    due_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class SettingsFacts:
    """A person's settings and the next time of everything recurring, the earliest first, on their date `today`.

    `paused` is the pause that they have just made; `has_prompt` says that today's prompt is with them, or on its way.
    """

    person: Person
    today: date
    upcoming: tuple[Upcoming, ...] = ()
    upgrade: Upgrade | None = None
    paused: Pause | None = None
    _: KW_ONLY
    has_prompt: bool = False

    @property
    def pause(self) -> Pause | None:
        """The pause that they are in, or None."""
        return next((pause for pause in self.person.pauses if pause.covers(self.today)), None)

    def next_of(self, nudge: str) -> Upcoming | None:
        """When a nudge comes next, or None."""
        return next((upcoming for upcoming in self.upcoming if upcoming.nudge == nudge), None)


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """What somebody typed and chose; nothing of it is checked yet. Times are None where none was chosen.

    `country` is a code ("DE-BY"), "none", or "" where it is to be guessed. `checkin_day` is None where the form had no
    check-in in it, since they lead nobody. `position` is None where nothing was chosen, and changes nothing.
    """

    zone: str
    prompt_on: bool
    prompt_at: time | None
    working_days: frozenset[int]
    checkin_day: int | None
    _: KW_ONLY
    checkin_at: time | None
    country: str
    position: Position | None = None
