"""Requests that only need an acknowledgement get it before the database is asked; a form waits until it is saved."""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.services.requests import Begun
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.binding import Binding
from tests.fakes import NobodyMoved


class Order:
    """Records what happens; stands in for the arguments of a handler."""

    def __init__(self, body: dict[str, Any], *, is_new: bool) -> None:
        self.seen: list[str] = []
        self.body = body
        self.context: dict[str, Any] = {}
        self.requests = self.pictures = self
        self.identities = NobodyMoved()
        self._is_new = is_new

    async def is_new(self, _workspace_id: str, _key: str) -> bool:
        self.seen.append("asked")
        return self._is_new

    async def begin(self, workspace_id: str, key: str) -> Begun:
        return Begun.NOW if await self.is_new(workspace_id, key) else Begun.DONE

    async def done(self, _workspace_id: str, _key: str) -> None:
        self.seen.append("noted")

    async def ack(self) -> None:
        self.seen.append("acked")

    @property
    def handler(self) -> Callable[[], Awaitable[None]]:
        async def handler() -> None:
            self.seen.append("handled")

        return handler


@pytest.mark.parametrize(
    ("body", "is_new", "seen"),
    [
        ({"command": "/selfcheck", "trigger_id": "1"}, True, ["acked", "asked", "handled"]),
        ({"type": "block_actions", "actions": [{"action_ts": "1"}]}, True, ["acked", "asked", "handled"]),
        ({"command": "/selfcheck", "trigger_id": "1"}, False, ["acked", "asked"]),
        ({"type": "view_submission", "view": {"id": "V1"}}, True, ["asked", "handled", "noted", "acked"]),
        ({"type": "view_submission", "view": {"id": "V1"}}, False, ["asked", "acked"]),
    ],
)
async def test_the_database_keeps_no_ack_waiting(
    library: Library, body: dict[str, Any], is_new: bool, seen: list[str]
) -> None:
    order = Order(body, is_new=is_new)
    binding = Binding(cast("Services", order), Libraries(only=library), ())
    await binding.bind(order.handler)(cast("AsyncArgs", order))
    assert order.seen == seen
