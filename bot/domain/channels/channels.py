"""Channel nudges, as people type and read them."""

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.domain.prompts.selection import PromptChoice
from bot.domain.time.zones import find_zone, similar_zones
from bot.errors import Problem

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")  # how Slack sends #sales, with `should_escape`


class Verb(StrEnum):
    """What to do with channel nudges."""

    SET = "set"
    LIST = "list"
    OFF = "off"


NUDGES_A_PAGE = 10
MOST_TOLD = 5  # times a day that a channel is told of something set up for it, over all people
TOLD_ANEW = timedelta(hours=23)  # when the count starts again, so that the same minute on the next day is a new one
DIGEST = "digest"  # the kind that comes once a week
BY_HAND = "by_hand"  # the reason when somebody paused it here; other reasons are Slack's codes
VERBS = {
    "list": Verb.LIST, "ls": Verb.LIST, "show": Verb.LIST, "liste": Verb.LIST,
    "off": Verb.OFF, "stop": Verb.OFF, "remove": Verb.OFF, "delete": Verb.OFF, "cancel": Verb.OFF,
    "aus": Verb.OFF, "stopp": Verb.OFF,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """What was typed after `nudge`, or chosen in the modal; "" or None for what was left out.

    `country` is a code, "none", or GUESSED to follow the channel's zone; None leaves it as it is. `locale` is the
    language of what the channel reads; None keeps the current one, or takes that of the person who asks.
    """

    verb: Verb = Verb.SET
    channel_id: str = ""
    kind: str = ""
    at: time | None = None
    days: frozenset[int] | None = None
    _: KW_ONLY
    zone: str | None = None
    country: str | None = None
    locale: str | None = None


def no_time(kind: str) -> Problem:
    """That the time is missing, with an example of the same kind of nudge."""
    return Problem("channels.no_time_digest" if kind == DIGEST else "channels.no_time", field="at")


@dataclass(frozen=True, slots=True)
class ChannelNudgeFacts:
    """A channel nudge, when it comes next and last came (aware UTC, or None), and what went wrong lately.

    `country` is the one whose public holidays it keeps, chosen or guessed; None if unknown, "" if it keeps none because
    it comes once a week. `withheld` is a digest that did not come, if none has come since. `may_change`: whether the
    reader may change, pause or stop it.
    """

    nudge: ChannelNudge
    next_at: datetime | None
    last_at: datetime | None = None
    country: str | None = None
    troubles: Sequence[Delivery] = ()
    _: KW_ONLY
    withheld: Delivery | None = None
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class ChannelPage:
    """One page of the `total` channel nudges that somebody may see; pages count from 0.

    `here` is the channel they ask in, where anybody may see its nudges. `for_admin`: the list opened as an admin.
    `may_set_up`: whether the reader may set one up, or change when it comes.
    """

    nudges: Sequence[ChannelNudgeFacts] = ()
    total: int = 0
    number: int = 0
    _: KW_ONLY
    here: str = ""
    for_admin: bool = False
    may_set_up: bool = True

    @property
    def first(self) -> int:
        """The number of the first one shown, counted from 1."""
        return self.number * NUDGES_A_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last one shown."""
        return self.first + len(self.nudges) - 1


@dataclass(frozen=True, slots=True)
class ChannelTrial:
    """A channel nudge that somebody tries out: the prompt that it would post, or the Monday of a digest's week."""

    nudge: ChannelNudge
    choice: PromptChoice | None = None
    week: date | None = None


def page_number(number: int, total: int) -> int:
    """The number of a page that exists, for `total` channel nudges: the last page if there are fewer by now."""
    return max(0, min(number, (total - 1) // NUDGES_A_PAGE))


def read_zone(text: str) -> str:
    """The IANA zone that `text` names: "new york" is America/New_York. Raises Problem if there is none."""
    zone = find_zone(text)
    if zone is None:
        near = " / ".join(similar_zones(text))
        raise Problem(f"channels.zone_{'near' if near else 'unknown'}", field="zone", given=text, near=near)
    return zone
