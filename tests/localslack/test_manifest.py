"""A manifest that Slack would refuse is refused with every fault."""

from typing import Any

import pytest

from bot.localslack import BadManifest
from bot.localslack.state.manifest import read_manifest

from .conftest import manifest

SAVE = {"name": "Save", "type": "message", "callback_id": "save", "description": "Save it"}


def test_a_good_manifest_is_read() -> None:
    read = read_manifest(manifest())
    assert (read.name, read.socket_mode, read.home_tab) == ("Test App", True, True)
    assert read.commands["/plan"].should_escape
    assert read.shortcuts["save"].type == "message"


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("display_information", {}, "display_information.name is missing"),
        ("display_information", {"name": "x" * 36}, "name needs 1 to 35 characters; it has 36"),
        ("display_information", {"name": "x", "long_description": "x" * 174}, "long_description needs 175 to 4000"),
        ("display_information", {"name": "x", "colour": "red"}, "colour is not a field"),
        ("app_directory", {}, "app_directory is not a field"),
        ("oauth_config", {"scopes": {"bot": ["chat:write"]}}, "need the scope commands"),
        ("oauth_config", {"scopes": {"bot": ["commands"]}}, "app_mention needs the scope app_mentions:read"),
        ("settings", {"event_subscriptions": {"bot_events": ["tea_ready"]}}, "does not support the event tea_ready"),
        ("settings", {}, "Shortcuts need"),
        ("features", {}, "display_name"),
        ("features", {"slash_commands": []}, "slash_commands needs 1 to 50 entries"),
        ("features", {"slash_commands": [{"command": "plan", "description": "x"}]}, "needs a slash"),
        ("features", {"slash_commands": [{"command": "/plan"}]}, "description is missing"),
        (
            "features",
            {"slash_commands": [{"command": "/p", "description": "x", "usage_hint": "x" * 1001}]},
            "1 to 1000",
        ),
        ("features", {"slash_commands": [{"command": "/p", "description": "x"}] * 2}, "/p is declared twice"),
        ("features", {"shortcuts": [{**SAVE, "name": "x" * 25}]}, "name needs 1 to 24 characters"),
        ("features", {"shortcuts": [{**SAVE, "type": "channel"}]}, "type message or global"),
        ("features", {"shortcuts": [{**SAVE, "description": "x" * 151}]}, "description needs 1 to 150 characters"),
    ],
)
def test_a_fault_is_named(part: str, value: Any, words: str) -> None:
    with pytest.raises(BadManifest, match=words):
        read_manifest(manifest() | {part: value})
