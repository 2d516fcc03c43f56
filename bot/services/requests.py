"""Lets each request through only once, since Slack may deliver it twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import UndecidedError
from bot.services.context import Context
from bot.storage.base import committed
from bot.storage.stores.processed_requests import Begun
from bot.storage.transaction import Transaction

__all__ = ["Begun", "NotBegunError", "Requests", "committed"]


class NotBegunError(ConnectionError):
    """The database was lost before anything was done, but a request may be recorded as begun."""


class Requests:
    """The requests that came in recently."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def is_new(self, workspace_id: str, key: str) -> bool:
        """Whether this request is new; from then on it is known.

        Raises NotBegunError if the database was lost meanwhile: it may be known, but nothing was done.
        """
        async with self._noting(workspace_id) as transaction:
            return await transaction.processed_requests.is_new(key, self._context.clock())

    async def begin(self, workspace_id: str, key: str) -> Begun:
        """Claim the decision on a submitted form, which may be delivered to several processes. Returns who decides.

        Raises NotBegunError if the database was lost meanwhile: it may be claimed, but nothing was done.
        """
        async with self._noting(workspace_id) as transaction:
            return await transaction.processed_requests.begin(key, self._context.clock())

    async def done(self, workspace_id: str, key: str) -> None:
        """Record that a form that saved nothing is decided; one that saves something records it in that transaction."""
        async with self._context.database.transaction(workspace_id, aside=True) as transaction:
            await transaction.processed_requests.done(key)

    async def leave(self, workspace_id: str, key: str) -> None:
        """Let a failed form be sent again, unless it was saved: a commit can succeed although its answer was lost."""
        async with self._context.database.transaction(workspace_id, aside=True) as transaction:
            await transaction.processed_requests.leave(key)

    async def forget(self, workspace_id: str, key: str) -> None:
        """Forget a request that failed, so that it can be repeated."""
        async with self._context.database.transaction(workspace_id, aside=True) as transaction:
            await transaction.processed_requests.forget(key)

    @asynccontextmanager
    async def _noting(self, workspace_id: str) -> AsyncIterator[Transaction]:
        try:
            async with self._context.database.transaction(workspace_id, aside=True) as transaction:
                yield transaction
        except UndecidedError as error:
            raise NotBegunError from error
