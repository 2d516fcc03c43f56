"""Decides which conversation is scanned next: one scan for all doubts in a conversation, conversations in turn,
and each workspace at the pace that Slack grants for its history.

All times are seconds on a steady clock.
"""

from collections import defaultdict, deque
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.deliveries import Delivery
from bot.slack.history import HistoryPlace

CLOCKS_DIFFER = timedelta(minutes=15)  # the most by which our clock and Slack's differ
SLOWEST = 61.0  # seconds between two requests where Slack allows the fewest: one a minute
REMEMBERED = 600.0  # seconds for which we keep a pace that Slack imposed, without being told again


@dataclass(slots=True)
class HistoryScan:
    """A scan of one conversation. `wanted`: the deliveries in doubt that it began with, by delivery id. A doubt
    that arises later may be on a page already read, so it waits for the next scan.
    """

    workspace_id: str
    place: HistoryPlace
    wanted: dict[str, Delivery] = field(default_factory=dict)
    unknown: int = 0  # answers in a row that we do not understand
    restarts: int = 0  # from the first page, because the cursor had expired

    @property
    def key(self) -> tuple[str, str]:
        """The conversation."""
        return self.workspace_id, self.place.recipient

    def turn_page(self, channel_id: str, cursor: str) -> None:
        """Go on after the page that was read."""
        self.place = replace(self.place, channel_id=channel_id, cursor=cursor)
        self.unknown = 0

    def restart(self) -> None:
        """Begin again with the first page."""
        self.place = replace(self.place, cursor="")
        self.restarts += 1


@dataclass(slots=True)
class _WorkspacePace:
    """For one workspace: when it may be asked next, when it last answered, and the pace that Slack taught us."""

    at: float = 0.0
    answered_at: float | None = None
    between: float = 0.0
    kept_until: float = 0.0


class HistoryPace:
    """When each workspace's history may be asked for next. A 429 teaches us the pace, so that not every page gets
    one.
    """

    def __init__(self, spacing: float) -> None:
        """`spacing`: seconds between two requests while Slack has said nothing else; 0 for none."""
        self.spacing = spacing
        self._known: dict[str, _WorkspacePace] = defaultdict(_WorkspacePace)

    def at(self, workspace_id: str) -> float:
        """The earliest time at which the workspace may be asked."""
        return self._known[workspace_id].at

    def asked(self, workspace_id: str, now: float) -> None:
        """Note that the workspace is asked now."""
        known = self._known[workspace_id]
        known.at = now + max(self.spacing, known.between if now < known.kept_until else 0.0)

    def answered(self, workspace_id: str, now: float) -> None:
        """Note that the request made at `now` was answered."""
        self._known[workspace_id].answered_at = now

    def limited(self, workspace_id: str, seconds: float, now: float) -> None:
        """Note that Slack wants to be asked again in `seconds`. Counted from its last answer, that seems to be its
        pace, so keep to it from now on.
        """
        known = self._known[workspace_id]
        passed = 0.0 if known.answered_at is None else now - known.answered_at
        known.between = max(known.between, min(passed + seconds, SLOWEST))
        known.kept_until = now + REMEMBERED
        self.wait(workspace_id, seconds, now)

    def wait(self, workspace_id: str, seconds: float, now: float) -> None:
        """Do not ask before `seconds` from now."""
        known = self._known[workspace_id]
        known.at = max(known.at, now + seconds)

    def keep(self, workspace_ids: Set[str]) -> None:
        """Forget all workspaces but these."""
        for workspace_id in self._known.keys() - workspace_ids:
            del self._known[workspace_id]


class HistoryScans:
    """The scans under way, in turn."""

    def __init__(self, spacing: float) -> None:
        """`spacing` as in `HistoryPace`."""
        self.pace = HistoryPace(spacing)
        self._turns: deque[HistoryScan] = deque()

    def of(self, in_doubt: Sequence[Delivery], now: datetime) -> None:
        """Take note of all doubts at `now` (aware UTC): forget the others, and begin a scan for each conversation
        without one, the latest first, since messages due long ago no longer make sense.
        """
        still = {delivery.id: delivery for delivery in in_doubt}
        for scan in self._turns:
            scan.wanted = {
                delivery_id: wanted
                for delivery_id, wanted in scan.wanted.items()
                if delivery_id in still and still[delivery_id].attempts == wanted.attempts
            }
        self._turns = deque(scan for scan in self._turns if scan.wanted)
        self.pace.keep({delivery.workspace_id for delivery in in_doubt})
        begun = {scan.key for scan in self._turns}
        new: dict[tuple[str, str], HistoryScan] = {}
        for delivery in sorted(in_doubt, key=lambda delivery: delivery.due_at, reverse=True):
            key = delivery.workspace_id, delivery.recipient
            if key not in begun:
                begins = since(delivery, now)
                scan = new.setdefault(key, HistoryScan(delivery.workspace_id, HistoryPlace(delivery.recipient, begins)))
                scan.wanted[delivery.id] = delivery
                scan.place = replace(scan.place, since=min(scan.place.since, begins))
        self._turns.extend(new.values())

    def turn(self, now: float, most: int) -> list[HistoryScan]:
        """The scans whose turn it is, at most `most`: one a workspace where requests must be spaced. Each then goes to
        the back of the queue.
        """
        chosen: list[HistoryScan] = []
        for scan in list(self._turns):
            if len(chosen) < most and self.pace.at(scan.workspace_id) <= now:
                self.pace.asked(scan.workspace_id, now)
                chosen.append(scan)
                self._turns.remove(scan)
        self._turns.extend(chosen)
        return chosen

    def first(self, scan: HistoryScan) -> None:
        """Give this scan the next turn: Slack refused its request because of the pace."""
        self._turns.remove(scan)
        self._turns.appendleft(scan)

    def end(self, scan: HistoryScan) -> None:
        """Remove a scan that has nothing left to find out."""
        self._turns.remove(scan)

    def next_at(self) -> float | None:
        """When the next scan may go on; None if there is none."""
        return min((self.pace.at(scan.workspace_id) for scan in self._turns), default=None)


def since(delivery: Delivery, now: datetime) -> datetime:
    """The earliest time at which a delivery's message may be in Slack (aware UTC). If it was claimed before it was due,
    the worker's clock ran ahead, and the message was posted before `now` all the same.
    """
    return min(delivery.claimed_at or delivery.due_at, delivery.due_at, now) - CLOCKS_DIFFER
