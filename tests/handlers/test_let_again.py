"""Slack may deliver a press twice: one that failed is done again; one that was refused has had its answer."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.errors import Problem, Problems
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers.binding import Binding
from tests.fakes import NobodyMoved

REFUSED = Problem("errors.not_recognised")


class Noted:
    """The requests that are known; also stands in for a handler's arguments."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.answers: list[str] = []
        self.body = {"type": "block_actions", "response_url": "url", "actions": [{"action_ts": "1"}]}
        self.context: dict[str, str] = {}
        self.client = self

    async def is_new(self, _workspace_id: str, key: str) -> bool:
        is_new = key not in self.keys
        self.keys.add(key)
        return is_new

    async def forget(self, _workspace_id: str, key: str) -> None:
        self.keys.discard(key)

    async def ack(self) -> None:
        """Acknowledged."""

    async def respond(self, text: str, **_: Any) -> SimpleNamespace:
        self.answers.append(text)
        return SimpleNamespace(status_code=200, body="ok")


@pytest.mark.parametrize(
    ("error", "answers"),
    [(REFUSED, 1), (Problems(REFUSED), 1), (RuntimeError(), 2)],
    ids=["refused", "refused for several reasons", "failed"],
)
async def test_what_failed_is_done_again_and_what_was_refused_is_not(
    library: Library, error: Exception, answers: int
) -> None:
    noted = Noted()
    services = cast("Services", SimpleNamespace(requests=noted, pictures=None, identities=NobodyMoved()))
    binding = Binding(services, Libraries(only=library), ())

    async def handler() -> None:
        raise error

    for _ in range(2):
        await cast("Any", binding.bind(handler))(noted)
    assert len(noted.answers) == answers
