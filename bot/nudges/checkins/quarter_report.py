"""The report to an admin about the last fiscal quarter, over five leaders or more. Its subject names the quarter."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.checkins.letters import report
from bot.domain.checkins.letters import ReportFacts
from bot.domain.people.people import NudgeKind
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[ReportFacts], library: Library) -> Message | Skip:
    """The counts; below five leaders nothing, since they would give away single answers."""
    return Skip("too few leaders") if facts.payload is None else report(library, facts.payload)


NUDGE = Nudge(
    key="quarter_report",
    compose=compose,
    grace=timedelta(days=3),
    loads=ReportFacts,
    counts_towards_budget=True,
    moves=5,
    kind=NudgeKind.LETTERS,
)
