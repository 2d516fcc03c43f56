"""The most frequent queries on deliveries, as statements that are built once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, exists, func, or_, select, type_coerce

from bot.domain.deliveries import TROUBLE, DeliveryStatus
from bot.domain.people.slack_ids import PREFIXES
from bot.storage.base.prebuilt import prebuilt
from bot.storage.tables import channel_nudges, deliveries, people, practices

C = deliveries.c


@prebuilt
def of_id(workspace_id: str, delivery_id: str) -> Select[Any]:
    """One delivery."""
    return select(deliveries).where(C.workspace_id == workspace_id, C.id == delivery_id)


@prebuilt
def in_any_status(workspace_id: str, recipients: Collection[str], nudges: Collection[str], since: date) -> Select[Any]:
    """The deliveries of these nudges to these recipients since a local date, the newest first."""
    return _newest_first(workspace_id, recipients, nudges, since)


@prebuilt
def in_status(
    workspace_id: str, recipients: Collection[str], nudges: Collection[str], since: date, status: DeliveryStatus
) -> Select[Any]:
    """The same, in one status."""
    return _newest_first(workspace_id, recipients, nudges, since).where(C.status == status)


def _newest_first(workspace_id: str, recipients: Collection[str], nudges: Collection[str], since: date) -> Select[Any]:
    slots = (C.workspace_id == workspace_id, C.recipient.in_(recipients), C.nudge.in_(nudges), C.on >= since)
    return select(deliveries).where(*slots).order_by(C.on.desc(), C.due_at.desc())


@prebuilt
def days(workspace_id: str, recipients: Collection[str], nudges: Collection[str], since: date) -> Select[Any]:
    """The local dates on which each recipient got one of these nudges."""
    sent = (C.workspace_id == workspace_id, C.recipient.in_(recipients), C.nudge.in_(nudges), C.on >= since)
    return select(C.recipient, C.on).where(*sent, C.status == DeliveryStatus.SENT)


@prebuilt
def last_contents(workspace_id: str, recipients: Collection[str], nudges: Collection[str], since: date) -> Select[Any]:
    """The date on which each content was last sent, by recipient and nudge."""
    sent = (C.workspace_id == workspace_id, C.recipient.in_(recipients), C.nudge.in_(nudges), C.on >= since)
    keys = (C.recipient, C.nudge, C.content_id)
    last = func.max(C.on).label("last")
    return select(*keys, last).where(*sent, C.status == DeliveryStatus.SENT).group_by(*keys)


@prebuilt
def contents(workspace_id: str, nudge: str, since: date) -> Select[Any]:
    """The contents that a nudge sent to anybody."""
    sent = (C.workspace_id == workspace_id, C.nudge == nudge, C.status == DeliveryStatus.SENT, C.on >= since)
    return select(C.content_id).where(*sent).distinct()


@prebuilt
def about(
    workspace_id: str, nudge: str, subjects: Collection[str], recipients: Collection[str], since: date
) -> Select[Any]:
    """Which of these recipients got a nudge about these subjects, in any status, the earliest first."""
    slots = (C.workspace_id == workspace_id, C.recipient.in_(recipients), C.on >= since)
    return select(C.subject, C.recipient, C.on).where(*slots, C.nudge == nudge, C.subject.in_(subjects)).order_by(C.on)


@prebuilt
def unanswered(workspace_id: str, recipients: Collection[str], nudge: str, before: date) -> Select[Any]:
    """When everything sent to each recipient since the last delivery that they answered was due; nothing from `before`
    or earlier. That last one is searched from the newest backwards, so that a year of answers is not read.
    """
    answered = deliveries.alias()
    a, p, who = answered.c, practices.c, people.c
    theirs = (p.workspace_id == a.workspace_id) & (p.user_id == a.recipient) & (p.delivery_id == a.id)
    last = (
        select(a.on)
        .join(practices, theirs)
        .where(a.workspace_id == who.workspace_id, a.recipient == who.user_id)
        .where(a.nudge == nudge, a.status == DeliveryStatus.SENT, a.on > before)
        .order_by(a.on.desc())
        .limit(1)
        .scalar_subquery()
    )
    since = C.on > func.coalesce(last, type_coerce(before, Date))
    return (
        select(C.recipient, C.due_at)
        .join_from(people, deliveries, (who.user_id == C.recipient) & since)
        .where(who.workspace_id == workspace_id, who.user_id.in_(recipients))
        .where(C.workspace_id == workspace_id, C.nudge == nudge, C.status == DeliveryStatus.SENT)
    )


@prebuilt
def last_sent(workspace_id: str, channel_ids: Collection[str]) -> Select[Any]:
    """When the newest of each nudge in these channels was sent; finds the newest for each, not the maximum of all."""
    n = channel_nudges.c
    own = (C.workspace_id == n.workspace_id, C.recipient == n.channel_id, C.nudge == n.nudge)
    sent = select(func.coalesce(C.sent_at, C.due_at)).where(*own, C.status == DeliveryStatus.SENT)
    last = sent.order_by(C.on.desc(), C.due_at.desc()).limit(1).scalar_subquery()
    asked = (n.workspace_id == workspace_id, n.channel_id.in_(channel_ids))
    return select(n.channel_id, n.nudge, last.label("last")).where(*asked)


@prebuilt
def refused_people(workspace_id: str, since: datetime, besides: Collection[str]) -> Select[Any]:
    """The people to whom Slack refused the newest message due since then, of all nudges but those `besides`."""
    later = deliveries.alias().c
    passed = exists().where(
        later.workspace_id == workspace_id,
        later.recipient == C.recipient,
        later.status.in_((DeliveryStatus.SENT, DeliveryStatus.REFUSED)),
        later.due_at > C.due_at,
        later.nudge.not_in(besides),
    )
    lately = (C.workspace_id == workspace_id, C.due_at >= since, C.nudge.not_in(besides))
    key = (C.recipient, C.due_at)  # two messages may have been due at once
    refused = (*lately, C.status == DeliveryStatus.REFUSED, _to_people(), ~passed)
    return select(*key, func.min(C.reason).label("reason")).where(*refused).group_by(*key)


@prebuilt
def undelivered_to_people(workspace_id: str, since: datetime, besides: Collection[str]) -> Select[Any]:
    """How many messages to people ended in which trouble since then and why, the most first."""
    lately = (C.workspace_id == workspace_id, C.due_at >= since, C.nudge.not_in(besides))
    number, why = func.count().label("number"), (C.status, C.reason)
    trouble = select(*why, number).where(*lately, C.status.in_(TROUBLE), _to_people())
    return trouble.group_by(*why).order_by(number.desc(), *why)


def _to_people() -> ColumnElement[bool]:
    return or_(*(C.recipient.startswith(prefix) for prefix in PREFIXES))
