"""What a nudge is: when it is due, what it needs to know, and what it says."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from bot.blocks.block_kit import Message
from bot.blocks.people.onboarding import way_out
from bot.domain.budget import within_budget
from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge, NudgeKind, Person, PersonStatus
from bot.domain.time.schedule import Rhythm, Slot, Timetable
from content.models import Library

P = TypeVar("P")
NOT_STARTED = (PersonStatus.NEW, PersonStatus.WELCOMED)
CUT_OFF = "team access revoked"  # why nothing is sent to somebody in a team that their organisation closed to us


@dataclass(frozen=True, slots=True)
class Facts(Generic[P]):
    """What a nudge can use: its delivery, its recipient, and a payload of the nudge's own type.

    `person` is the recipient, or None in a channel; `channel` is the channel nudge, or None for a person. `sent_today`
    counts the messages of this local date that count towards the budget; `held_back` the days on which there was no
    room for this message. `payload` is None if there is nothing left to talk about. `quiet` is the next Do Not Disturb
    period of the person: from and until when (aware UTC).
    """

    delivery: Delivery
    now: datetime
    person: Person | None = None
    channel: ChannelNudge | None = None
    sent_today: int = 0
    _: KW_ONLY
    held_back: int = 0
    payload: P | None = None
    quiet: tuple[datetime, datetime] | None = None

    @property
    def zone(self) -> str:
        """The recipient's IANA zone."""
        if self.person is not None:
            return self.person.zone
        return self.about.zone if self.about is not None else "UTC"

    @property
    def locale_tag(self) -> str:
        """The locale that the recipient reads, or that was set up for the channel; "" if nobody said."""
        if self.person is not None:
            return self.person.locale_tag
        return self.about.locale if self.about is not None else ""

    @property
    def about(self) -> ChannelNudge | None:
        """The channel nudge that is due, or that the message is about."""
        return self.payload if isinstance(self.payload, ChannelNudge) else self.channel


def never(*_facts: object) -> bool:
    """False, whatever the facts: most nudges never ignore hours and never outlast a pause."""
    return False


def always(*_facts: object) -> bool:
    """True, whatever the facts: what its recipient asked for always ignores hours, what a colleague asks always
    outlasts a pause.
    """
    return True


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is sent; `reason` is kept with the delivery. `moves`: not today, but on the next working day."""

    reason: str
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Nudge(Generic[P]):
    """A kind of message we send unasked.

    `rhythm` gives the recurring time for a person who ignored that many prompts in a row (None: not for them); for
    nudges with `in_channels`, the channel nudge sets it. `slot` finds the first slot on or after a local date; a
    `weekly` nudge has one a week. A nudge with neither is planned by the use case that causes it. `follows` names the
    nudge that has to come first. `grace`: how late it still makes sense; None means the rest of the local day. Some
    count towards the budget, some reach newcomers, who have not started; those caused `by_others` then end with a
    button that stops all of them. If the day's budget has no room, it `moves` to the next working day, at most that
    many times; at 0 it is withheld for good. `kind` is what somebody turns off to stop getting it. Nudges wait for
    their recipient's hours unless `ignores_hours` says that they cannot wait until a moment (aware UTC): because the
    recipient asked for them, or because they would be useless by then. One that `outlasts_pauses` comes on the first
    working day after a pause. `loads` is the type of its payload, loaded for a whole batch by `bot.services.facts`;
    None for a nudge that needs only its recipient.
    """

    key: str
    compose: Callable[[Facts[P], Library], Message | Skip]
    grace: timedelta | None
    loads: type[P] | None = None
    rhythm: Callable[[Person, int], Rhythm | None] | None = None
    _: KW_ONLY
    slot: Callable[[Timetable, date], Slot | None] | None = None
    in_channels: bool = False
    weekly: bool = False
    follows: str = ""
    counts_towards_budget: bool = False
    reaches_newcomers: bool = False
    moves: int = 0
    by_others: bool = False
    outlasts_pauses: Callable[[Facts[P]], bool] = never
    kind: NudgeKind | None = None
    ignores_hours: Callable[[Facts[P], datetime], bool] = never

    def message(self, facts: Facts[P], library: Library) -> Message | Skip:
        """What to send, or why not: rules that hold for every nudge first, then its own words."""
        composed = self._kept_back(facts) or self.compose(facts, library)
        is_new = facts.person is not None and facts.person.status in NOT_STARTED
        if isinstance(composed, Skip) or not is_new or not self.by_others:
            return composed
        return replace(composed, blocks=(*composed.blocks, *way_out(library)))

    def _kept_back(self, facts: Facts[P]) -> Skip | None:
        if facts.person is None:
            return self._kept_from_channel(facts)
        if unwanted := self._unwanted_by(facts.person):
            return Skip(unwanted)
        if any(pause.covers(facts.delivery.on) for pause in facts.person.pauses):
            return Skip("paused", moves=self.outlasts_pauses(facts))
        return (
            None
            if not self.counts_towards_budget or within_budget(facts.sent_today)
            else self._no_room(facts.held_back)
        )

    def _unwanted_by(self, person: Person) -> str:
        """Why somebody gets none of these messages; "" if they do."""
        if person.cut_off:
            return CUT_OFF
        if person.status in {PersonStatus.STOPPED, PersonStatus.GONE}:
            return person.status
        if person.is_guest:
            return "guest"
        if person.status is not PersonStatus.ACTIVE and not self.reaches_newcomers:
            return "not started"
        if self.kind in person.turned_off:
            return "turned off"
        return "not due any more" if self.rhythm is not None and self.rhythm(person, 0) is None else ""

    def _no_room(self, held_back: int) -> Skip:
        if held_back < self.moves:
            return Skip("over the budget", moves=True)
        return Skip(f"over the budget, given up after {held_back + 1} days" if self.moves else "over the budget")

    def _kept_from_channel(self, facts: Facts[P]) -> Skip | None:
        if facts.about is None:  # the person who set it up stopped it, after its delivery was made
            return Skip("stopped") if self.in_channels and self.slot else None
        return Skip("paused") if facts.about.paused_for else None
