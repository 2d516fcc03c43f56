"""A queue in which workspaces take turns message by message, each at its own pace.

All times are seconds on a steady clock.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any

from bot.blocks.block_kit import Message
from bot.delivery.leases import Lease
from bot.delivery.rate_limit import RateLimits
from bot.domain.deliveries import Delivery
from bot.nudges.nudge import Facts

MOST = 5000  # posts that wait for nothing but their turn; each takes 3 to 9 kB


@dataclass(frozen=True, slots=True)
class Post:
    """A claimed delivery and what it says. It may be posted while the hold it was claimed under lasts. `tries`: how
    often Slack refused it for a reason that we do not know.
    """

    delivery: Delivery
    message: Message
    facts: Facts[Any]
    lease: Lease
    tries: int = 0


class FairQueue:
    """Claimed posts waiting in memory. Each is marked *sending* in the database, so that nothing is lost with this
    process.
    """

    def __init__(self, rates: RateLimits) -> None:
        self._rates = rates
        self._posts: dict[str, list[tuple[float, int, Post]]] = {}  # a heap by (not before, order) for each workspace
        self._ready: deque[str] = deque()
        self._later: list[tuple[float, str]] = []
        self._order = count()

    def __len__(self) -> int:
        return sum(map(len, self._posts.values()))

    def left(self, workspace_id: str) -> int:
        """How many posts of the workspace wait."""
        return len(self._posts.get(workspace_id, ()))

    def put(self, posts: Iterable[Post]) -> None:
        """Add posts, each behind the others of its workspace."""
        for post in posts:
            workspace_id = post.delivery.workspace_id
            waiting = self._posts.get(workspace_id)
            if waiting is None:
                waiting = self._posts[workspace_id] = []
                self._ready.append(workspace_id)
            heappush(waiting, (0.0, next(self._order), post))

    def drop(self, workspace_id: str) -> list[Post]:
        """Remove and return every post of a workspace that still waits."""
        return [post for _, _, post in self._posts.pop(workspace_id, ())]

    def ready(self, now: float, most: int) -> int:
        """How many posts wait in workspaces whose pace may allow a post now; counts up to `most`."""
        self._wake(now)
        number = 0
        for workspace_id in self._ready:
            number += self.left(workspace_id)
            if number >= most:
                return most
        return number

    def is_full(self, now: float, to_come: int = 0) -> bool:
        """Whether enough posts wait for their turn, with those `to_come`. Those that wait for their pace do not count,
        so that a workspace that Slack holds back keeps no other waiting.
        """
        return self.ready(now, MOST) + to_come >= MOST

    def take(self, now: float) -> Post | None:
        """Remove and return the post whose turn it is and whose pace allows it now; it counts towards the pace. None if
        there is none.
        """
        self._wake(now)
        while self._ready:
            workspace_id = self._ready.popleft()
            post = self._first(workspace_id, now)
            if post is not None:
                if now < post.lease.until:  # a post that the fence will hold back does not count
                    self._rates.spend(workspace_id, post.delivery.recipient, now)
                return post
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until the next workspace may have its turn; None if no workspace is waiting for its pace."""
        return self._later[0][0] - now if self._later else None

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[1])

    def _first(self, workspace_id: str, now: float) -> Post | None:
        """The first post of a workspace that may leave now; the workspace rejoins the round."""
        waiting = self._posts.get(workspace_id)
        if waiting is None:  # they were dropped
            return None
        allowed = self._rates.workspace_at(workspace_id, now)
        while allowed <= now and waiting[0][0] <= now:
            _, order, post = heappop(waiting)
            free = self._rates.conversation_at(workspace_id, post.delivery.recipient)
            if free > now:
                heappush(waiting, (free, order, post))
                continue
            if waiting:
                self._ready.append(workspace_id)
            else:
                del self._posts[workspace_id]
            return post
        heappush(self._later, (max(allowed, waiting[0][0]), workspace_id))
        return None
