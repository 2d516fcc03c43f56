"""Stores people's access keys, a workspace's webhook, and the events waiting for it."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.integrations.access_keys import AccessKey, AccessKeyKind
from bot.domain.integrations.webhooks import Webhook, WebhookEvent
from bot.storage.base.recurring_work import take_turns
from bot.storage.base.rows import across_workspaces, insert_new, values_of
from bot.storage.base.store import SealedStore, Store, fields_of
from bot.storage.tables import doors, webhook_events, webhooks


class AccessKeyStore(Store):
    """The access keys of one workspace, in the table `doors`."""

    table = doors

    async def get(self, user_id: str, kind: AccessKeyKind) -> AccessKey | None:
        """Somebody's key of this kind, or None."""
        row = await self._first(self._select(doors.c.user_id == user_id, doors.c.kind == kind))
        return row and AccessKey(**fields_of(row, "workspace_id"))

    async def known_by(self, digest: str, kind: AccessKeyKind) -> AccessKey | None:
        """The key of this kind that a digest belongs to, or None."""
        row = await self._first(self._select(doors.c.digest == digest, doors.c.kind == kind))
        return row and AccessKey(**fields_of(row, "workspace_id"))

    async def holders(self, kind: AccessKeyKind) -> list[str]:
        """The ids of the people who have a key of this kind."""
        held = self._mine(doors.c.kind == kind)
        return [row.user_id for row in await self._all(select(doors.c.user_id).where(held).order_by(doors.c.user_id))]

    async def save(self, key: AccessKey) -> None:
        """Write a key, replacing the person's former one of its kind."""
        await self._save(key)

    async def remove(self, user_id: str, kind: AccessKeyKind) -> bool:
        """Delete a key for good; returns whether there was one."""
        statement = self._delete(doors.c.user_id == user_id, doors.c.kind == kind)
        return bool((await self._connection.execute(statement)).rowcount)


class WebhookStore(SealedStore):
    """The webhook of one workspace, and its events."""

    table = webhooks

    async def get(self) -> Webhook | None:
        """The webhook, or None."""
        row = await self._first(self._select())
        if row is None:
            return None
        address, secret = self._cipher.read(row.address_sealed), self._cipher.read(row.secret_sealed)
        return Webhook(address, secret, **fields_of(row, "workspace_id", "address_sealed", "secret_sealed"))

    async def made_by(self) -> str | None:
        """Who set it up, "" if they had themselves deleted; None if there is no webhook."""
        row = await self._first(select(webhooks.c.made_by).where(self._mine()))
        return None if row is None else row.made_by

    async def save(self, webhook: Webhook) -> None:
        """Write the webhook."""
        sealed = {f"{name}_sealed": self._cipher.seal(getattr(webhook, name)) for name in ("address", "secret")}
        await self._save(webhook, "address", "secret", **sealed)

    async def remove(self) -> bool:
        """Delete the webhook and everything waiting for it; returns whether there was one."""
        await self._connection.execute(webhook_events.delete().where(self._waiting()))
        return bool((await self._connection.execute(self._delete())).rowcount)

    async def enqueue(self, event: WebhookEvent) -> None:
        """Have an event wait; without a webhook nothing happens, and the same id waits only once."""
        if await self._first(self._select()) is not None:
            row = {"workspace_id": self.workspace_id} | values_of(event)
            await insert_new(self._connection, webhook_events, row)

    async def event(self, event_id: str) -> WebhookEvent | None:
        """One waiting event, or None."""
        statement = select(webhook_events).where(self._waiting(webhook_events.c.id == event_id))
        row = await self._first(statement)
        return row and WebhookEvent(**fields_of(row, "workspace_id"))

    async def put_off(self, event: WebhookEvent) -> None:
        """Record when an event is tried again."""
        same = self._waiting(webhook_events.c.id == event.id)
        later = {"next_at": event.next_at, "attempts": event.attempts}
        await self._connection.execute(update(webhook_events).where(same).values(**later))

    async def drop(self, event_id: str) -> None:
        """Forget an event: it was sent, or given up."""
        await self._connection.execute(webhook_events.delete().where(self._waiting(webhook_events.c.id == event_id)))

    async def waiting(self) -> int:
        """How many events wait."""
        return (await self._connection.execute(select(func.count()).where(self._waiting()))).scalar_one()

    def _waiting(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return self._here(webhook_events, *conditions)


async def workspace_of_key(connection: AsyncConnection, digest: str) -> str | None:
    """The workspace of an access key whose secret does not name it, searched in all workspaces; None if there is no
    such key.
    """
    place = select(doors.c.workspace_id).where(doors.c.digest == digest)
    return await connection.scalar(across_workspaces(place))


async def claim_events(
    connection: AsyncConnection, now: datetime, until: datetime, limit: int
) -> list[tuple[str, str]]:
    """Claim the events of all workspaces that are due at `now`, as (workspace, event). They are due again at `until`,
    so that those of a process that dies are tried by another. No two processes get the same one.
    """
    next_at = webhook_events.c.next_at
    return await take_turns(connection, next_at, next_at <= now, until, limit)
