"""The quarterly letter, the same as a Markdown file, and the quarter's report to an admin."""

import re
from collections.abc import Iterable
from datetime import date

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.checkins import insights as insight_cards
from bot.blocks.ids import Action
from bot.blocks.scores import score_moves
from bot.blocks.sizes import size
from bot.domain.checkins.findings import FEWEST_TO_COMPARE
from bot.domain.checkins.letters import LetterFacts, ReportFacts
from bot.domain.time.fiscal import Quarter
from bot.domain.visibility import spans
from content.formats import PLAIN_DAY, WrittenDay
from content.models import Library

MENTION = re.compile(r"<@(\w+)>")


def letter(library: Library, facts: LetterFacts, subject: str) -> Message:
    """One page from the leader's own answers, and a button for the Markdown file; `subject` names the quarter."""
    title = _title(library, facts.quarter)
    keep = block_kit.button(library.say("letters.keep_button"), Action.LETTER_KEEP, subject)
    blocks = [
        block_kit.header(title),
        block_kit.section(_opening(library, facts)),
        *map(block_kit.section, _said(library, facts)),
        block_kit.section(library.say("letters.question")),
        block_kit.actions(keep),
        block_kit.context(library.say("insights.rule", fewest=FEWEST_TO_COMPARE), library.say("letters.sees")),
    ]
    return Message(library.say("letters.text", title=title, weeks=facts.weeks), tuple(blocks))


def file_name(facts: LetterFacts) -> str:
    """The name of the Markdown file."""
    return f"quarter-{facts.quarter.first.isoformat()}.md"


def markdown(library: Library, facts: LetterFacts) -> str:
    """The letter as Markdown, with people's names instead of mentions, which mean nothing outside Slack."""
    points = [f"- {_plain(line, facts)}" for line in _said(library, facts)]
    parts = [
        f"# {_title(library, facts.quarter)}",
        _plain(_opening(library, facts), facts),
        "\n".join(points),
        _plain(library.say("letters.question"), facts),
    ]
    return "\n\n".join(part for part in parts if part)


def report(library: Library, facts: ReportFacts) -> Message:
    """How often each answer was given in a quarter, by five leaders or more."""
    title = library.say("letters.report.title", first=_day(facts.quarter.first), last=_day(facts.quarter.last))
    question = library.questions["checkin.answer"]
    total = sum(facts.answers.values())
    lines = [
        library.say("letters.report.line", answer=block_kit.escape(question.label(answer)), count=str(count), of=total)
        for answer, count in spans(facts.answers).items()
    ]
    opening = library.say("letters.report.opening", leaders=facts.leaders, count=total)
    blocks = (
        block_kit.header(title),
        block_kit.section(opening),
        block_kit.section("\n".join(lines)),
        block_kit.context(library.say("letters.report.sees")),
    )
    return Message(f"{title}. {opening}", blocks)


def _title(library: Library, quarter: Quarter) -> str:
    return library.say("letters.title", first=_day(quarter.first), last=_day(quarter.last))


def _opening(library: Library, facts: LetterFacts) -> str:
    rides = library.say(f"letters.rides.{size(facts.rides)}", count=facts.rides)
    return f"{library.say('letters.opening', weeks=facts.weeks, of=len(facts.quarter.weeks))} {rides}"


def _said(library: Library, facts: LetterFacts) -> Iterable[str]:
    """A line per insight, and one for the self-check."""
    lines = insight_cards.sentences(library, facts.insights)
    if facts.before is None or facts.after is None:
        return lines
    moves = score_moves(library, facts.before.scores, facts.after.scores)
    return [*lines, library.say("letters.selfcheck", first=_day(facts.before.on), last=_day(facts.after.on), **moves)]


def _plain(line: str, facts: LetterFacts) -> str:
    """mrkdwn as Markdown: asterisks for bold doubled, mentions replaced by names, escapes undone."""
    line = MENTION.sub(lambda mention: facts.names.get(mention[1], mention[1]), line.replace("*", "**"))
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _day(on: date) -> WrittenDay:
    return WrittenDay(on, PLAIN_DAY)
