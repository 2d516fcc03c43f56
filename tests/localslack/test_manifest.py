"""A manifest that Slack would refuse is refused with every fault."""

from typing import Any

import pytest

from bot.localslack import BadManifest
from bot.localslack.state.manifest import read_manifest

from .conftest import manifest


def test_a_good_manifest_is_read() -> None:
    read = read_manifest(manifest())
    assert (read.name, read.socket_mode, read.home_tab) == ("Test App", True, True)
    assert read.commands["/plan"].should_escape
    assert read.shortcuts["save"].type == "message"


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("display_information", {}, "display_information.name"),
        ("oauth_config", {"scopes": {"bot": ["chat:write"]}}, "need the scope commands"),
        ("oauth_config", {"scopes": {"bot": ["commands"]}}, "app_mention needs the scope app_mentions:read"),
        ("settings", {"event_subscriptions": {"bot_events": ["tea_ready"]}}, "does not support the event tea_ready"),
        ("settings", {}, "Shortcuts need"),
        ("features", {"slash_commands": []}, "display_name"),
        ("features", {"slash_commands": [{"command": "plan", "description": "x"}]}, "needs a slash"),
        ("features", {"slash_commands": [{"command": "/plan"}]}, "needs a description"),
        ("features", {"slash_commands": [{"command": "/p", "description": "x", "usage_hint": "x" * 1001}]}, "1,000"),
        ("features", {"slash_commands": [{"command": "/p", "description": "x"}] * 2}, "/p is declared twice"),
        ("features", {"shortcuts": [{"name": "x" * 25, "type": "message", "callback_id": "s"}]}, "24 characters"),
    ],
)
def test_a_fault_is_named(part: str, value: Any, words: str) -> None:
    with pytest.raises(BadManifest, match=words):
        read_manifest(manifest() | {part: value})
