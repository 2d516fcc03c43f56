"""The Monday digest of a channel: the split of last week's check-ins, without names, and one question for the team."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.digest import digest, digest_without_numbers
from bot.domain.channels.digests import TOO_FEW
from bot.domain.checkins.checkins import TeamSplit, previous_week
from bot.domain.time.schedule import next_slot_on_or_after, week_of
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[TeamSplit], library: Library) -> Message | Skip:
    """The split, from three answers up; below that nothing, since it would give away single answers. If those three are
    everybody who was asked, it says so instead.
    """
    split, week = facts.payload, previous_week(week_of(facts.delivery.on))
    assert split is not None
    if split.is_whole:
        return digest_without_numbers(library, week)
    return digest(library, week, split.counts) if split.counts else Skip(TOO_FEW)


NUDGE = Nudge(
    key="digest",
    compose=compose,
    grace=None,
    loads=TeamSplit,
    slot=next_slot_on_or_after,
    in_channels=True,
    weekly=True,
)
