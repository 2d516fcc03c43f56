"""A prompt brought back at the time that somebody asked for. Its subject is the delivery that it repeats."""

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_person
from bot.domain.prompts.answers import DuePrompt
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[DuePrompt], library: Library) -> Message | Skip:
    """The same prompt again, unless it was answered meanwhile. An answer counts for the first delivery and its day."""
    if facts.payload is None or facts.payload.answered:
        return Skip("answered")
    assert facts.payload.choice is not None
    return prompt_for_person(library, facts.payload.choice, facts.delivery.subject)


NUDGE = Nudge(
    key="prompt_later",
    compose=compose,
    grace=None,
    loads=DuePrompt,
    ignores_hours=always,  # they chose its time
    reaches_newcomers=True,  # who puts off the prompt of a channel may never have started
)
