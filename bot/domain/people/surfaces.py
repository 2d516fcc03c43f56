"""What happens to each kind of message to somebody else when the person it is about has their data deleted.

The table in `SECURITY.md` is generated from it (`python -m bot readme`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.people.removals import RemovalKind


@dataclass(frozen=True, slots=True)
class Surface:
    """A kind of message that somebody else has: how the content about the deleted person is removed from it (None: it
    stays), and why.
    """

    others: RemovalKind | None
    why: str


_CALL = Surface(RemovalKind.CALL, "if the call is to come, it says that it was taken back; else it is deleted")
_BETWEEN = Surface(RemovalKind.DELETE, "all of it is about a call with them")
_INVITED = Surface(RemovalKind.DELETE, "it says that they invited the reader")
_NOBODY = Surface(None, "it names nobody but its reader")
_OWN_PROMPT = Surface(RemovalKind.DELETE, "if the prompt is their own, for their team; else it names nobody")
_CARD = Surface(RemovalKind.UNNAME, "it is the reader's own answer, which may name whom they developed")
_NUMBERS = Surface(None, "numbers of several people; changing them would tell who was counted")

SURFACES: Mapping[str, Surface] = {
    "prompt_channel": _NUMBERS,
    "prompt_person": _OWN_PROMPT,
    "prompt_later": _OWN_PROMPT,
    "checkin": _CARD,
    "checkin_reminder": _CARD,
    "digest": _NUMBERS,
    "welcome": _NOBODY,
    "team_invitation": _INVITED,
    "leader_invitation": _INVITED,
    "pause_offer": _NOBODY,
    "channel_set_up": Surface(RemovalKind.UNNAME, "the channel can still read what was set up for it"),
    "channel_paused": _NOBODY,
    "ridealong_invitation": _CALL,
    "ridealong_news": _CALL,
    "ridealong_brief": _CALL,
    "reflection_leader": _BETWEEN,
    "reflection_salesperson": _BETWEEN,
    "reflection_reminder": _BETWEEN,
    "ridealong_closed": _BETWEEN,
    "ridealong_reveal": _BETWEEN,
    "commitment_follow_up": Surface(None, "it is the reader's own step"),
    "programme_summary": _NOBODY,
    "quarterly_letter": Surface(
        RemovalKind.UNNAME, "it counts the reader's own answers, and may name whom they developed"
    ),
    "quarter_report": _NUMBERS,
    "calendar_offer": Surface(None, "it is from the reader's own calendar"),
    "calendar_stopped": _NOBODY,
    "selfcheck_twin": Surface(RemovalKind.DELETE, "it asks about them"),
    "selfcheck_views": _NOBODY,
    "token_lost": _NOBODY,
}
# What people get because they asked for it, named as in the table.
ASKED_FOR: Mapping[str, Surface] = {
    "an answer in the conversation": Surface(
        RemovalKind.ANSWER, "such as a list, a history, a map; found by their id in it"
    ),
    "a file that somebody asked for": Surface(None, "a copy that the reader took, such as their own export"),
}
FATES: Mapping[RemovalKind | None, str] = {
    None: "stays",
    RemovalKind.DELETE: "deleted",
    RemovalKind.CALL: "a sentence instead, or deleted",
    RemovalKind.ANSWER: "a sentence instead",
    RemovalKind.UNNAME: "their name becomes “(name removed)”",
}


def kind_for(nudge: str, *, is_to_come: bool = False) -> RemovalKind | None:
    """How to remove a message to somebody else that is about the deleted person. `is_to_come`: the call it is about has
    not begun.
    """
    kind = SURFACES[nudge].others
    return RemovalKind.DELETE if kind is RemovalKind.CALL and not is_to_come else kind
