"""Exporting one's data, and deleting it."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from bot.blocks.ids import Action, Modal
from bot.blocks.notices import read_only
from bot.blocks.sizes import size
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
    """How long texts are kept, how to change that, and how long data about people who left is kept; 0 is for ever."""
    return f"{_texts(library, months)}\n\n{leavers(library, leavers_days)}"


def erases(library: Library, months: int) -> Message:
    """The question before texts are kept for only so many months, which erases older ones; nothing has changed yet."""
    text = library.say("privacy.retention.erases", months=_span(library, months))
    yes = block_kit.button(library.say("admin.retention.yes"), Action.RETENTION, value=str(months), style="danger")
    return Message(text, (block_kit.section(text), block_kit.actions(yes)))


def leavers(library: Library, days: int) -> str:
    """How long after people left their data is deleted; 0 days means never."""
    return library.say("privacy.leavers.deleted", days=days) if days else library.say("privacy.leavers.kept")


def _texts(library: Library, months: int) -> str:
    if not months:
        return library.say("privacy.retention.ever")
    return library.say("privacy.retention.kept", months=_span(library, months))


def _span(library: Library, months: int) -> str:
    return library.say(f"privacy.retention.months.{size(months)}", count=months)


def gone(library: Library) -> View:
    """What replaces that question once the data is deleted."""
    return read_only(library, "privacy.delete.title", [block_kit.section(library.say("privacy.delete.gone"))])


def removed(library: Library, kind: RemovalKind) -> Message:
    """What remains of a message removed at somebody's request, without naming them."""
    text = library.say(f"privacy.removed.{kind}")
    return Message(text, (block_kit.context(text),))


def unnamed(library: Library, message: Message, user_ids: Collection[str]) -> Message:
    """A message without the names of these people. If their id appears in it elsewhere, as in a button, only a sentence
    is left.
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
