"""The report to an admin about the fiscal quarter that is over: five leaders or more, counted. Its subject names it."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.checkins.letters import report
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The counts; below five leaders nothing, since somebody could be read out of them."""
    return Skip("too few leaders") if facts.report is None else report(library, facts.report)


NUDGE = Nudge(
    key="quarter_report",
    compose=compose,
    grace=timedelta(days=3),
    needs=frozenset({Need.REPORT, Need.HELD_BACK}),
    counts_towards_budget=True,
    moves=5,
)
