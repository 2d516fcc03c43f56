"""The admin's section of the Home tab: every channel nudge, how its last deliveries went, and how many messages did not
reach people. Never anybody's answers.
"""

from collections import Counter
from collections.abc import Sequence

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.channels.channels import entry, setup_button
from bot.blocks.checkins.pressure_weeks import fiscal_button
from bot.domain.deliveries import DeliveryStatus, UndeliveredCount
from bot.domain.home import HomeFacts
from content.models import Library

MOST = 15
MOST_REASONS = 8
GONE = frozenset({"user_not_found", "user_disabled", "account_inactive"})
TOKEN = frozenset({"token_revoked", "token_expired", "invalid_auth", "not_authed"})


def channel_nudges(library: Library, facts: HomeFacts) -> list[Block]:
    """Each channel nudge with a button to stop it, and one to set another up; nothing for somebody who is no admin."""
    if facts.channels is None:
        return []
    blocks = [block_kit.header(library.say("home.admin.title")), block_kit.context(library.say("home.admin.sees"))]
    for channel in facts.channels[:MOST]:
        blocks += entry(library, channel)
    if not facts.channels:
        blocks.append(block_kit.section(library.say("home.admin.none")))
    if len(facts.channels) > MOST:
        blocks.append(block_kit.context(library.say("home.admin.more", count=len(facts.channels) - MOST)))
    blocks += undelivered(library, facts.undelivered)
    return [*blocks, block_kit.actions(setup_button(library), fiscal_button(library))]


def undelivered(library: Library, counts: Sequence[UndeliveredCount]) -> list[Block]:
    """How many messages did not reach people of late, a line for each reason; nothing where all arrived."""
    reasons: Counter[tuple[str, str]] = Counter()
    for ended in counts:
        reasons[_reason(library, ended)] += ended.count
    lines = [
        library.say(f"home.undelivered.{key}", count=count, code=block_kit.escape(code))
        for (key, code), count in reasons.most_common(MOST_REASONS)
    ]
    title = library.say("home.undelivered.title")
    return [block_kit.section("\n".join([title, *(f"• {line}" for line in lines)]))] if lines else []


def _reason(library: Library, ended: UndeliveredCount) -> tuple[str, str]:
    """The key of the sentence that says why, and the code that it names."""
    if ended.status is DeliveryStatus.MISSED:
        return "late", ""
    if ended.status is DeliveryStatus.UNCONFIRMED:
        return ("history_limited" if ended.reason == "history_limited" else "unconfirmed"), ended.reason
    if ended.reason.startswith("error "):  # not Slack's: messages that we could not make
        return "failed", ""
    for key, codes in (("gone", GONE), ("token", TOKEN)):
        if ended.reason in codes:
            return key, ""
    key = "restricted_action" if ended.reason.startswith("restricted_action") else ended.reason
    return (key if f"home.undelivered.{key}" in library.words else "other"), ended.reason
