"""What somebody can make Slack send us: any payload, signed as Slack signs it; and a workspace at work."""

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

from bot.blocks.ids import Action
from bot.clock import wall_clock
from bot.localslack.state.elements import places
from tests.security.served_workspaces import PEOPLE, ServedWorkspaces


async def post(served: ServedWorkspaces, body: bytes, kind: str) -> tuple[int, str]:
    """Post something that Slack signed. Returns the answer."""
    stamp = str(int(wall_clock().timestamp()))
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature(served.app.signing_secret, stamp, body)}",
    }
    async with served.http.post(f"{served.address}/slack/events", data=body, headers=headers) as answer:
        return answer.status, await answer.text()


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Slack's signature of any bytes."""
    return hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


async def interact(served: ServedWorkspaces, payload: Any) -> tuple[int, str]:
    """Send an interaction, and wait for all that its handler does. Thousands at once would wait for each other, and be
    told that we are still at work.
    """
    body = urlencode({"payload": json.dumps(payload)}).encode()
    answer = await post(served, body, "application/x-www-form-urlencoded")
    await served.bot.binding.drain()
    return answer


async def hand_in(served: ServedWorkspaces, payload: Any) -> str:
    """The same, handed over as Socket Mode does: nothing is packed, signed and sent to ourselves. Returns
    the answer.
    """
    answer = await served.dispatch.over_socket(payload)
    await served.bot.binding.drain()
    return str(answer)


def by(workspace_id: str, user_id: str, kind: str, **more: Any) -> dict[str, Any]:
    """The fields that every interaction has."""
    return {
        "type": kind,
        "team": {"id": workspace_id, "domain": "x"},
        "user": {"id": user_id, "team_id": workspace_id},
        "trigger_id": f"{time.monotonic_ns()}",
        "enterprise": None,
        "is_enterprise_install": False,
    } | more


async def busy(served: ServedWorkspaces, workspace_id: str) -> list[tuple[str, str]]:
    """A workspace with people, a ride-along and prompts. Returns the id and value of every button that it shows."""
    for user_id in PEOPLE:
        await served.try_(served.client(workspace_id, user_id).open_home())
        await served.try_(
            served.client(workspace_id, user_id).press(served.client(workspace_id, user_id).home, Action.START)
        )
    leader = served.client(workspace_id, "U1")
    await served.try_(leader.command("/secondchair", "nudge #sales 09:00", "sales"))
    await served.try_(leader.command("/ridealong", "@tom Secret-Customer tomorrow 15:00", "sales"))
    await served.try_(leader.submit())
    await served.try_(leader.command("/secondchair", "checkin", "sales"))
    await served.try_(leader.command("/secondchair", "admin", "sales"))
    await served.try_(leader.command("/secondchair", "nudge list", "sales"))
    served.clock.move(hours=26)
    await served.settle()
    for user_id in PEOPLE:
        await served.try_(served.client(workspace_id, user_id).open_home())
    found: dict[tuple[str, str], None] = {}
    for user_id in PEOPLE:
        for place, action_id in served.buttons(workspace_id, user_id):
            for one in places(place.blocks):
                if one.action_id == action_id:
                    found[action_id, str(one.element.get("value") or "")] = None
    return list(found)
