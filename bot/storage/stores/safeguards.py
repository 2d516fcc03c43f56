"""Stores what outlasts a deletion, under hashes that can be recomputed only with this workspace's sealed secret."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import product
from secrets import token_hex
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people.safeguards import SafeguardKind
from bot.storage.base.batches import batches
from bot.storage.base.cipher import Cipher
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import insert_new, upsert
from bot.storage.base.store import SealedStore
from bot.storage.tables import former_ids, safeguard_secrets, safeguards

NAME = "name"  # a kind of hash that stands for a name, and is in no row of safeguards


@prebuilt
def _any(workspace_id: str, kind: SafeguardKind) -> Select[Any]:
    here = (safeguards.c.workspace_id == workspace_id, safeguards.c.kind == kind)
    return select(safeguards.c.kind).where(*here).limit(1)


@prebuilt
def _under(workspace_id: str, kind: SafeguardKind, hashes: Collection[str]) -> Select[Any]:
    here = (safeguards.c.workspace_id == workspace_id, safeguards.c.kind == kind)
    return select(safeguards).where(*here, safeguards.c.hash.in_(hashes))


@prebuilt
def _former_ids(workspace_id: str) -> Select[Any]:
    return select(former_ids).where(former_ids.c.workspace_id == workspace_id)


@prebuilt
def _sealed_secret(workspace_id: str) -> Select[Any]:
    return select(safeguard_secrets.c.secret_sealed).where(safeguard_secrets.c.workspace_id == workspace_id)


class SafeguardStore(SealedStore):
    """The safeguards of one workspace; each is found by the ids of the people it is about."""

    table = safeguards

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id, cipher)
        self._known_secret: bytes | None = None
        self._former: defaultdict[str, list[str]] | None = None

    async def put(self, kind: SafeguardKind, *ids: str, at: datetime, number: int = 0, batch: str = "") -> None:
        """Store a safeguard from the aware instant `at` on, replacing the former one about the same people."""
        own, *former = await self._hashes(kind, ids)
        if former:
            await self._connection.execute(self._delete(safeguards.c.kind == kind, safeguards.c.hash.in_(former)))
        values = {"kind": kind, "hash": own, "at": at, "number": number, "batch": batch}
        await upsert(self._connection, safeguards, values | {"workspace_id": self.workspace_id})

    async def lift(self, kind: SafeguardKind, *ids: str) -> None:
        """Remove a safeguard: the people whom it protected said otherwise."""
        if await self.has_any(kind):
            hashes = await self._hashes(kind, ids)
            await self._connection.execute(self._delete(safeguards.c.kind == kind, safeguards.c.hash.in_(hashes)))

    async def at(self, kind: SafeguardKind, *ids: str) -> datetime | None:
        """Since when, or until when, it holds; None if there is none."""
        return max((row.at for row in await self._rows(kind, ids)), default=None)

    async def holds(self, kind: SafeguardKind, *ids: str) -> bool:
        """Whether there is one."""
        return await self.at(kind, *ids) is not None

    async def number(self, kind: SafeguardKind, *ids: str, since: datetime | None = None) -> int:
        """The number counted, or only if its counting began at `since` or later; 0 if there is none."""
        rows = await self._rows(kind, ids)
        return sum(row.number for row in rows if since is None or row.at >= since)

    async def count_up(self, kind: SafeguardKind, *ids: str, at: datetime, since: datetime) -> int:
        """Count one more at `at`. Returns how many there are now; a count that began before `since` starts again."""
        rows = [row for row in await self._kept(kind, ids) if row.at >= since]
        number = 1 + sum(int(row.number) for row in rows)
        await self.put(kind, *ids, at=min((row.at for row in rows), default=at), number=number)
        return number

    async def count(self, kind: SafeguardKind) -> int:
        """How many there are of a kind."""
        statement = select(func.count()).select_from(safeguards).where(self._mine(safeguards.c.kind == kind))
        return int((await self._connection.execute(statement)).scalar_one())

    async def cohorts(self, leader_id: str, people: Collection[str], since: datetime) -> list[frozenset[str]]:
        """The people counted together in a leader's feedback at `since` or later, if any of `people` is among them.

        Members outside `people` appear as hashes, so that such a cohort never looks complete.
        """
        names: dict[str, str] = {}
        for user_id in people:
            names |= dict.fromkeys(await self._hashes(SafeguardKind.COHORT, (leader_id, user_id)), user_id)
        theirs = (
            safeguards.c.kind == SafeguardKind.COHORT,
            safeguards.c.hash.in_(names),
            safeguards.c.at >= since,
        )
        batches = select(safeguards.c.batch).where(self._mine(*theirs))
        members: dict[str, set[str]] = defaultdict(set)
        for row in await self._all(self._select(safeguards.c.batch.in_(batches))):
            members[row.batch].add(names.get(row.hash, row.hash))
        return [frozenset(cohort) for cohort in members.values()]

    async def keep_cohort(self, leader_id: str, people: Collection[str], at: datetime) -> None:
        """Remember that these people were counted together, as they will be from now on."""
        batch = token_hex(16)
        for user_id in sorted(people):
            await self.put(SafeguardKind.COHORT, leader_id, user_id, at=at, batch=batch)

    async def keep_under(self, user_id: str, others: Collection[str]) -> None:
        """Move everything kept about somebody, alone and with each of `others`, under the current id, so that it is
        found without their former ids. Counts under both ids are added up.
        """
        pairs = [ids for other_id in others for ids in ((user_id, other_id), (other_id, user_id))]
        now: dict[str, str] = {}
        for kind in SafeguardKind:
            for ids in ((user_id,), *pairs):
                own, *former = await self._hashes(kind, ids)
                now |= dict.fromkeys(former, own)
        for older in batches(list(now)):
            for row in await self._all(self._select(safeguards.c.hash.in_(older))):
                kept = {**row._mapping, "hash": now[row.hash]}  # noqa: SLF001 - public by SQLAlchemy's docs
                if (there := await self._first(self._select(safeguards.c.hash == kept["hash"]))) is not None:
                    kept |= {"at": max(row.at, there.at), "number": row.number + there.number}
                await self._connection.execute(self._delete(safeguards.c.hash == row.hash))
                await upsert(self._connection, safeguards, kept)

    async def name_hashes(self, user_id: str) -> list[str]:
        """Hashes that stand for a person in what is still to be removed from Slack: of their id, and of former ones."""
        return await self._hashes(NAME, (user_id,))

    async def named(self, name_hash: str, user_ids: Collection[str]) -> set[str]:
        """Those of these ids that the hash stands for."""
        secret = await self._secret()
        return {user_id for user_id in user_ids if _hash(secret, NAME, (user_id,)) == name_hash}

    async def has_any(self, kind: SafeguardKind) -> bool:
        """Whether there is any of this kind. Most workspaces hold none of most kinds: then no secret is made, and a
        read writes nothing.
        """
        return await self._first(_any(self.workspace_id, kind)) is not None

    async def _rows(self, kind: SafeguardKind, ids: tuple[str, ...]) -> Sequence[Row[Any]]:
        """The rows about these people: one, or one for each id that they had when it was written."""
        if not await self.has_any(kind):
            return ()
        return await self._kept(kind, ids)

    async def _kept(self, kind: SafeguardKind, ids: tuple[str, ...]) -> Sequence[Row[Any]]:
        return await self._all(_under(self.workspace_id, kind, await self._hashes(kind, ids)))

    async def _hashes(self, kind: str, ids: tuple[str, ...]) -> list[str]:
        """The hash under these ids, then those under ids that the same people had before Slack exchanged them."""
        if self._former is None:
            self._former = defaultdict(list)
            for row in await self._all(_former_ids(self.workspace_id)):
                self._former[row.user_id].append(row.former_id)
        secret = await self._secret()
        return [
            _hash(secret, kind, those) for those in product(*((user_id, *self._former[user_id]) for user_id in ids))
        ]

    async def _secret(self) -> bytes:
        """The workspace's secret, made if there is none. If its key is lost, the sealed value takes its place."""
        if self._known_secret is None:
            mine = _sealed_secret(self.workspace_id)
            if (kept := await self._first(mine)) is None:
                row = {"workspace_id": self.workspace_id, "secret_sealed": self._cipher.seal(token_hex(32))}
                await insert_new(self._connection, safeguard_secrets, row)
                kept = await self._first(mine)  # another process's, if that was first
            assert kept is not None
            try:
                self._known_secret = self._cipher.open(kept.secret_sealed).encode()
            except InvalidToken:
                self._known_secret = str(kept.secret_sealed).encode()
        return self._known_secret


def _hash(secret: bytes, kind: str, ids: tuple[str, ...]) -> str:
    return hmac.new(secret, "\0".join((kind, *ids)).encode(), hashlib.sha256).hexdigest()
