"""The manifest says what the code does: no command, event or scope more or less."""

import json
import re
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack.state.manifest import read_manifest
from bot.manifest import manifest, over_http
from bot.slack.scopes import EVENTS, METHODS, NO_SCOPE, SCOPES
from content.models import Library
from handlers import events
from handlers.commands import COMMANDS

ROOT = Path(__file__).parent.parent
# A method of the Web API, written "chat.postMessage" or as the client's attribute chat_postMessage.
METHOD = re.compile(r"""[."]((?:apps|auth|chat|conversations|dnd|files|users|views)(?:[._][A-Za-z]+)+)\b""")


def methods_in_code() -> set[str]:
    """Every Web API method that our code names; the local Slack serves them and calls none."""
    own = (ROOT / "bot", ROOT / "handlers")
    files = [
        file for folder in own for file in folder.rglob("*.py") if not {"playground", "localslack"} & set(file.parts)
    ]
    texts = [file.read_text() for file in files if file.name != "scopes.py"]
    found = {name.replace("_", ".", 1) for text in texts for name in METHOD.findall(text)}
    found |= {name for text in texts for name in re.findall(r'\bask\("([a-zA-Z.]+)"', text)}  # of bot.slack.token_check
    if any("files_upload_v2" in text for text in texts):  # what the client makes of it
        found |= {"files.getUploadURLExternal", "files.completeUploadExternal"}
    found = {re.sub(r"^apps\.connections_", "apps.connections.", name) for name in found}
    return {name for name in found if hasattr(AsyncWebClient, name.replace(".", "_"))}


def test_manifest_json_is_what_the_registries_make(library: Library) -> None:
    made = json.loads(json.dumps(manifest(COMMANDS, library)))
    assert json.loads((ROOT / "manifest.json").read_text()) == made, "python -m bot manifest > manifest.json"


def test_over_http_every_request_comes_to_one_address(library: Library) -> None:
    made = over_http(manifest(COMMANDS, library), "https://chair.example.com/")
    read = read_manifest(json.loads(json.dumps(made)))
    address = "https://chair.example.com/slack/events"
    assert not read.socket_mode
    assert {read.interactivity_url, read.events_url} == {address}
    assert {command["url"] for command in made["features"]["slash_commands"]} == {address}


def test_slack_would_take_the_manifest(library: Library) -> None:
    read = read_manifest(json.loads(json.dumps(manifest(COMMANDS, library))))
    assert read.socket_mode
    assert read.home_tab
    assert set(read.commands) == {command.name for command in COMMANDS}
    assert all(command.should_escape for command in read.commands.values())


def test_every_method_that_the_code_calls_is_in_the_table() -> None:
    assert methods_in_code() <= set(METHODS)


def test_every_method_in_the_table_is_called() -> None:
    assert set(METHODS) <= methods_in_code()


def test_every_event_that_we_handle_is_in_the_table() -> None:
    assert set(events.EVENTS) <= set(EVENTS) | NO_SCOPE


def test_no_scope_is_asked_for_that_no_code_uses() -> None:
    used = {scope for method in methods_in_code() for scope in METHODS[method]}
    used |= {EVENTS[event] for event in events.EVENTS if event in EVENTS} | {"commands"}
    assert used == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_scope_has_a_reason(scope: str) -> None:
    assert SCOPES[scope].endswith(".")
