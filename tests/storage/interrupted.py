"""A connection in whose transaction something happens after one statement, as if another process did it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection


class Interrupted:
    """After the first statement that contains `after`, `meanwhile` happens; everything else is the connection's."""

    def __init__(self, connection: AsyncConnection, after: str, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._connection = connection
        self._after = after
        self._meanwhile: Callable[[], Awaitable[object]] | None = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def execute(self, statement: Any, *values: Any) -> Any:
        """Do as the connection does, then let `meanwhile` happen."""
        result = await self._connection.execute(statement, *values)
        if self._meanwhile is not None and self._after in str(statement):
            meanwhile, self._meanwhile = self._meanwhile, None
            await meanwhile()
        return result
