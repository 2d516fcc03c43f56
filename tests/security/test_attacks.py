"""What an attacker who can make Slack send us things may try: others' ids, old forms, markup, malformed bodies."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks.ids import Action
from bot.domain.people.people import PersonStatus
from bot.localslack import PostedMessage, View
from bot.services.people.people import FRESH
from tests.security.served_workspaces import PEOPLE, ServedWorkspaces, opened
from tests.security.shapes import BODIES, TYPES
from tests.security.signed import busy, by, hand_in, post

MARKUP = "<!channel> <@U2> *bold* <http://evil.example|x> & `code`"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[ServedWorkspaces]:
    async with opened(tmp_path) as served:
        yield served


async def test_the_buttons_and_forms_of_another_workspace_do_nothing_there(served: ServedWorkspaces) -> None:
    shown = await busy(served, "T1")
    assert len({action for action, _ in shown}) > 8
    before, theirs = await served.held("T1"), await served.seen("T1")
    await served.try_(served.client("T2", "U1").open_home())
    for action_id, value in shown:
        for user_id in ("U1", "U2"):
            action = {"type": "button", "action_id": action_id, "value": value, "action_ts": f"{time.monotonic_ns()}"}
            message = {"ts": "1.1", "text": "x"}
            where = {"container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"}, "message": message}
            await hand_in(served, by("T2", user_id, "block_actions", actions=[action], **where))
    await served.settle()
    assert await served.held("T1") == before
    assert await served.seen("T1") == theirs
    forms = [form async for form in forms_of(served, "T1")]
    assert len(forms) > 4
    await served.settle()
    before = await served.held("T1")
    for view in forms:  # a refused form is shown again as it came
        stolen = json.loads(json.dumps(view).replace("Secret-Customer", "x"))
        for user_id in ("U1", "U2"):
            stolen |= {"id": f"V{time.monotonic_ns()}", "hash": "1", "team_id": "T2", "app_installed_team_id": "T2"}
            answer = await hand_in(served, by("T2", user_id, "view_submission", view=stolen, response_urls=[]))
            assert "Secret-Customer" not in answer
    await served.settle()
    assert await served.held("T1") == before
    assert not [line for line in (*await served.held("T2"), *await served.seen("T2")) if "Secret-Customer" in line]


async def forms_of(served: ServedWorkspaces, workspace_id: str) -> AsyncIterator[dict[str, Any]]:
    """Each form that anybody's button opens, once."""
    known: set[str] = set()
    for user_id in PEOPLE:
        client = served.client(workspace_id, user_id)
        for _, action_id in served.buttons(workspace_id, user_id):
            await served.ask(client.press(place_of(served, workspace_id, user_id, action_id), action_id))
            if client.modal is not None:
                if client.modal.callback_id not in known:
                    known.add(client.modal.callback_id)
                    yield client.modal.as_dict()
                await client.close(everything=True)


def place_of(served: ServedWorkspaces, workspace_id: str, user_id: str, action_id: str) -> PostedMessage | View | None:
    """Where their button is by now."""
    return next((place for place, shown in served.buttons(workspace_id, user_id) if shown == action_id), None)


async def test_a_removed_admins_open_form_is_refused(served: ServedWorkspaces) -> None:
    client = served.client("T1", "U1")
    await served.try_(client.command("/secondchair", "nudge list", "sales"))
    await served.try_(client.press(client.ephemerals()[-1], Action.CHANNEL_NEW))
    assert client.modal is not None
    served.slack.change_user("T1", "U1", is_admin=False)
    async with served.bot.database.transaction("T1") as transaction:
        person = await transaction.people.get("U1")
        assert person is not None
        assert person.status is not PersonStatus.ACTIVE
        assert not person.is_leader
    served.clock.move(seconds=FRESH.total_seconds())
    answers = {block["block_id"]: "C1" for block in client.modal.blocks if block["type"] == "input"}
    names = {key: value for key, value in answers.items() if "channel" in key}
    result = await served.try_(client.submit(None, names))
    assert result.outcome == "errors"
    async with served.bot.database.transaction("T1") as transaction:
        assert await transaction.channels.all() == []


async def test_markup_in_any_text_field_stays_text(served: ServedWorkspaces) -> None:
    await busy(served, "T1")
    client, filled = served.client("T1", "U1"), 0
    for _, action_id in served.buttons("T1", "U1"):
        await served.ask(client.press(place_of(served, "T1", "U1", action_id), action_id))
        filled += await typed_markup(served)
    for command in ("/ridealong", "/ridealong log", "/selfcheck", "/secondchair settings", "/secondchair checkin"):
        name, _, text = command.partition(" ")
        await served.ask(client.command(name, text or "@tom x tomorrow 16:00", "sales"))
        filled += await typed_markup(served)
    served.clock.move(days=1)
    await served.settle()
    assert filled > 3
    for line in await served.seen("T1"):
        for element in texts(line):
            assert "<!channel>" not in element
            assert "<http://evil" not in element


async def typed_markup(served: ServedWorkspaces) -> int:
    """Type markup into every text field of the form in front, and send it. Returns the number of fields."""
    client = served.client("T1", "U1")
    if client.modal is None:
        return 0
    fields = [
        block["block_id"]
        for block in client.modal.blocks
        if block["type"] == "input" and block["element"]["type"] == "plain_text_input"
    ]
    await served.ask(client.submit(None, dict.fromkeys(fields, MARKUP)))
    if client.modal is not None:
        await client.close(everything=True)
    return len(fields)


def texts(line: str) -> list[str]:
    """Every mrkdwn text in a line of `ServedWorkspaces.seen`."""
    start = min((index for index in (line.find("[{"), line.find('{"')) if index >= 0), default=-1)
    found: list[str] = [line[:start]] if start > 0 else []

    def walk(thing: Any) -> None:
        if isinstance(thing, dict):
            if thing.get("type") == "mrkdwn":
                found.append(thing["text"])
            for part in thing.values():
                walk(part)
        elif isinstance(thing, list):
            for part in thing:
                walk(part)

    walk(json.loads(line[start:]) if start >= 0 else None)
    return found


def test_no_shape_makes_the_server_fail_or_tell(tmp_path: Path) -> None:
    """One server for all of them, as in production: whatever came before, it answers what comes next."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        served = runner.run(stack.enter_async_context(opened(tmp_path)))

        async def attack(bodies: list[tuple[bytes, str]]) -> None:
            for body, kind in bodies:
                status, text = await post(served, body, kind)
                assert status < 500
                assert "Traceback" not in text

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(bodies=st.lists(st.tuples(BODIES, TYPES), min_size=1, max_size=12))
        def attacked(bodies: list[tuple[bytes, str]]) -> None:
            runner.run(attack(bodies))

        try:
            attacked()
        finally:
            runner.run(stack.aclose())
