"""Slack may deliver a press twice: one that failed is done again; one that was refused has had its answer."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot.errors import Problem, Problems
from bot.services.services import Services
from bot.storage.base import committed
from content.libraries import Libraries
from content.models import Library
from handlers import binding as binding_module
from handlers.binding import Binding
from tests.fakes import NobodyMoved

REFUSED = Problem("errors.not_recognised")


class Noted:
    """The requests that are known; also stands in for a handler's arguments."""

    def __init__(self) -> None:
        self.keys: set[tuple[str, str]] = set()
        self.answers: list[str] = []
        self.forgets = True
        self.body: dict[str, Any] = {"type": "block_actions", "response_url": "url", "actions": [{"action_ts": "1"}]}
        self.context: dict[str, str] = {}
        self.client = self

    async def is_new(self, workspace_id: str, key: str) -> bool:
        is_new = (workspace_id, key) not in self.keys
        self.keys.add((workspace_id, key))
        return is_new

    async def forget(self, workspace_id: str, key: str) -> None:
        if not self.forgets:
            raise OSError("the database is down")
        self.keys.discard((workspace_id, key))

    async def ack(self) -> None:
        """Acknowledged."""

    async def respond(self, text: str, **_: Any) -> SimpleNamespace:
        self.answers.append(text)
        return SimpleNamespace(status_code=200, body="ok")


def bound(noted: Noted, library: Library) -> Binding:
    services = cast("Services", SimpleNamespace(requests=noted, pictures=None, identities=NobodyMoved()))
    return Binding(services, Libraries(only=library), ())


async def fail() -> None:
    raise RuntimeError


async def press(binding: Binding, noted: Noted, workspaces: str, *, reads: bool = False) -> list[int]:
    """The same press in these workspaces, one after the other, which fails. Returns how often it was answered."""
    answered = []
    for workspace_id in workspaces.split():
        noted.body["team"] = {"id": workspace_id}
        await cast("Any", binding.bind(fail, reads=reads))(noted)
        answered.append(len(noted.answers))
    return answered


@pytest.mark.parametrize(
    ("error", "answers"),
    [(REFUSED, 1), (Problems(REFUSED), 1), (RuntimeError(), 2)],
    ids=["refused", "refused for several reasons", "failed"],
)
async def test_what_failed_is_done_again_and_what_was_refused_is_not(
    library: Library, error: Exception, answers: int
) -> None:
    noted = Noted()
    binding = bound(noted, library)

    async def handler() -> None:
        raise error

    for _ in range(2):
        await cast("Any", binding.bind(handler))(noted)
    assert len(noted.answers) == answers
    assert (noted.answers[0] == library.say(REFUSED.key)) is (answers == 1)
    assert (not noted.keys) is (answers == 2), "the database has forgotten what failed"


async def test_what_failed_after_a_commit_is_not_done_again(library: Library) -> None:
    noted = Noted()
    binding = bound(noted, library)

    async def handler() -> None:
        committed.mark()
        raise RuntimeError

    for _ in range(2):
        await asyncio.create_task(cast("Any", binding.bind(handler))(noted))
    assert len(noted.answers) == 1
    assert await press(binding, noted, "T1 T1") == [2, 3], "what another request committed does not count"


async def test_what_the_database_cannot_forget_is_done_once_more_and_in_that_workspace_alone(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted, another = Noted(), Noted()
    binding = bound(noted, library)
    noted.keys = {("T2", "action 1")}  # it was done there
    noted.forgets = False
    assert await press(binding, noted, "T1 T2") == [1, 1]
    noted.forgets = True
    assert await press(binding, noted, "T1 T2 T1") == [2, 2, 3]
    monkeypatch.setattr(binding_module, "MOST_FAILED", 1)
    binding, another.forgets = bound(another, library), False
    assert await press(binding, another, "T1 T2 T2 T1") == [1, 2, 2, 3], "so many are remembered"


async def test_what_is_done_the_second_time_is_not_done_a_third(library: Library) -> None:
    noted, done = Noted(), []
    binding, noted.forgets = bound(noted, library), False

    async def handler() -> None:
        done.append(1)
        if len(done) == 1:
            raise RuntimeError

    for _ in range(3):
        await cast("Any", binding.bind(handler))(noted)
    assert len(done) == 2


async def test_what_has_no_key_is_never_taken_for_another(library: Library) -> None:
    noted = Noted()
    del noted.body["actions"]
    noted.forgets = False
    with capture_logs() as lines:
        assert await press(bound(noted, library), noted, "T1 T1") == [1, 2]
    assert noted.keys == set()
    assert "request_not_forgotten" not in [line["event"] for line in lines]


async def test_what_only_reads_is_known_to_this_process_and_done_again_where_it_failed(library: Library) -> None:
    noted = Noted()
    binding = bound(noted, library)
    assert await press(binding, noted, "T1 T1 T2", reads=True) == [1, 2, 3]
    assert noted.keys == set()


async def test_what_only_reads_and_worked_is_not_done_again_in_its_workspace(library: Library) -> None:
    noted, done = Noted(), []
    binding = bound(noted, library)

    async def handler() -> None:
        done.append(1)

    for workspace_id in ("T1", "T1", "T2"):
        noted.body |= {"team": {"id": workspace_id}, "response_url": ""}
        await cast("Any", binding.bind(handler, reads=True))(noted)
    assert len(done) == 2
    assert noted.keys == set()
