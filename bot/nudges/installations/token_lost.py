"""Tells the person who installed the app that Slack will not renew its token, while the last one still works."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.installations.installations import token_lost
from bot.domain.installations.installations import LostToken
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[LostToken], library: Library) -> Message | Skip:
    """Where to install it again, and until when it works without that; nothing if somebody did so meanwhile."""
    if facts.payload is None:
        return Skip("put right")
    return token_lost(library, facts.payload, facts.zone)


# Nothing can be sent once the token has ended.
NUDGE = Nudge(
    key="token_lost",
    compose=compose,
    grace=timedelta(hours=6),
    loads=LostToken,
    reaches_newcomers=True,
    ignores_hours=always,
)
