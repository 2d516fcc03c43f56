"""Requests that Slack may deliver twice: each is let through once."""

from bot.services.context import Tools


class Requests:
    """Remembers what came in lately."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def is_new(self, workspace_id: str, key: str) -> bool:
        """Whether this request comes for the first time; from now on it does not."""
        async with self._tools.database.transaction(workspace_id) as memory:
            return await memory.seen.is_new(key, self._tools.clock())

    async def forget(self, workspace_id: str, key: str) -> None:
        """Let it come again: what it asked for failed."""
        async with self._tools.database.transaction(workspace_id) as memory:
            await memory.seen.forget(key)
