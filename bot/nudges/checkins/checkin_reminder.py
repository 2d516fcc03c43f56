"""The one reminder of an unanswered check-in, on the next working morning; never a second."""

from datetime import time

from bot.blocks.block_kit import Message
from bot.blocks.checkins.checkins import card
from bot.domain.checkins.checkins import CheckInFacts
from bot.domain.people.people import NudgeKind, Person
from bot.domain.time.schedule import Rhythm, next_reminder_slot
from bot.nudges.checkins import checkin
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library

MORNING = time(9, 0)


def rhythm(person: Person, _ignored: int) -> Rhythm | None:
    """The weekday is the check-in's own; `next_reminder_slot` finds the morning after it."""
    if not person.gets_checkin or NudgeKind.REMINDERS in person.turned_off:
        return None
    return Rhythm(person.hours.nearest(MORNING), frozenset({person.checkin_day}), person.zone)


def compose(facts: Facts[CheckInFacts], library: Library) -> Message | Skip:
    """The check-in again, about the week that it was due for. Nobody is reminded of what they were never asked."""
    if facts.payload is None:
        return Skip("not due any more")
    if facts.payload.checkin is not None:
        return Skip("answered")
    if not facts.payload.was_asked:
        return Skip("never asked")
    return Skip("reminded already") if facts.payload.was_reminded else card(library, facts.payload, reminder=True)


NUDGE = Nudge(
    key="checkin_reminder",
    compose=compose,
    grace=None,
    loads=CheckInFacts,
    rhythm=rhythm,
    slot=next_reminder_slot,
    follows=checkin.NUDGE.key,
    counts_towards_budget=True,
    kind=NudgeKind.REMINDERS,
)
