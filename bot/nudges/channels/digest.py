"""The Monday digest of a channel: how last week's check-ins were split, no names, and one question for the team."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.digest import digest
from bot.domain.checkins.checkins import previous_week
from bot.domain.time.schedule import next_slot_on_or_after, week_of
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The split, from three answers up; below that nothing, since somebody could be read out of it."""
    if facts.split is None:
        return Skip("too few answers")
    return digest(library, previous_week(week_of(facts.delivery.on)), facts.split)


NUDGE = Nudge(
    key="digest",
    compose=compose,
    grace=None,
    needs=frozenset({Need.SPLIT}),
    slot=next_slot_on_or_after,
    in_channels=True,
    weekly=True,
)
