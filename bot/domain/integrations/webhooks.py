"""Outgoing webhooks: what is sent, how it is signed, and when it is tried again.

The signature is that of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

PREFIX = "whsec_"
NO_ADMIN = "no admin"  # the trouble of a webhook whose owner is no longer an admin: nothing is sent
# How long to wait after each attempt that failed; after the last one, the event is given up.
WAITS = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=10),
)  # fmt: skip


class WebhookKind(StrEnum):
    """What an event says has happened. None carries a person's text, name or single answer."""

    TEST = "webhook.test"
    WEEK = "week.counted"
    QUARTER = "quarter.counted"
    CHANNEL_PAUSED = "channel.paused"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a workspace's events go. `failures` counts failed attempts in a row, `trouble` says why the last one did.

    `secret` begins with whsec_; it and `address` are sealed in the database.
    """

    address: str = field(repr=False)
    secret: str = field(repr=False)
    made_by: str
    made_at: datetime
    worked_at: datetime | None = None
    trouble: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True)
class WebhookFacts:
    """What an admin sees of the webhook: the server it goes to, its state, and how many events wait.

    `secret` is set only when it was just made. `has_admin`: the person who set it up is still an admin; if not, it is
    stopped.
    """

    host: str
    webhook: Webhook
    waiting: int
    secret: str = field(default="", repr=False)
    has_admin: bool = True


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """One event that waits to be sent, as JSON in `body`; its id stays the same over all attempts."""

    id: str
    kind: WebhookKind
    body: str
    next_at: datetime
    attempts: int = 0


def body_of(kind: WebhookKind, workspace_id: str, data: Mapping[str, Any], now: datetime) -> str:
    """The JSON of an event that happens at `now` (aware UTC)."""
    event = {"type": str(kind), "timestamp": now.isoformat(), "workspace": workspace_id, "data": dict(data)}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def new_secret(random: bytes) -> str:
    """A signing secret from 24 or more random bytes."""
    return PREFIX + base64.b64encode(random).decode()


def headers_of(secret: str, event: WebhookEvent, now: datetime) -> dict[str, str]:
    """The headers that prove to the receiver that an attempt at `now` (aware UTC) comes from us."""
    name, stamp = f"msg_{event.id}", str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{name}.{stamp}.{event.body}".encode(), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signature}


def after_attempt(event: WebhookEvent, now: datetime) -> WebhookEvent | None:
    """The event after an attempt that failed at `now`, with its next attempt; None if it is given up."""
    if event.attempts >= len(WAITS):
        return None
    return replace(event, attempts=event.attempts + 1, next_at=now + WAITS[event.attempts])
