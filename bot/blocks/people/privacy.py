"""Taking one's data along, and deleting it."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from bot.blocks.ids import Modal
from bot.domain.people.removals import RemovalKind
from content.models import Library


def confirm(library: Library, metadata: str = "") -> View:
    """The question before everything is deleted."""
    say = library.say
    blocks = [
        block_kit.section(say("privacy.delete.what")),
        block_kit.section(say("privacy.delete.others")),
        block_kit.section(say("privacy.delete.posted")),
        block_kit.section(say("privacy.delete.stays")),
        block_kit.context(say("privacy.delete.export_first")),
    ]
    return block_kit.modal(
        Modal.DELETE_ME,
        say("privacy.delete.title"),
        blocks,
        submit=say("privacy.delete.submit"),
        close=say("privacy.delete.keep"),
        metadata=metadata,
    )


def kept(library: Library, months: int, leavers_days: int) -> str:
    """How long texts are kept, and how that is changed, and what is held about people who left; 0 is for ever."""
    return f"{_texts(library, months)}\n\n{leavers(library, leavers_days)}"


def leavers(library: Library, days: int) -> str:
    """How long after they left what is held about somebody is deleted; 0 days is for ever."""
    return library.say("privacy.leavers.deleted", days=days) if days else library.say("privacy.leavers.kept")


def _texts(library: Library, months: int) -> str:
    if not months:
        return library.say("privacy.retention.ever")
    span = library.say(f"privacy.retention.months.{'one' if months == 1 else 'many'}", count=months)
    return library.say("privacy.retention.kept", months=span)


def gone(library: Library) -> View:
    """In its place, once it is done."""
    say = library.say
    return block_kit.modal(
        "notice",
        say("privacy.delete.title"),
        [block_kit.section(say("privacy.delete.gone"))],
        close=say("common.close"),
    )


def removed(library: Library, kind: RemovalKind) -> Message:
    """What is left of a message at the request of somebody, who is not named."""
    text = library.say(f"privacy.removed.{kind}")
    return Message(text, (block_kit.context(text),))


def unnamed(library: Library, message: Message, user_ids: Collection[str]) -> Message:
    """A message without the names of these people. Where their id stands in it otherwise, as in a button, only a
    sentence is left.
    """
    nobody = library.say("privacy.removed.name")
    text, blocks = _without([message.text, list(message.blocks)], user_ids, nobody)
    if any(user_id in json.dumps([text, blocks]) for user_id in user_ids):
        return removed(library, RemovalKind.ANSWER)
    return Message(text, tuple(blocks))


def _without(part: Any, user_ids: Collection[str], nobody: str) -> Any:
    if isinstance(part, str):
        for user_id in user_ids:
            part = part.replace(block_kit.person(user_id), nobody)
        return part
    if isinstance(part, Mapping):
        return {name: _without(inner, user_ids, nobody) for name, inner in part.items()}
    return [_without(inner, user_ids, nobody) for inner in part] if isinstance(part, list | tuple) else part
