"""A prompt brought back at the time that somebody asked for. Its subject is the delivery that it repeats."""

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_person
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The same prompt again, unless it was answered meanwhile. An answer counts for the first delivery and its day."""
    if facts.answered:
        return Skip("answered")
    assert facts.prompt is not None
    return prompt_for_person(library, facts.prompt, facts.delivery.subject)


NUDGE = Nudge(key="prompt_later", compose=compose, grace=None, needs=frozenset({Need.PROMPT}))
