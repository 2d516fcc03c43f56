"""Who somebody is to us, and what each may do."""

from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.budget import Cadence
from bot.domain.content_mode import ContentMode
from bot.domain.installations.team_access import TeamGrant
from bot.domain.people.countries import guessed_country
from bot.domain.time.fiscal import FiscalCalendar, QuarterPattern
from bot.domain.time.hours import DAYTIME, Hours
from bot.domain.time.schedule import FRIDAY, WORKDAYS, Pause
from bot.domain.time.weeks import first_weekday, located, usual_hours, week_worked


@dataclass(frozen=True, slots=True)
class Who:
    """A person's identity as Slack gives it; never a user id without its workspace."""

    workspace_id: str
    user_id: str


class PersonStatus(StrEnum):
    """Where a person stands with us: never asked, asked and not answered, taking part, stopped, or left Slack."""

    NEW = "new"
    WELCOMED = "welcomed"
    ACTIVE = "active"
    STOPPED = "stopped"
    GONE = "gone"


class Position(StrEnum):
    """What somebody said they do: sell, lead salespeople, or lead leaders (a head of sales)."""

    SALESPERSON = "salesperson"
    LEADER = "leader"
    HEAD = "head"


class NudgeKind(StrEnum):
    """The unasked messages that somebody can turn off one by one; the daily prompt has its own switch."""

    CHECKIN = "checkin"
    REMINDERS = "reminders"
    LETTERS = "letters"
    BRIEFS = "briefs"
    REFLECTIONS = "reflections"
    FOLLOW_UPS = "follow_ups"
    PAUSE_OFFERS = "pause_offers"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The working days, country and check-in day of a person up to the local date `until`, included, before a change.

    `checkin_day` is None in old rows, from before it was remembered; today's is used then. `asked`: whether they wanted
    the check-in.
    """

    until: date
    working_days: frozenset[int] = WORKDAYS
    country: str | None = None
    checkin_day: int | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a workspace with their own settings.

    `profile_zone` follows Slack's profile; `own_zone` is their own choice and wins. `prompt_at` None means no daily
    prompt by direct message. `daily_again_at` is when they last undid a thinned-out cadence (aware UTC). `locale` is
    the language they read Slack in, such as "de-DE"; "" if Slack did not say. `earlier` holds their former working
    days, the earliest first, so that no past day is judged by today's settings. `country` None means that they chose
    none, so `holiday_country` is guessed; `default_country` is the workspace's. `teams` are the teams of an
    organisation that they are in; `cut_off` while the app is in none of those. `position` is None until they are asked
    what they do. `is_leader`: whether they lead salespeople, as a head of sales may do too. `locale_choice` is the
    language they chose ("de"), None for Slack's. `cadence`: how often they want the daily prompt. `turned_off`: the
    kinds of nudges that they do not want. `hours`: when messages may come on a working day. `hour_clock` is 12 or 24,
    `first_day` the weekday (Monday = 0) that their weeks begin with; None is guessed. `left_at`: when (aware UTC) we
    learned that they left Slack; None for everybody still there.
    """

    workspace_id: str
    user_id: str
    name: str = ""
    profile_zone: str = "UTC"
    own_zone: str | None = None
    _: KW_ONLY
    status: PersonStatus = PersonStatus.NEW
    is_admin: bool = False
    is_leader: bool = False
    is_guest: bool = False
    country: str | None = None
    working_days: frozenset[int] = WORKDAYS
    prompt_at: time | None = time(8, 30)
    checkin_day: int = FRIDAY
    checkin_at: time = time(15, 0)
    daily_again_at: datetime | None = None
    seen_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    locale: str = ""
    earlier: tuple[Earlier, ...] = ()
    teams: tuple[str, ...] = ()
    cut_off: bool = False
    default_country: str | None = None
    position: Position | None = None
    locale_choice: str | None = None
    cadence: Cadence = Cadence.DAILY
    turned_off: frozenset[NudgeKind] = frozenset()
    hours: Hours = DAYTIME
    hour_clock: int | None = None
    first_day: int | None = None
    left_at: datetime | None = None

    @property
    def is_head(self) -> bool:
        """Whether they lead leaders, so that prompts and check-in are about that."""
        return self.position is Position.HEAD

    @property
    def checks_in(self) -> bool:
        """Whether the weekly check-in is for them: it is for all who lead somebody."""
        return self.is_leader or self.is_head

    @property
    def who(self) -> Who:
        """The person's identity."""
        return Who(self.workspace_id, self.user_id)

    @property
    def zone(self) -> str:
        """The IANA zone in force."""
        return self.own_zone or self.profile_zone

    @property
    def holiday_country(self) -> str | None:
        """The country whose public holidays are their days off: their own choice, else guessed."""
        return self.country or self.guessed_country

    @property
    def guessed_country(self) -> str | None:
        """The country of somebody who chose none, by their zone, workspace and locale; None if nothing tells."""
        return guessed_country(self.zone, self.locale, self.default_country)

    @property
    def display_locale(self) -> str:
        """The locale they read us in: the one they chose, else that of their Slack.

        Slack gives "en-US" for everybody who never chose, so their zone decides which English, and which date format.
        """
        return located(self.locale_choice or self.locale, self.zone, is_chosen=bool(self.locale_choice))

    @property
    def locale_tag(self) -> str:
        """Their display locale with their clock, a BCP 47 tag as `content.libraries` takes it: "de-DE-u-hc-h23"."""
        return f"{self.display_locale}-u-hc-{'h12' if self.reads_hours == 12 else 'h23'}"

    @property
    def gets_checkin(self) -> bool:
        """Whether the weekly check-in comes to them: they lead somebody, and have not turned it off."""
        return self.checks_in and NudgeKind.CHECKIN not in self.turned_off

    @property
    def week_begins(self) -> int:
        """The weekday (Monday = 0) that their weeks begin with: chosen, else as their locale or zone has it."""
        return first_weekday(self.zone, self.locale) if self.first_day is None else self.first_day

    @property
    def reads_hours(self) -> int:
        """12 or 24: how they read times of day; chosen, else as their locale or zone has it."""
        return self.hour_clock or usual_hours(self.zone, self.locale)

    def week_at(self, on: date) -> date:
        """The week, by its Monday, that their work on the local date `on` counts for."""
        return week_worked(on, self.week_begins, self.working_days)


class Membership(StrEnum):
    """A salesperson's answer to being named: none yet, yes, or no. Until they decline, they are on the team."""

    NAMED = "named"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One salesperson on a leader's team."""

    leader_id: str
    salesperson_id: str
    membership: Membership = Membership.NAMED


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack team, or one whole organisation, that installed the app; `stopped` while its tokens do not work.

    `content_mode`: how its own prompts mix with ours. `access`: what Slack told us about the teams of an organisation.
    `ids_exchanged`: whether Slack told us which ids of its people changed when it moved into an organisation; None if
    we do not know that it moved. `text_months`: how many months people's free texts are kept; 0 is for ever.
    """

    id: str
    name: str = ""
    enterprise_id: str | None = None
    country: str | None = None
    fiscal_start_month: int = 1
    _: KW_ONLY
    stopped: bool = False
    text_months: int = 18
    fiscal_pattern: QuarterPattern = QuarterPattern.MONTHS
    content_mode: ContentMode = ContentMode.MIXED
    access: tuple[TeamGrant, ...] = ()
    ids_exchanged: bool | None = None

    @property
    def fiscal(self) -> FiscalCalendar:
        """Its fiscal calendar."""
        return FiscalCalendar(self.fiscal_start_month, self.fiscal_pattern)

    def keeps_longer_than(self, months: int) -> bool:
        """Whether texts are kept for longer than so many months (at least 1), so that this would erase some."""
        return not self.text_months or months < self.text_months


@dataclass(frozen=True, slots=True)
class ChannelNudge:
    """A nudge that somebody set up for a channel: `nudge` is its key, `set_by` the person who set it up.

    `paused_for` is Slack's reason ("is_archived") while it cannot be delivered. `country` names whose public holidays
    are the channel's days off: None if nobody said, "none" for no holidays. `locale` is the language of its messages
    ("de-DE"), "" if nobody said.
    """

    workspace_id: str
    channel_id: str
    nudge: str
    at: time
    days: frozenset[int]
    _: KW_ONLY
    zone: str
    set_by: str
    paused_for: str | None = None
    country: str | None = None
    locale: str = ""
