"""Sends waiting events, and retries what failed."""

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from bot import log
from bot.domain.integrations.webhooks import NO_ADMIN, Webhook, WebhookEvent, after_attempt, headers_of
from bot.domain.people.people import Who
from bot.domain.people.permissions import Permission
from bot.errors import Problem
from bot.services.background import Background, Claimed, each_due
from bot.services.context import Context
from bot.services.people.people import People
from bot.storage.outbox.integrations import claim_events

logger = log.get(__name__)
PAUSE = timedelta(seconds=5)
FAILED = "webhooks_failed"
HELD = timedelta(minutes=2)  # longer than any attempt takes: after that, any process may claim the event


class WebhookSender(Protocol):
    """Whatever posts one event."""

    async def post(self, address: str, body: str, headers: dict[str, str]) -> str:
        """Why it failed; "" if the receiver accepted it, "gone" if it wants no more."""
        ...


class WebhookQueue(Background):
    """One per process. `tick` is for the heartbeat; `send_due` waits, for tests. An event that a stopped process left
    unsettled is sent again under the same id.
    """

    def __init__(self, context: Context, sender: WebhookSender, people: People) -> None:
        self._context = context
        self._people = people
        self._sender = sender
        super().__init__(context.clock, self.send_due, PAUSE, FAILED)

    async def send_due(self) -> int:
        """Try every event that is due once; returns how many there were."""
        now = self._context.clock()

        async def claim(limit: int) -> list[Claimed]:
            async with self._context.database.connection() as connection:
                return await claim_events(connection, now, now + HELD, limit)

        return await each_due(claim, self._try, FAILED)

    async def _try(self, workspace_id: str, event_id: str) -> None:
        async with self._context.database.reading(workspace_id) as transaction:
            webhook, event = await transaction.webhooks.get(), await transaction.webhooks.event(event_id)
        if webhook is None or event is None:
            return
        trouble = await self._post(webhook, event) if await self._has_admin(workspace_id, webhook) else NO_ADMIN
        await self._settle(workspace_id, webhook, event, trouble)

    async def _has_admin(self, workspace_id: str, webhook: Webhook) -> bool:
        """Whether the person who set it up is still an admin; not if they had their data deleted."""
        try:
            await self._people.permitted(Who(workspace_id, webhook.made_by), Permission.CHANGE_WORKSPACE)
        except Problem:
            return False
        return True

    async def _post(self, webhook: Webhook, event: WebhookEvent) -> str:
        try:
            headers = headers_of(webhook.secret, event, self._context.clock())
        except ValueError:  # no key of ours opens it
            return "secret unreadable"
        return await self._sender.post(webhook.address, event.body, headers)

    async def _settle(self, workspace_id: str, tried: Webhook, event: WebhookEvent, trouble: str) -> None:
        """Record how an attempt ended, if the webhook is still the one that was tried."""
        now = self._context.clock()
        async with self._context.database.transaction(workspace_id) as transaction:
            webhook = await transaction.webhooks.get()
            if webhook is None or webhook.made_at != tried.made_at:
                return
            if not trouble:
                await transaction.webhooks.drop(event.id)
                await transaction.webhooks.save(replace(webhook, worked_at=now, trouble="", failures=0))
                return
            later = None if trouble == "gone" else after_attempt(event, now)
            if later is None:
                await transaction.webhooks.drop(event.id)
            else:
                await transaction.webhooks.put_off(later)
            await transaction.webhooks.save(replace(webhook, trouble=trouble, failures=webhook.failures + 1))
        logger.warning("webhook_failed", workspace=workspace_id, kind=str(event.kind), why=trouble, again=bool(later))
