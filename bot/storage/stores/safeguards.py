"""Remembers what outlasts a deletion, under hashes that only this workspace's sealed secret can make again."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from secrets import token_hex

from cryptography.fernet import InvalidToken
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people.safeguards import SafeguardKind
from bot.storage.base.cipher import Cipher
from bot.storage.base.rows import insert_new, upsert
from bot.storage.base.store import Store
from bot.storage.tables import safeguard_secrets, safeguards


class SafeguardStore(Store):
    """The safeguards of one workspace; each is found by the ids of those whom it is about."""

    table = safeguards

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._cipher = cipher
        self._known_secret: bytes | None = None

    async def put(self, kind: SafeguardKind, *ids: str, at: datetime, number: int = 0, batch: str = "") -> None:
        """Keep one from the aware instant `at` on; the former one about the same people is replaced."""
        values = {"kind": kind, "hash": await self._hash(kind, ids), "at": at, "number": number, "batch": batch}
        await upsert(self._connection, safeguards, values | {"workspace_id": self.workspace_id})

    async def lift(self, kind: SafeguardKind, *ids: str) -> None:
        """Take one away: those whom it protected said otherwise."""
        if await self._has_any(kind):
            same = (safeguards.c.kind == kind, safeguards.c.hash == await self._hash(kind, ids))
            await self._connection.execute(self._delete(*same))

    async def at(self, kind: SafeguardKind, *ids: str) -> datetime | None:
        """Since when, or until when, it holds; None where there is none."""
        if not await self._has_any(kind):
            return None
        same = (safeguards.c.kind == kind, safeguards.c.hash == await self._hash(kind, ids))
        row = await self._first(self._select(*same))
        return row and row.at

    async def holds(self, kind: SafeguardKind, *ids: str) -> bool:
        """Whether there is one."""
        return await self.at(kind, *ids) is not None

    async def number(self, kind: SafeguardKind, *ids: str) -> int:
        """What was counted; 0 where nothing was."""
        if not await self._has_any(kind):
            return 0
        same = (safeguards.c.kind == kind, safeguards.c.hash == await self._hash(kind, ids))
        row = await self._first(self._select(*same))
        return row.number if row else 0

    async def cohorts(self, leader_id: str, people: Collection[str], since: datetime) -> list[frozenset[str]]:
        """Those who were counted together in a leader's other view at `since` or later, where `people` are among them.

        Members that are none of `people` stand there as hashes, so that such a cohort is never whole.
        """
        names = {await self._hash(SafeguardKind.COHORT, (leader_id, user_id)): user_id for user_id in people}
        recent = (safeguards.c.kind == SafeguardKind.COHORT, safeguards.c.at >= since)
        batches = select(safeguards.c.batch).where(self._mine(*recent, safeguards.c.hash.in_(names)))
        members: dict[str, set[str]] = defaultdict(set)
        for row in await self._all(self._select(*recent, safeguards.c.batch.in_(batches))):
            members[row.batch].add(names.get(row.hash, row.hash))
        return [frozenset(cohort) for cohort in members.values()]

    async def keep_cohort(self, leader_id: str, people: Collection[str], at: datetime) -> None:
        """Remember that these people were counted together, as they will be from now on."""
        batch = token_hex(16)
        for user_id in sorted(people):
            await self.put(SafeguardKind.COHORT, leader_id, user_id, at=at, batch=batch)

    async def _has_any(self, kind: SafeguardKind) -> bool:
        """Most workspaces hold none of most kinds: then no secret is made, and a read writes nothing."""
        return await self._first(select(safeguards.c.kind).where(self._mine(safeguards.c.kind == kind))) is not None

    async def _hash(self, kind: SafeguardKind, ids: tuple[str, ...]) -> str:
        message = "\0".join((kind, *ids)).encode()
        return hmac.new(await self._secret(), message, hashlib.sha256).hexdigest()

    async def _secret(self) -> bytes:
        """The workspace's secret, made where there is none. Where its key is lost, what was sealed stands for it."""
        if self._known_secret is None:
            row = {"workspace_id": self.workspace_id, "secret_sealed": self._cipher.seal(token_hex(32))}
            mine = select(safeguard_secrets).where(safeguard_secrets.c.workspace_id == self.workspace_id)
            if await self._first(mine) is None:
                await insert_new(self._connection, safeguard_secrets, row)
            kept = await self._first(mine)
            assert kept is not None
            try:
                self._known_secret = self._cipher.open(kept.secret_sealed).encode()
            except InvalidToken:
                self._known_secret = str(kept.secret_sealed).encode()
        return self._known_secret
