"""The steps that remove messages from Slack when somebody has their data deleted."""

from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 36  # about a week of attempts
UNDER_WAY = timedelta(minutes=1)  # by then a message that was leaving during the deletion is in Slack
CLOCKS_DIFFER = timedelta(seconds=5)  # at most, between our clock and Slack's, both set over the network
FALL_BACK = timedelta(days=2)  # by then a conversation has been searched, if Slack lets us
REMEMBERED = timedelta(days=30)  # how long admins see what could not be removed


class RemovalKind(StrEnum):
    """A way to remove something. The first five are about one message or file, the next three about many.

    *delete*: deletes it. *call*, *answer*: replaces it with a sentence. *unname*: replaces the name with a note that it
    was removed. *file*: deletes one of our files. *thread*: deletes a message of ours and all of ours below it. *own*:
    deletes all of ours in a conversation. *named*: searches somebody else's conversation for what names the person.
    *home*: redraws a Home tab that may have named them.
    """

    DELETE = "delete"
    CALL = "call"
    ANSWER = "answer"
    UNNAME = "unname"
    FILE = "file"
    THREAD = "thread"
    OWN = "own"
    NAMED = "named"
    HOME = "home"


# Those that read messages from Slack, which it allows once a minute at worst; the others change a single message.
LOOKS = frozenset({RemovalKind.UNNAME, RemovalKind.THREAD, RemovalKind.OWN, RemovalKind.NAMED})
SENTENCES = frozenset({RemovalKind.CALL, RemovalKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing to remove from a conversation.

    `conversation` is a channel's id, or a person's if we do not know their conversation's id yet. `target` is the time
    stamp of a message or the id of a file, "" for the whole conversation. `about` is a keyed hash of the person to look
    for in it, "" for nobody. `place` is the time stamp that the search has reached. `locale` is the language of the
    sentence. All times are aware UTC.
    """

    conversation: str
    target: str
    kind: RemovalKind
    about: str = ""
    _: KW_ONLY
    due_at: datetime
    place: str = ""
    locale: str = ""
    attempts: int = 0
    reason: str = ""
    given_up_at: datetime | None = None

    def after_failure(self, reason: str, now: datetime, *, is_final: bool = False) -> Self:
        """The removal, due again after a growing interval; given up if it cannot work, or after a week of attempts."""
        attempts, wait = self.attempts + 1, min(FIRST_WAIT * 2**self.attempts, LONGEST_WAIT)
        is_over = is_final or attempts >= MOST_ATTEMPTS
        return replace(
            self, due_at=now + wait, attempts=attempts, reason=reason[:64], given_up_at=now if is_over else None
        )


@dataclass(frozen=True, slots=True)
class RemovalCount:
    """How many removals were given up for one reason: Slack's code, or ours."""

    reason: str
    count: int
