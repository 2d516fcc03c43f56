"""Requests that Slack may deliver twice: each is let through once."""

from bot.services.context import Context
from bot.storage.stores.processed_requests import Begun

__all__ = ["Begun", "Requests"]


class Requests:
    """Remembers what came in lately."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def is_new(self, workspace_id: str, key: str) -> bool:
        """Whether this request comes for the first time; from now on it does not."""
        async with self._context.database.transaction(workspace_id) as transaction:
            return await transaction.processed_requests.is_new(key, self._context.clock())

    async def begin(self, workspace_id: str, key: str) -> Begun:
        """Whether whoever asks decides about a submitted form, whoever else may be sent the same."""
        async with self._context.database.transaction(workspace_id) as transaction:
            return await transaction.processed_requests.begin(key, self._context.clock())

    async def done(self, workspace_id: str, key: str) -> None:
        """The form is saved."""
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.processed_requests.done(key)

    async def forget(self, workspace_id: str, key: str) -> None:
        """Let it come again: what it asked for failed."""
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.processed_requests.forget(key)
