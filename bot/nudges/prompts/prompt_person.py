"""The daily prompt to a person, by direct message at their own time."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_person
from bot.domain.budget import cadence, days_for, just_changed
from bot.domain.people.people import Person
from bot.domain.prompts.answers import DuePrompt
from bot.domain.time.schedule import Rhythm, next_slot_on_or_after
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def rhythm(person: Person, ignored: int) -> Rhythm | None:
    """Their working days, thinned out by what they ignored; nothing where they turned prompts off."""
    if person.prompt_at is None:
        return None
    return Rhythm(person.prompt_at, days_for(cadence(ignored), person.working_days), person.zone)


def compose(facts: Facts[DuePrompt], library: Library) -> Message | Skip:
    """The prompt, and once the news that prompts will come less often."""
    due = facts.payload
    assert due is not None
    assert due.choice is not None
    thinned = cadence(due.ignored) if just_changed(due.ignored) else None
    return prompt_for_person(library, due.choice, facts.delivery.id, thinned)


NUDGE = Nudge(
    key="prompt_person",
    compose=compose,
    grace=timedelta(hours=2),
    loads=DuePrompt,
    rhythm=rhythm,
    slot=next_slot_on_or_after,
    counts_towards_budget=True,
)
