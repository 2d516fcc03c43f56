"""An organisation's own questions in the check-in: the inputs of its form, and the answers on its card."""

from collections.abc import Sequence

from bot.blocks import block_kit, written
from bot.blocks.block_kit import Block
from bot.domain.checkins.checkins import CustomQuestion
from bot.domain.checkins.commitments import LONGEST
from content.models import Library


def custom_fields(library: Library, questions: Sequence[CustomQuestion]) -> list[Block]:
    """An optional input for each question, with who will see its answer."""
    if not questions:
        return []
    return [
        block_kit.section(f"*{library.say('custom.asked.title')}*"),
        *(_field(library, question) for question in questions),
    ]


def custom_answers(library: Library, questions: Sequence[CustomQuestion]) -> list[Block]:
    """The answers, each below its question; if there are none yet, a line that there are questions."""
    if questions and all(question.answer is None for question in questions):
        return [block_kit.context(library.say("custom.asked.more", count=len(questions)))]
    blocks = []
    for question in questions:
        if question.answer is not None:
            blocks += [written.paragraph(question.entry.words.text)]
            blocks += [block_kit.quote(question.answer.choice or question.answer.text)]
    return [block_kit.context(library.say("custom.asked.title")), *blocks] if blocks else []


def _field(library: Library, question: CustomQuestion) -> Block:
    words, answer = question.entry.words, question.answer
    if words.choices:
        # What somebody chose stays theirs, even if the question no longer offers it.
        choices = dict.fromkeys([*words.choices, *([question.chosen] if question.chosen else [])])
        element = block_kit.menu(question.field, {choice: choice for choice in choices}, question.chosen or None)
    else:
        element = block_kit.text_input(question.field, answer.text if answer else "", long=True, limit=LONGEST)
    hint = library.say(f"custom.asked.sees_{'choice' if words.choices else 'words'}")
    return written.as_typed(block_kit.field(question.field, words.text, element, hint=hint, optional=True))
