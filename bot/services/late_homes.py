"""Home tabs that Slack did not accept, redrawn once it does."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError

from bot import log
from bot.blocks.block_kit import View
from bot.domain.people.people import Who
from bot.slack.outcomes import Wait, outcome_of
from bot.slack.remover import NotDone

logger = log.get(__name__)
MOST = 10_000  # people who wait in one process; the others see it when they next open it
APART = 1.0  # seconds between two Home tabs of a workspace: Slack takes a hundred a minute, and others open theirs

Pause = Callable[[float], Awaitable[object]]


class LateHomes:
    """The people of each workspace who still see an old Home tab, in the order in which Slack refused theirs.

    In memory only: if the process ends, people see the current tab when they next open it.
    """

    def __init__(
        self,
        draw: Callable[[Who], Awaitable[View]],
        publish: Callable[[Who, View], Awaitable[None]],
        pause: Pause = asyncio.sleep,
    ) -> None:
        """`draw` makes a Home tab as things stand, and `publish` shows it or raises NotDone."""
        self._draw = draw
        self._publish = publish
        self._pause = pause
        self._waiting: dict[str, dict[Who, None]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def refused(self, who: Who, error: Exception) -> None:
        """Redraw somebody's Home tab later if `error` says that Slack gets too many; each person waits once at most."""
        outcome = outcome_of(error) if isinstance(error, SlackApiError) else None
        if not isinstance(outcome, Wait):
            return
        if sum(map(len, self._waiting.values())) >= MOST:
            logger.warning("home_not_drawn_later", workspace=who.workspace_id)
            return
        self._waiting.setdefault(who.workspace_id, {})[who] = None
        if who.workspace_id not in self._tasks:
            drawing = self._draw_all(who.workspace_id, outcome.seconds)
            self._tasks[who.workspace_id] = asyncio.create_task(drawing)

    async def stop(self) -> None:
        """Cancel what waits and what is under way."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _draw_all(self, workspace_id: str, seconds: float) -> None:
        people = self._waiting[workspace_id]
        try:
            while people:
                await self._pause(seconds)
                who = next(iter(people))
                del people[who]  # before it is drawn, so that one that is refused meanwhile waits again
                seconds = await self._drawn(who) or APART
        finally:
            del self._waiting[workspace_id], self._tasks[workspace_id]

    async def _drawn(self, who: Who) -> float | None:
        """Show it. Returns the seconds to wait if Slack still refuses, in which case this person waits again."""
        try:
            await self._publish(who, await self._draw(who))
        except NotDone as trouble:
            if trouble.wait is not None:
                self._waiting[who.workspace_id].setdefault(who)
            return trouble.wait
        except Exception as error:  # noqa: BLE001 - the others wait, and this person's next opening shows it
            logger.warning("home_not_drawn_later", workspace=who.workspace_id, why=type(error).__name__)
        return None
