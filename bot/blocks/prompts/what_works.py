"""How people respond to prompts, as an admin reads it, with the rule by which the choice learns from it."""

from collections.abc import Sequence

from bot.blocks import block_kit, written
from bot.blocks.block_kit import Block, Message
from bot.domain.prompts.what_works import FEWEST_TO_LEARN, PromptTally, WhatWorksFacts
from bot.domain.visibility import FOR_ADMIN
from content.models import Library, Prompt

MOST = 8  # prompts at either end
HALF = 0.5  # below this share of those who answered, a prompt is among the least taken up


def what_works(library: Library, facts: WhatWorksFacts) -> Message:
    """The most and the least taken up prompts, with their counts, and why some prompts come more often than others."""
    title = library.say("what_works.title")
    blocks = [block_kit.header(title)]
    if not facts.counted:
        blocks.append(block_kit.section(library.say("what_works.none", fewest=FOR_ADMIN)))
    least = [pair for pair in facts.counted[MOST:] if pair[1].taken_up < HALF][-MOST:]
    blocks += _listed(library, "most", facts.counted[:MOST])
    blocks += _listed(library, "least", least[::-1])
    blocks.append(block_kit.section(library.say("what_works.rule", fewest=FEWEST_TO_LEARN)))
    return Message(title, (*blocks, block_kit.context(library.say("what_works.sees", fewest=FOR_ADMIN))))


def _listed(library: Library, which: str, counted: Sequence[tuple[Prompt, PromptTally]]) -> list[Block]:
    if not counted:
        return []
    blocks = [block_kit.section(f"*{library.say(f'what_works.{which}')}*")]
    for prompt, tally in counted:
        blocks += _prompt_lines(library, prompt, tally)
    return blocks


def _prompt_lines(library: Library, prompt: Prompt, tally: PromptTally) -> list[Block]:
    audience = library.say(f"common.for_{prompt.audience}")
    shown = {answer: str(span) for answer, span in tally.shown.items()}
    counts = library.say(
        "what_works.counts",
        theme=library.themes[prompt.theme].title,
        audience=audience,
        people=tally.people,
        **shown,
    )
    if prompt.origin is None:
        return [block_kit.section(f"{block_kit.escape(prompt.action)}\n{counts}")]
    whose = library.say("what_works.of_leader" if prompt.origin.leader_id else "prompts.own.organisation")
    return [written.paragraph(prompt.action), block_kit.section(f"{whose}\n{counts}")]
