"""What a nudge is: when it is due, what it needs to know, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.blocks.block_kit import Message
from bot.domain.budget import within_budget
from bot.domain.checkins.checkins import CheckInAnswer, CheckInFacts
from bot.domain.checkins.commitments import Commitment
from bot.domain.checkins.letters import LetterFacts, ReportFacts
from bot.domain.deliveries import Delivery
from bot.domain.installations.installations import LostToken
from bot.domain.people.people import ChannelNudge, Person, PersonStatus, TeamMember
from bot.domain.prompts.programmes import ProgrammeFacts
from bot.domain.prompts.selection import PromptChoice
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.meetings import MeetingOffers
from bot.domain.selfchecks.feedback import FeedbackFacts
from bot.domain.time.schedule import Rhythm, Slot, Timetable
from content.models import Library


class Need(StrEnum):
    """A fact that a nudge asks for; the facts are loaded by `bot.services.facts`, a batch at a time."""

    PROMPT = "prompt"
    CHECKIN = "checkin"
    COMMITMENT = "commitment"
    RIDEALONG = "ridealong"
    SPLIT = "split"
    CHANNEL_NUDGE = "channel_nudge"
    MEMBERSHIP = "membership"
    LETTER = "letter"
    REPORT = "report"
    PROGRAMME = "programme"
    TWIN = "twin"
    OFFERS = "offers"
    LOST = "lost"
    HELD_BACK = "held_back"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a nudge may speak of. What it did not ask for in `needs` is None.

    `person` is the recipient, or None in a channel; `channel` is the channel nudge, or None for a person.
    `ignored` counts unanswered prompts in a row; `unasked_today` what we sent unasked on this local date.
    `answered`: whether the prompt of this slot was answered already. `checkin` is that of the week of the slot;
    `commitment` the one that a follow-up is about; `split` the team's week;
    `membership` what the recipient said to the leader whom the subject names; `twin` the round that they are asked in;
    `offers` the meetings of their calendar; `lost` where to install again a workspace whose token is not refreshed;
    `held_back` counts the days on which this very message found no room.
    """

    delivery: Delivery
    now: datetime
    person: Person | None = None
    channel: ChannelNudge | None = None
    unasked_today: int = 0
    ignored: int = 0
    prompt: PromptChoice | None = None
    answered: bool = False
    checkin: CheckInFacts | None = None
    commitment: Commitment | None = None
    ridealong: RideFacts | None = None
    split: Mapping[CheckInAnswer, int] | None = None
    membership: TeamMember | None = None
    letter: LetterFacts | None = None
    report: ReportFacts | None = None
    programme: ProgrammeFacts | None = None
    twin: FeedbackFacts | None = None
    offers: MeetingOffers | None = None
    lost: LostToken | None = None
    held_back: int = 0

    @property
    def zone(self) -> str:
        """The zone of whoever receives it."""
        return self.person.zone if self.person else self.channel.zone if self.channel else "UTC"


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is sent; `reason` is kept with the delivery. `moves`: not today, but on the next working day."""

    reason: str
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Nudge:
    """A kind of message we send by ourselves.

    `rhythm` gives the recurring time for a person who ignored so many prompts in a row (None: not for them); a
    channel's rhythm is its channel nudge, for nudges with `in_channels`. `slot` finds the first slot on or after a
    local date; of a `weekly` one there is one a week. A nudge with neither is planned by the use case that causes
    it. `follows` names the nudge that has to come first. `grace`: how late it still makes sense; None means the rest
    of the local day. `unasked` ones count towards the budget. `uninvited` ones reach people who have not started yet.
    What has no room in the budget of its day `moves` to the next working day, so many times at most; others are
    withheld for good.
    """

    key: str
    compose: Callable[[Facts, Library], Message | Skip]
    grace: timedelta | None
    needs: frozenset[Need] = field(default_factory=frozenset)
    rhythm: Callable[[Person, int], Rhythm | None] | None = None
    slot: Callable[[Timetable, date], Slot | None] | None = None
    in_channels: bool = False
    weekly: bool = False
    follows: str = ""
    counts_towards_budget: bool = False
    reaches_newcomers: bool = False
    moves: int = 0

    def message(self, facts: Facts, library: Library) -> Message | Skip:
        """What to send, or why not: rules that hold for every nudge first, then its own words."""
        return self._kept_back(facts) or self.compose(facts, library)

    def _kept_back(self, facts: Facts) -> Skip | None:
        if facts.person is None:
            return self._kept_from_channel(facts)
        if facts.person.cut_off:
            return Skip("team access revoked")
        if facts.person.status in {PersonStatus.STOPPED, PersonStatus.GONE}:
            return Skip(facts.person.status)
        if facts.person.status is not PersonStatus.ACTIVE and not self.reaches_newcomers:
            return Skip("not started")
        if any(pause.covers(facts.delivery.on) for pause in facts.person.pauses):
            return Skip("paused")
        return (
            None
            if not self.counts_towards_budget or within_budget(facts.unasked_today)
            else self._no_room(facts.held_back)
        )

    def _no_room(self, held_back: int) -> Skip:
        if held_back < self.moves:
            return Skip("over the budget", moves=True)
        return Skip(f"over the budget, given up after {held_back + 1} days" if self.moves else "over the budget")

    def _kept_from_channel(self, facts: Facts) -> Skip | None:
        if facts.channel is None:  # whoever set it up stopped it, after its delivery was made
            return Skip("stopped") if self.in_channels and self.slot else None
        return Skip("paused") if facts.channel.paused_for else None
