"""The weekly check-in: did you lead or manage this week? For leaders, on their own day and at their own time."""

from bot.blocks.block_kit import Message
from bot.blocks.checkins.checkins import card
from bot.domain.checkins.checkins import CheckInFacts
from bot.domain.people.people import NudgeKind, Person
from bot.domain.time.schedule import Rhythm, next_weekly_slot
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def rhythm(person: Person, _ignored: int) -> Rhythm | None:
    """Their own weekday and time; None for somebody who leads nobody, or turned it off."""
    if not person.gets_checkin:
        return None
    return Rhythm(person.checkin_at, frozenset({person.checkin_day}), person.zone)


def compose(facts: Facts[CheckInFacts], library: Library) -> Message | Skip:
    """The question with its four buttons, with the last plan above; nothing if they already answered this week."""
    assert facts.payload is not None
    return Skip("answered") if facts.payload.checkin else card(library, facts.payload)


NUDGE = Nudge(
    key="checkin",
    compose=compose,
    grace=None,
    loads=CheckInFacts,
    rhythm=rhythm,
    slot=next_weekly_slot,
    weekly=True,
    counts_towards_budget=True,
    kind=NudgeKind.CHECKIN,
)
