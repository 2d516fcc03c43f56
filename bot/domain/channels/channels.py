"""Channel nudges as people type them, and as they read them."""

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

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")  # what Slack makes of #sales, with `should_escape`


class Verb(StrEnum):
    """What to do with channel nudges."""

    SET = "set"
    LIST = "list"
    OFF = "off"


NUDGES_A_PAGE = 10
MOST_TOLD = 5  # times a day that a channel is told of something that was set up for it, by all people together
TOLD_ANEW = timedelta(hours=23)  # after which a day counts anew, so that the same minute of the next is another one
BY_HAND = "by_hand"  # why one is paused that somebody paused here; other reasons are Slack's words
VERBS = {
    "list": Verb.LIST, "ls": Verb.LIST, "show": Verb.LIST,
    "off": Verb.OFF, "stop": Verb.OFF, "remove": Verb.OFF, "delete": Verb.OFF, "cancel": Verb.OFF,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """What was typed after `nudge`, or chosen in the modal. What was left out is "" or None.

    `country` is a code, "none", or GUESSED where it is to follow the channel's zone; None leaves it as it is.
    `locale` is the language of what the channel reads; None is that of before, or of the person who asks.
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


@dataclass(frozen=True, slots=True)
class ChannelNudgeFacts:
    """A channel nudge with when it comes next and came last (aware UTC, or None), and what went wrong lately.

    `country` is the one whose public holidays it keeps, chosen or guessed; None where nothing says one, "" where it
    keeps none since it comes once a week. `withheld` is a digest that did not come, where none has come since.
    `may_change`: whether the reader may change, pause or stop it.
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
    """A page of the channel nudges that somebody may see, of `total`; pages count from 0.

    `here` is the channel whose nudges anybody may see who asks there. `for_admin`: it is a page of the admin's.
    """

    nudges: Sequence[ChannelNudgeFacts] = ()
    total: int = 0
    number: int = 0
    _: KW_ONLY
    here: str = ""
    for_admin: bool = False

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
    """A channel nudge that somebody tries: the prompt that it would post, or the Monday of a digest's week."""

    nudge: ChannelNudge
    choice: PromptChoice | None = None
    week: date | None = None


def page_number(number: int, total: int) -> int:
    """The number of a page that exists, of `total` channel nudges: the last one where there are fewer by now."""
    return max(0, min(number, (total - 1) // NUDGES_A_PAGE))


def read_zone(text: str) -> str:
    """The IANA zone that `text` names: "new york" is America/New_York. Raises Problem where there is none."""
    zone = find_zone(text)
    if zone is None:
        near = " / ".join(similar_zones(text))
        raise Problem(f"channels.zone_{'near' if near else 'unknown'}", field="zone", given=text, near=near)
    return zone
