"""The daily prompt to a person, by direct message at their own time."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_person
from bot.domain.budget import cadence, days_for, just_changed
from bot.domain.people.people import Person
from bot.domain.time.schedule import Rhythm, next_slot_on_or_after
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def rhythm(person: Person, ignored: int) -> Rhythm | None:
    """Their working days, thinned out by what they ignored; nothing where they turned prompts off."""
    if person.prompt_at is None:
        return None
    return Rhythm(person.prompt_at, days_for(cadence(ignored), person.working_days), person.zone)


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The prompt, and once the news that prompts will come less often."""
    assert facts.prompt is not None
    thinned = cadence(facts.ignored) if just_changed(facts.ignored) else None
    return prompt_for_person(library, facts.prompt, facts.delivery.id, thinned)


NUDGE = Nudge(
    key="prompt_person",
    compose=compose,
    grace=timedelta(hours=2),
    needs=frozenset({Need.PROMPT}),
    rhythm=rhythm,
    slot=next_slot_on_or_after,
    counts_towards_budget=True,
)
