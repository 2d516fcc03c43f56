"""Request bodies that Slack would never send: some nearly right, some garbage."""

import json
from urllib.parse import urlencode

from hypothesis import strategies as st

from bot.blocks.ids import Action, Modal, Shortcut

# Everything that UTF-8 can write, which is Hypothesis's default; working that out takes seconds in a fresh clone.
LETTERS = st.characters(exclude_categories=["Cs"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text(LETTERS, max_size=20)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, max_size=8), inner)
)
KEYS = st.sampled_from(
    [
        *("type", "team", "team_id", "user", "user_id", "actions", "view", "container", "trigger_id", "event", "text"),
        *("response_url", "command", "callback_id", "message", "channel", "authorizations", "event_id", "enterprise"),
    ]
)
IDS = [*map(str, Action), *map(str, Modal), *map(str, Shortcut), "/selfcheck", "/ridealong", "/secondchair"]
KINDS = ["block_actions", "view_submission", "view_closed", "message_action", "event_callback", "url_verification"]
VALUES = JSON | st.sampled_from([*IDS, *KINDS, "T1", "U1", "C1"])
LIKELY = st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS), "team": st.just({"id": "T1"}), "user": st.just({"id": "U1"})},
    optional={
        "actions": st.lists(st.fixed_dictionaries({"action_id": st.sampled_from(IDS), "type": JSON, "value": VALUES})),
        "view": st.fixed_dictionaries(
            {"callback_id": st.sampled_from(IDS), "private_metadata": VALUES, "id": SCALARS, "state": JSON}
        ),
        "event": st.fixed_dictionaries({"type": st.sampled_from(["app_home_opened", "user_change", "tokens_revoked"])}),
        "trigger_id": SCALARS,
    },
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.dictionaries(KEYS, VALUES).map(lambda found: json.dumps(found).encode()),
    st.dictionaries(KEYS, VALUES).map(lambda found: urlencode({"payload": json.dumps(found)}).encode()),
    LIKELY.map(lambda found: urlencode({"payload": json.dumps(found)}).encode()),
    LIKELY.map(lambda found: json.dumps(found).encode()),
    st.dictionaries(KEYS, st.text(LETTERS, max_size=20)).map(lambda found: urlencode(found).encode(errors="replace")),
)
TYPES = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain; charset=x-no", "", "a/b/c"]
)
