"""Lets each request through once, since Slack may deliver it twice."""

from bot.services.context import Context
from bot.storage.stores.processed_requests import Begun

__all__ = ["Begun", "Requests"]


class Requests:
    """The requests that came in lately."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def is_new(self, workspace_id: str, key: str) -> bool:
        """Whether this request is new; afterwards it is known."""
        async with self._context.database.transaction(workspace_id) as transaction:
            return await transaction.processed_requests.is_new(key, self._context.clock())

    async def begin(self, workspace_id: str, key: str) -> Begun:
        """Claim the decision about a submitted form, which may be delivered to several processes. Returns who
        decides.
        """
        async with self._context.database.transaction(workspace_id) as transaction:
            return await transaction.processed_requests.begin(key, self._context.clock())

    async def done(self, workspace_id: str, key: str) -> None:
        """Record that the form is saved."""
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.processed_requests.done(key)

    async def forget(self, workspace_id: str, key: str) -> None:
        """Forget a request that failed, so that it can be repeated."""
        async with self._context.database.transaction(workspace_id) as transaction:
            await transaction.processed_requests.forget(key)
