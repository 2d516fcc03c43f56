"""Steps by which messages are taken out of Slack again when somebody has their data deleted."""

from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 36  # a week of them
UNDER_WAY = timedelta(minutes=1)  # by then a message that was leaving during the deletion is in Slack
CLOCKS_DIFFER = timedelta(seconds=5)  # ours and Slack's, at most, where both are set by the network
FALL_BACK = timedelta(days=2)  # by then a conversation was looked through, if Slack lets us
REMEMBERED = timedelta(days=30)  # how long admins read of what could not be removed


class RemovalKind(StrEnum):
    """A way to remove something. The first five are about one message or file, the next three about many.

    *delete*: it goes. *call*, *answer*: a sentence stands there instead. *unname*: it says of the name that it was
    removed. *file*: one of our files goes. *thread*: a message of ours goes with all of ours below it. *own*: all of
    ours in a conversation go. *named*: what names a person in somebody else's conversation is looked for. *home*: the
    Home tab of somebody whom it may have named them to is drawn anew.
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


# Those that ask Slack for messages, which it allows once a minute at worst; the others change one.
LOOKS = frozenset({RemovalKind.UNNAME, RemovalKind.THREAD, RemovalKind.OWN, RemovalKind.NAMED})
SENTENCES = frozenset({RemovalKind.CALL, RemovalKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing to remove from a conversation.

    `conversation` is a channel's id, or a person's where we do not know that of their conversation yet. `target` is the
    time stamp of a message or the id of a file, "" for the whole conversation. `about` is a keyed hash of the person
    who is looked for in it, "" where nobody is. `place`: the time stamp that a look has reached. `locale` is what
    the sentence is read in. All times are aware UTC.
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
        """When it is tried again, at growing intervals; given up where it cannot work or a week of them is over."""
        attempts, wait = self.attempts + 1, min(FIRST_WAIT * 2**self.attempts, LONGEST_WAIT)
        is_over = is_final or attempts >= MOST_ATTEMPTS
        return replace(
            self, due_at=now + wait, attempts=attempts, reason=reason[:64], given_up_at=now if is_over else None
        )


@dataclass(frozen=True, slots=True)
class RemovalCount:
    """How many removals were given up for one reason: Slack's word, or ours."""

    reason: str
    count: int
