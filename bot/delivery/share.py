"""Who sends to which workspace: this process to all of them, or several workers with leases, shared out evenly.

All times are seconds on a steady clock, except inside the database, which has a clock of its own.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil, inf
from typing import Protocol

from bot import log
from bot.storage.database import Database
from bot.storage.solo import Solo

WHY_NOT = (
    "Another process sends from this SQLite file already. Two would send everything twice, so this one waits until the "
    "other has ended. With PostgreSQL (DATABASE_URL) any number of workers share the work."
)

Steady = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Mine:
    """The workspaces that this worker may send to, each until when; `careful` were another's until a moment ago."""

    until: dict[str, float] = field(default_factory=dict)
    careful: frozenset[str] = frozenset()


class Share(Protocol):
    """Decides which workspaces are this worker's."""

    owner: str
    leased: bool

    async def take(self, wanted: Collection[str]) -> Mine:
        """What is mine of the workspaces that have something to send. Leases that are old enough are renewed."""
        ...

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """Let others have these workspaces, or all of them and this worker's place among the workers."""
        ...


class Alone:
    """One process has everything: the first that asks. A second one sends nothing, says why, and takes over when the
    first has ended.
    """

    leased = False

    def __init__(self, owner: str, solo: Solo) -> None:
        self.owner = owner
        self._solo = solo
        self._said_why = False
        self._log = log.get(__name__)

    async def take(self, wanted: Collection[str]) -> Mine:
        """All of them, for ever; or none while another process sends from this file."""
        if self._solo.hold():
            return Mine(dict.fromkeys(wanted, inf))
        if not self._said_why:
            self._said_why = True
            self._log.warning("sender_not_started", file=self._solo.file, why=WHY_NOT)
        return Mine()

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """Let another process send, where everything is given back."""
        if workspace_ids is None:
            self._solo.release()


class Leases:
    """Several workers: a lease a workspace, renewed at a third of its life, shared out evenly.

    What we believe of a lease ends after half of its life, counted from before the database was asked: the other half
    is for posts that are still under way.
    """

    leased = True

    def __init__(self, database: Database, owner: str, steady: Steady, life: float = 30.0) -> None:
        """`life`: seconds that a lease holds without being renewed."""
        self.owner = owner
        self._database = database
        self._steady = steady
        self._life = timedelta(seconds=life)
        self._taken: dict[str, float] = {}  # workspace -> when it was taken or renewed
        self._present = -inf

    async def take(self, wanted: Collection[str]) -> Mine:
        """My fair share of `wanted`, what I hold already first. What is more than that is not renewed: give it back."""
        asked, life = self._steady(), self._life.total_seconds()
        fresh = {ws: at for ws, at in self._taken.items() if asked - at < life / 3 and ws in wanted}
        if asked - self._present < life / 3 and len(fresh) == len(wanted):
            return self._mine(fresh)
        async with self._database.lease_desk() as desk:
            workers, held = await desk.present(self.owner, self._life)
            self._present = asked
            quota = ceil(len(wanted) / max(workers, 1))
            kept = [ws for ws in sorted(wanted) if held.get(ws) == self.owner][:quota]
            free = [ws for ws in sorted(wanted) if ws not in held][: quota - len(kept)]
            taken = await desk.take(self.owner, kept + free, self._life)
        self._taken = dict.fromkeys(taken, asked)
        return self._mine(self._taken, frozenset(ws for ws, lately in taken.items() if lately))

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """End leases now."""
        gone = set(self._taken if workspace_ids is None else workspace_ids)
        self._taken = {ws: at for ws, at in self._taken.items() if ws not in gone}
        if not gone and workspace_ids is not None:
            return
        async with self._database.lease_desk() as desk:
            await desk.give_back(self.owner, gone)
            if workspace_ids is None:
                await desk.leave(self.owner)
                self._present = -inf

    def _mine(self, taken: dict[str, float], careful: frozenset[str] = frozenset()) -> Mine:
        half = self._life.total_seconds() / 2
        return Mine({workspace_id: at + half for workspace_id, at in taken.items()}, careful)
