"""Compares the nudges that the local Slack received in a week with the slots that there should have been."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.deliveries import Delivery
from bot.localslack import Exchange
from bot.playground.stage import Stage

WALL = "%a %d %b %H:%M"


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected slots of one nudge for one person or channel, as local times such as "Mon 19 Oct 08:30"."""

    nudge: str
    to: str
    zone: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message that the local Slack received: its delivery, its recipient (handle or #channel), and when
    (aware UTC).
    """

    delivery: Delivery
    to: str
    at: datetime

    def wall(self, zone: str) -> str:
        """The minute on the wall clock in `zone`."""
        return self.at.astimezone(ZoneInfo(zone)).strftime(WALL)


class Witness:
    """Records every post that carries a delivery's id, from now on."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._posts: list[tuple[str, datetime]] = []
        stage.slack.on_traffic(self._saw)

    def _saw(self, exchange: Exchange) -> None:
        if exchange.name == "chat.postMessage" and exchange.response.get("ok"):
            metadata = exchange.request.get("metadata") or {}
            self._posts.append((metadata.get("event_payload", {}).get("id", ""), exchange.at))

    async def receipts(self) -> list[Receipt]:
        """Every recorded post with its delivery, in the order of arrival."""
        workspace, receipts = self._stage.workspace, []
        async with self._stage.bot.database.transaction(workspace.id) as transaction:
            for delivery_id, at in self._posts:
                delivery = await transaction.outbox.get(delivery_id)
                if delivery is not None:
                    user = workspace.users.get(delivery.recipient)
                    to = user.name if user else f"#{workspace.channels[delivery.recipient].name}"
                    receipts.append(Receipt(delivery, to, at))
        return receipts


def twice(receipts: Iterable[Receipt]) -> list[str]:
    """A sentence for each slot that came more than once."""
    slots = Counter(
        (receipt.to, receipt.delivery.nudge, receipt.delivery.on, receipt.delivery.subject) for receipt in receipts
    )
    return [f"{nudge} came to {to} {times} times for {on}." for (to, nudge, on, _), times in slots.items() if times > 1]


def differences(receipts: Sequence[Receipt], expected: Iterable[Expected]) -> list[str]:
    """A sentence for each message that is missing, came unexpectedly, or did not come at its minute."""
    sentences = []
    for want in expected:
        got = Counter(
            receipt.wall(want.zone)
            for receipt in receipts
            if (receipt.delivery.nudge, receipt.to) == (want.nudge, want.to)
        )
        due = Counter(want.times)
        sentences += [f"{want.nudge} did not come to {want.to} on {at}." for at in (due - got).elements()]
        sentences += [
            f"{want.nudge} came to {want.to} on {at}, when it should not have." for at in (got - due).elements()
        ]
    expected_for = {(want.nudge, want.to) for want in expected}
    kinds = {want.nudge for want in expected}
    strangers = {
        (receipt.delivery.nudge, receipt.to) for receipt in receipts if receipt.delivery.nudge in kinds
    } - expected_for
    return [*sentences, *(f"{nudge} came to {to}, who should not get any." for nudge, to in sorted(strangers))]
