"""Queues an event for the workspace's webhook, in the transaction that caused it."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from bot.domain.aggregates import Aggregate, exact_counts, is_shown
from bot.domain.integrations.webhooks import WebhookEvent, WebhookKind, body_of
from bot.domain.visibility import FOR_ADMIN
from bot.storage.transaction import Transaction


async def announce(
    transaction: Transaction, kind: WebhookKind, data: Mapping[str, Any], now: datetime, event_id: str = ""
) -> None:
    """If the workspace has a webhook, queue an event at `now`: it is sent if and only if this transaction commits."""
    body = body_of(kind, transaction.workspace_id, data, now)
    await transaction.webhooks.enqueue(WebhookEvent(event_id or token_hex(16), kind, body, now))


async def announce_count(transaction: Transaction, kind: WebhookKind, aggregate: Aggregate) -> None:
    """The same for an aggregate that was just kept, if it has enough people for an admin."""
    if is_shown(aggregate, FOR_ADMIN):
        data = {"which": aggregate.scope, "people": aggregate.size, "answers": dict(exact_counts(aggregate))}
        await announce(transaction, kind, data, aggregate.at, f"{kind}-{aggregate.scope}")
