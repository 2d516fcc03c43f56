"""A workspace moves into an organisation: nothing is sent meanwhile, and its people keep their data."""

from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import log
from bot.services.background import Background
from bot.services.context import Context
from bot.services.installations.lifecycle import Lifecycle
from bot.services.people.identities import Identities
from bot.slack.codes import reason_of

PAUSE = timedelta(minutes=1)
NOT_NOW = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)

logger = log.get(__name__)


class IdExchange(Background):
    """Asks Slack which ids it exchanged, until it answers. What a stopped process had moved stays moved."""

    def __init__(self, context: Context, identities: Identities, lifecycle: Lifecycle) -> None:
        self._context = context
        self._identities = identities
        self._lifecycle = lifecycle
        super().__init__(context.clock, self.exchange_due, PAUSE, "ids_not_exchanged")

    async def started(self, workspace_id: str) -> None:
        """Send nothing until the move is over: Slack tells us, or we find out by asking."""
        await self._mark_due(workspace_id)
        await self._lifecycle.waits(workspace_id)

    async def finished(self, workspace_id: str) -> None:
        """Exchange the ids, and resume. If Slack does not give them now, ask every minute from now on."""
        await self._mark_due(workspace_id)
        await self._exchanged(workspace_id)
        await self._lifecycle.began(workspace_id)

    async def exchange_due(self) -> int:
        """Ask once for each workspace whose move is under way or was just noticed; returns how many are over."""
        async with self._context.database.reading_installations() as store:
            due = await store.exchange_due()
        return sum([await self._is_over(workspace_id, is_waiting) for workspace_id, is_waiting in due.items()])

    async def _is_over(self, workspace_id: str, is_waiting: bool) -> bool:
        is_over = await self._exchanged(workspace_id)
        if is_over and is_waiting:  # Slack's message that it is over did not reach us
            await self._lifecycle.began(workspace_id)
        elif is_over is None and not is_waiting:  # it did not move
            async with self._context.database.transaction(workspace_id) as transaction:
                await transaction.identities.mark(exchanged=None)  # if it ever moves, we ask again
        return bool(is_over)

    async def _exchanged(self, workspace_id: str) -> bool | None:
        """As `Identities.exchange`; False if Slack does not answer."""
        try:
            return await self._identities.exchange(workspace_id)
        except NOT_NOW as error:
            logger.warning("ids_not_exchanged", workspace=workspace_id, why=reason_of(error))
            return False

    async def _mark_due(self, workspace_id: str) -> None:
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.identities.mark(exchanged=False)
