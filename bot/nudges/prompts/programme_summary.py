"""The results of a programme, after its last week. Its subject is the id of the run."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.prompts.programmes import summary
from bot.domain.prompts.programmes import ProgrammeFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[ProgrammeFacts], library: Library) -> Message | Skip:
    """The summary, unless the programme was stopped or replaced by another."""
    if facts.payload is None or facts.payload.programme is None:
        return Skip("stopped")
    return summary(library, facts.payload)


# It is planned for a day when it and the daily prompt are the only two messages; `/secondchair programme` shows it any
# time.
NUDGE = Nudge(
    key="programme_summary",
    compose=compose,
    grace=timedelta(days=3),
    loads=ProgrammeFacts,
    counts_towards_budget=True,
    moves=5,
)
