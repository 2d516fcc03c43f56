"""The self-check of a salesperson: the form, and what it says."""

from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Block, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.blocks.scores import aligned, bar, direction
from bot.blocks.selfchecks.pages import Statements
from bot.blocks.when import day, first_and_last
from bot.domain.selfchecks.skills import SKILL_THEMES, SkillFacts
from content.models import Library

ANSWER = "skillcheck.answer"


def statements(library: Library, week: date) -> Statements:
    """Eight statements about the week that began on `week`."""
    return Statements(
        Modal.SKILLCHECK,
        library.say("skillcheck.title"),
        library.say("skillcheck.about", **first_and_last(week)),
        library.say("skillcheck.counts"),
        library.say("skillcheck.submit"),
        texts={key: question.text for key, question in library.questions.items() if key in SKILL_THEMES},
        choices=library.questions[ANSWER].choices,
        given={},
    )


def result(library: Library, facts: SkillFacts) -> View:
    """The result, for its author only."""
    blocks = [block_kit.header(library.say("skillcheck.heading", week=day(facts.check.week))), *said(library, facts)]
    again = block_kit.button(library.say("skillcheck.again"), Action.SELFCHECK_OPEN)
    blocks += [block_kit.context(library.say("skillcheck.limits")), block_kit.actions(again)]
    return read_only(library, "skillcheck.title", blocks)


def said(library: Library, facts: SkillFacts) -> list[Block]:
    """The score with its history, and one next step."""
    if facts.score is None:
        return [block_kit.section(library.say("skillcheck.nothing_up"))]
    lines = [f"{library.text(day(week)):<10} {bar(score)} {score:>3}" for week, score in facts.course]
    blocks = [aligned(lines)]
    if facts.before is not None:
        moved = facts.score - facts.before
        blocks.append(block_kit.section(library.say(f"skillcheck.trend.{direction(moved)}", points=abs(moved))))
    if facts.weakest is not None and facts.weakest in library.questions:
        question = library.questions[facts.weakest]
        blocks.append(block_kit.section(library.say("skillcheck.step", step=block_kit.escape(question.hint))))
        blocks.append(block_kit.context(library.say("skillcheck.because", statement=block_kit.escape(question.text))))
    return blocks


def deals(library: Library) -> list[Block]:
    """One tap for a deal that ended."""
    return [
        block_kit.section(library.say("skillcheck.deal.text")),
        block_kit.actions(
            block_kit.button(library.say("skillcheck.deal.won"), Action.DEAL_WON, "won"),
            block_kit.button(library.say("skillcheck.deal.lost"), Action.DEAL_LOST, "lost"),
        ),
        block_kit.context(library.say("skillcheck.deal.sees")),
    ]
