"""Who cannot be reached and why, and how many messages did not arrive. Never who chose not to get messages."""

from collections import Counter
from collections.abc import Sequence

from bot.blocks import block_kit
from bot.blocks.admin.navigation import back_button
from bot.blocks.block_kit import Block, Message
from bot.blocks.ids import Action
from bot.blocks.people.privacy import leavers
from bot.domain.admin.admin import PEOPLE_A_PAGE, UnreachedPage
from bot.domain.deliveries import DeliveryStatus, UndeliveredCount
from bot.domain.people.removals import RemovalCount
from content.models import Library

MOST_REASONS = 8
GONE = frozenset({"user_not_found", "user_disabled", "account_inactive"})
TOKEN = frozenset({"token_revoked", "token_expired", "invalid_auth", "not_authed"})


def unreached(library: Library, facts: UnreachedPage) -> Message:
    """The people by reason, a page at a time, then how the messages of two weeks ended."""
    title = library.say("admin.unreached.title")
    blocks = [block_kit.header(title)]
    blocks += [block_kit.section(text) for text in _people(library, facts)]
    if not facts.people and not facts.counts:
        blocks.append(block_kit.section(library.say("admin.unreached.none")))
    blocks += _page_line(library, facts)
    blocks += undelivered(library, facts.counts)
    blocks += _unremoved(library, facts.unremoved)
    blocks += _left(library, facts)
    blocks.append(block_kit.context(library.say("admin.unreached.sees")))
    blocks.append(block_kit.actions(*_others(library, facts), back_button(library)))
    return Message(title, tuple(blocks))


def undelivered(library: Library, counts: Sequence[UndeliveredCount]) -> list[Block]:
    """How many messages did not reach people recently, a line for each reason; nothing if all arrived."""
    reasons: Counter[tuple[str, str]] = Counter()
    for ended in counts:
        reasons[_reason(library, ended)] += ended.count
    lines = [
        library.say(f"home.undelivered.{key}", count=count, code=block_kit.escape(code))
        for (key, code), count in reasons.most_common(MOST_REASONS)
    ]
    if len(reasons) > MOST_REASONS:
        lines.append(library.say("admin.unreached.more_reasons", count=len(reasons) - MOST_REASONS))
    title = library.say("home.undelivered.title")
    return [block_kit.section("\n".join([title, *(f"• {line}" for line in lines)]))] if lines else []


def _unremoved(library: Library, counts: Sequence[RemovalCount]) -> list[Block]:
    """What stays in Slack although its people had their data deleted, a line for each reason."""
    lines = [
        library.say("admin.unreached.unremoved.line", count=ended.count, code=block_kit.escape(ended.reason))
        for ended in counts[:MOST_REASONS]
    ]
    title = library.say("admin.unreached.unremoved.title")
    return [block_kit.section("\n".join([title, *(f"• {line}" for line in lines)]))] if lines else []


def _left(library: Library, facts: UnreachedPage) -> list[Block]:
    """How many people left Slack, without their names, and how long their data is kept; nothing if nobody did."""
    if not facts.left:
        return []
    text = library.say("admin.unreached.left", count=facts.left)
    return [block_kit.section(f"{text} {leavers(library, facts.leavers_days)}")]


def _people(library: Library, facts: UnreachedPage) -> list[str]:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for person in facts.people:
        by_reason.setdefault(_why(library, person.reason), []).append(block_kit.person(person.user_id))
    return [
        library.say(f"admin.unreached.why.{key}", people=tuple(people), code=block_kit.escape(code))
        for (key, code), people in by_reason.items()
    ]


def _page_line(library: Library, facts: UnreachedPage) -> list[Block]:
    if facts.total <= PEOPLE_A_PAGE:
        return []
    first = facts.number * PEOPLE_A_PAGE + 1
    last = first + len(facts.people) - 1
    return [block_kit.context(library.say("admin.shown", first=first, last=last, total=facts.total))]


def _others(library: Library, facts: UnreachedPage) -> list[Block]:
    back = block_kit.button(library.say("admin.previous"), Action.UNREACHED_BACK, str(facts.number - 1))
    more = block_kit.button(library.say("admin.following"), Action.UNREACHED_OPEN, str(facts.number + 1))
    has_more = (facts.number + 1) * PEOPLE_A_PAGE < facts.total
    return [*([back] if facts.number else []), *([more] if has_more else [])]


def _why(library: Library, reason: str) -> tuple[str, str]:
    """The key of the sentence that says why somebody cannot be reached, and the code that it names."""
    for key, codes in (("gone", GONE), ("token", TOKEN)):
        if reason in codes:
            return key, ""
    key = "restricted_action" if reason.startswith("restricted_action") else reason
    return (key, "") if f"admin.unreached.why.{key}" in library.words else ("other", reason)


def _reason(library: Library, ended: UndeliveredCount) -> tuple[str, str]:
    """The key of the sentence that says why messages did not arrive, and the code that it names."""
    if ended.status is DeliveryStatus.MISSED:
        return "late", ""
    if ended.status is DeliveryStatus.UNCONFIRMED:
        return ("history_limited" if ended.reason == "history_limited" else "unconfirmed"), ended.reason
    if ended.reason.startswith("error "):  # not from Slack: messages that we could not compose
        return "failed", ""
    for key, codes in (("gone", GONE), ("token", TOKEN)):
        if ended.reason in codes:
            return key, ""
    key = "restricted_action" if ended.reason.startswith("restricted_action") else ended.reason
    return (key if f"home.undelivered.{key}" in library.words else "other"), ended.reason
