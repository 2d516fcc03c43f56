"""Channel nudges as people type them, and as they read them."""

import re
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.domain.time.zones import find_zone, similar_zones
from bot.errors import Problem

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")  # what Slack makes of #sales, with `should_escape`


class Verb(StrEnum):
    """What to do with channel nudges."""

    SET = "set"
    LIST = "list"
    OFF = "off"


VERBS = {
    "list": Verb.LIST, "ls": Verb.LIST, "show": Verb.LIST,
    "off": Verb.OFF, "stop": Verb.OFF, "remove": Verb.OFF, "delete": Verb.OFF, "cancel": Verb.OFF,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """What was typed after `nudge`, or chosen in the modal. What was left out is "" or None.

    `country` is a code, "none", or GUESSED where it is to follow the channel's zone; None leaves it as it is.
    """

    verb: Verb = Verb.SET
    channel_id: str = ""
    kind: str = ""
    at: time | None = None
    days: frozenset[int] | None = None
    _: KW_ONLY
    zone: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelNudgeFacts:
    """A channel nudge with when it comes next and came last (aware UTC, or None), and what went wrong lately.

    `country` is the one whose public holidays it keeps, chosen or guessed; None where nothing says one, "" where it
    keeps none since it comes once a week.
    """

    nudge: ChannelNudge
    next_at: datetime | None
    last_at: datetime | None = None
    country: str | None = None
    troubles: Sequence[Delivery] = ()


def read_zone(text: str) -> str:
    """The IANA zone that `text` names: "new york" is America/New_York. Raises Problem where there is none."""
    zone = find_zone(text)
    if zone is None:
        near = " / ".join(similar_zones(text))
        raise Problem(f"channels.zone_{'near' if near else 'unknown'}", field="zone", given=text, near=near)
    return zone
