"""The list of channel nudges at its extremes."""

from datetime import time

from bot.blocks.channels.channels import listed
from bot.domain.channels.channels import ChannelNudgeFacts
from bot.domain.people.people import ChannelNudge
from bot.localslack.validate import validate
from bot.nudges import DIGEST
from content.models import Library


def test_a_list_that_is_not_whole_says_so(library: Library) -> None:
    nudges = [
        ChannelNudge("T1", f"C{number}", DIGEST, time(9), frozenset({0}), zone="UTC", set_by="U1")
        for number in range(130)
    ]
    shown = listed(library, [ChannelNudgeFacts(nudge, None) for nudge in nudges])
    assert validate(list(shown.blocks), "message") == []
    assert library.say("channels.more", count=110) in str(shown.blocks)
    assert library.say("channels.more", count=1) not in str(
        listed(library, [ChannelNudgeFacts(nudges[0], None)]).blocks
    )
