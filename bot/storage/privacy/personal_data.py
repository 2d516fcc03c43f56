"""Every column that names a person: what of it they can export, what their deletion does, and how long it is kept.

The table in `SECURITY.md` is generated from it (`python -m bot readme`), and tests compare it with the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """How a person's id in a column is treated: in their export, when they are deleted, and over time."""

    export: str
    deletion: str
    kept: str


ROW, GONE = "the row", "the row is deleted"
UNTIL_DELETED, AS_TEXTS = "until deleted", "as long as texts"
DELIVERED = "400 days"
OTHERS = "no: it is somebody else's"

_HELD: Mapping[str, Mapping[str, Held]] = {
    "people": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "former_ids": {
        "former_id": Held(ROW, GONE, UNTIL_DELETED),
        "user_id": Held(ROW, GONE, UNTIL_DELETED),
    },
    "pauses": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "practices": {"user_id": Held(ROW, GONE, UNTIL_DELETED + ", its text " + AS_TEXTS)},
    "checkins": {
        "user_id": Held(ROW, GONE, UNTIL_DELETED),
        "developed": Held(OTHERS + " answer", "their id is removed", UNTIL_DELETED),
    },
    "selfchecks": {
        "user_id": Held(ROW, GONE, UNTIL_DELETED),
        "team": Held("no: it is their leader's", "their id is removed", UNTIL_DELETED),
    },
    "skillchecks": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "draft_answers": {"user_id": Held(ROW, GONE, "until the form is submitted, two weeks at most")},
    "deals": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "commitments": {"owner_id": Held(ROW, GONE, AS_TEXTS)},
    "coaching_moments": {
        "author_id": Held(ROW, GONE, AS_TEXTS),
        "salesperson_id": Held("the row, without its author's text", GONE, AS_TEXTS),
    },
    "reflections": {
        "author_id": Held(ROW, GONE + "; so is the other's of the same call", UNTIL_DELETED + ", texts shorter"),
    },
    "ridealongs": {
        "leader_id": Held(ROW, GONE + ", and what was planned of it for the other", UNTIL_DELETED),
        "salesperson_id": Held(ROW, GONE + ", and what was planned of it for the other", UNTIL_DELETED),
        "planned_by": Held(ROW, GONE, UNTIL_DELETED),
        "confirmed_by": Held(ROW, GONE, UNTIL_DELETED),
    },
    "team_members": {
        "leader_id": Held(ROW, GONE, UNTIL_DELETED),
        "salesperson_id": Held(ROW, GONE, UNTIL_DELETED),
    },
    "asked_questions": {
        "leader_id": Held(ROW, GONE, UNTIL_DELETED),
        "salesperson_id": Held(ROW, GONE, UNTIL_DELETED),
    },
    "twin_rounds": {
        "leader_id": Held(ROW, GONE + ", with all answers in it", UNTIL_DELETED),
        "invited": Held("as the request that they got", "their id is removed", UNTIL_DELETED),
    },
    "twin_answers": {"author_id": Held(ROW, GONE, "until the round is over")},
    "calendars": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "calendar_meetings": {"user_id": Held(ROW, GONE, "until the first look after it began")},
    "pressure_weeks": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "programme_runs": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "pictures": {"user_id": Held(ROW, GONE + ", and its file in Slack", "until the next picture")},
    "doors": {"user_id": Held(ROW, GONE, UNTIL_DELETED)},
    "schedules": {
        "recipient": Held(ROW, GONE, "until it is sent"),
        "subject": Held(OTHERS + " plan", GONE, "until it is sent"),
    },
    "deliveries": {
        "recipient": Held(ROW, GONE, DELIVERED),
        "subject": Held(OTHERS + " message", GONE, DELIVERED),
    },
    "sights": {
        "author_id": Held(ROW, GONE, AS_TEXTS),
        "viewer_id": Held(ROW, GONE, AS_TEXTS),
    },
    "counted": {"user_id": Held(ROW, GONE, DELIVERED)},
    "channel_nudges": {
        "set_by": Held("the row", "their id is removed; the channel's nudge continues", "until it is stopped"),
    },
    "installations": {"installer_id": Held("no: it is the workspace's", "their id is removed", "until uninstalled")},
    "own_content": {
        "team_of": Held(ROW, GONE, UNTIL_DELETED),
        "author_id": Held(
            "the row, where it is for their own team",
            "their id is removed from what is the organisation's",
            "until the workspace is deleted",
        ),
    },
    "own_answers": {"user_id": Held(ROW, GONE, UNTIL_DELETED + ", its text " + AS_TEXTS)},
    "removals": {
        "conversation": Held(
            "no: it is what is left to do",
            "the row is deleted once that is done",
            "until our conversation with them is found in Slack",
        ),
    },
    "webhooks": {"made_by": Held("no: it is the workspace's", "their id is removed", "until it is stopped")},
}
# Columns that look as if they held a person but do not, each with what they hold.
_NOBODY: Mapping[str, Mapping[str, str]] = {
    "installations": {"bot_user_id": "our own user in that workspace"},
    "leases": {"owner": "a process"},
    "twin_rounds": {"team": "a number"},
    "deliveries": {"owner": "a process"},
}

HELD = {f"{table}.{column}": held for table, columns in _HELD.items() for column, held in columns.items()}
NOBODY = {f"{table}.{column}": reason for table, columns in _NOBODY.items() for column, reason in columns.items()}
