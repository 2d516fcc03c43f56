"""The weekly digest of a channel: text bars, and one question."""

from collections.abc import Mapping
from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, Message
from bot.blocks.when import day
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.rotation import week_index
from bot.domain.visibility import FOR_LEADER, are_alike, spans
from content.models import Library

WIDTH = 12  # characters that stand for everybody who answered


def digest(library: Library, week: date, split: Mapping[CheckInAnswer, int]) -> Message:
    """How many people gave each answer for the week of Monday `week`, and the next question in turn; no names."""
    asked, count = library.questions["checkin.answer"], sum(split.values())
    lead = library.say("digest.lead", count=count, question=block_kit.escape(asked.text), day=day(week))
    blocks = [
        block_kit.header(library.say("digest.title")),
        block_kit.section(lead),
        block_kit.section(f"```{bars(library, split)}```"),
        *([block_kit.context(library.say("digest.alike"))] if are_alike(split) else []),
        _question(library, week),
        block_kit.context(library.say("digest.sees")),
    ]
    return Message(library.say("digest.text", count=count), tuple(blocks))


def digest_without_numbers(library: Library, week: date) -> Message:
    """The same for a group so small that numbers would tell who answered what: it says so, and asks the question."""
    blocks = [
        block_kit.header(library.say("digest.title")),
        block_kit.section(library.say("digest.too_small", most=FOR_LEADER)),
        _question(library, week),
    ]
    return Message(library.say("digest.text_too_small"), tuple(blocks))


def _question(library: Library, week: date) -> Block:
    question = library.wording("digest.question", week_index(week))
    return block_kit.section(f"{library.say('digest.question_title')}\n{block_kit.escape(question)}")


def bars(library: Library, split: Mapping[CheckInAnswer, int]) -> str:
    """A line per answer, every answer listed. WIDTH characters stand for everybody who answered, so that weeks can be
    compared.

    If answers are too alike to be exact, a bar shows the most people that can have given it.
    """
    labels = {answer: library.questions["checkin.answer"].label(answer) for answer in CheckInAnswer}
    wide, everybody = max(map(len, labels.values())), max(1, sum(split.values()))
    lines = []
    shown = spans({answer: split.get(answer, 0) for answer in labels})
    for answer, label in labels.items():
        full = -(-shown[answer].most * WIDTH // everybody)  # rounded up, so that one answer is never an empty bar
        lines.append(f"{label:<{wide}} {'█' * full:<{WIDTH}} {shown[answer]}")
    return "\n".join(lines)
