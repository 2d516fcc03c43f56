"""What somebody read after an act: that it is done, that it failed, or that it is not yet clear."""

import json
import re
from collections.abc import Iterable
from enum import StrEnum

from bot.localslack import Exchange
from content.library import load_library

MARK = "00000000"
REFERENCE = re.compile(r"reference (?:is )?([0-9a-f]{8})")
TAKEN = {"", "ok"}  # what a `response_url` answers when it shows a message


class Said(StrEnum):
    """What the words amount to; only a sentence with a reference says anything other than that it is done."""

    DONE = "done"
    FAILED = "failed"
    UNCLEAR = "not clear yet"


SENTENCES = {
    Said.FAILED: ("unexpected", "not_saved", "home"),
    Said.UNCLEAR: ("maybe_saved", "maybe_done", "undecided", "undecided_press", "slow"),
}


def words_in(heard: Iterable[Exchange]) -> str:
    """Everything that Slack showed of what the app sent it."""
    return json.dumps([_shown(exchange) for exchange in heard], ensure_ascii=False, default=str)


def said_in(words: str) -> Said:
    """What the words amount to."""
    for said, keys in SENTENCES.items():
        if any(_beginning(key) in words for key in keys):
            return said
    return Said.DONE


def _shown(exchange: Exchange) -> object:
    response = exchange.response or {}
    if exchange.direction == "to_app":
        return response if exchange.name in {"interactive", "slash_commands"} else ""
    is_taken = response.get("ok") or (exchange.status == 200 and response.get("answer") in TAKEN)
    return exchange.request if is_taken else ""


def _beginning(key: str) -> str:
    library = load_library()
    return library.say(f"errors.{key}", reference=MARK).partition(MARK)[0]
