"""The daily prompt to a person, by direct message at their own time."""

from datetime import datetime, timedelta

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_person
from bot.domain.budget import days_for, in_force, just_thinned
from bot.domain.people.people import Person
from bot.domain.prompts.answers import DuePrompt
from bot.domain.time.localtime import local
from bot.domain.time.schedule import Rhythm, next_slot_on_or_after
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def rhythm(person: Person, ignored: int) -> Rhythm | None:
    """As often as they chose, or less often if they ignored prompts; None if they turned prompts off."""
    if person.prompt_at is None:
        return None
    days = days_for(in_force(person.cadence, ignored), person.working_days)
    return Rhythm(person.prompt_at, days, person.zone)


def compose(facts: Facts[DuePrompt], library: Library) -> Message | Skip:
    """The prompt, and once the news that prompts will come less often."""
    due = facts.payload
    assert due is not None
    assert due.choice is not None
    thinned = just_thinned(facts.person.cadence, due.ignored) if facts.person else None
    return prompt_for_person(library, due.choice, facts.delivery.id, thinned)


def was_asked_for(facts: Facts[DuePrompt], _until: datetime) -> bool:
    """Whether it comes from Start, or from asking for prompts: it is due then, not at their prompt time."""
    person = facts.person
    return person is not None and local(facts.delivery.first_due_at, person.zone).time() != person.prompt_at


NUDGE = Nudge(
    key="prompt_person",
    compose=compose,
    grace=timedelta(hours=2),
    loads=DuePrompt,
    rhythm=rhythm,
    slot=next_slot_on_or_after,
    counts_towards_budget=True,
    ignores_hours=was_asked_for,
)
