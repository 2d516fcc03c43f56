"""Posts that Slack refused with an error code that we do not know: each is tried again alone, a few times."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot import log
from bot.delivery.fair_queue import Post

TRIES = (30.0, 60.0, 120.0)  # seconds until each further try


class Retries:
    """Posts waiting for their next try. They stay claimed; should this process die, Slack is asked about them as about
    any claim.
    """

    def __init__(self, again: Callable[[Post], None]) -> None:
        """`again` takes a post whose turn has come again."""
        self._again = again
        self._waiting: dict[str, tuple[Post, asyncio.TimerHandle]] = {}
        self._log = log.get(__name__)

    def keep(self, post: Post, code: str) -> bool:
        """Whether it will be tried again; False if it was tried often enough."""
        if post.tries == len(TRIES):
            return False
        delay, delivery_id = TRIES[post.tries], post.delivery.id
        self._log.warning("unknown_code", delivery=delivery_id, code=code, again_in=delay)
        timer = asyncio.get_running_loop().call_later(delay, self._try, delivery_id)
        self._waiting[delivery_id] = replace(post, tries=post.tries + 1), timer
        return True

    def drop(self, workspace_id: str) -> list[Post]:
        """Remove and return the posts of a workspace that still wait."""
        dropped: list[Post] = []
        for delivery_id, (post, timer) in list(self._waiting.items()):
            if post.delivery.workspace_id == workspace_id:
                timer.cancel()
                del self._waiting[delivery_id]
                dropped.append(post)
        return dropped

    def _try(self, delivery_id: str) -> None:
        post, _ = self._waiting.pop(delivery_id)
        self._again(post)
