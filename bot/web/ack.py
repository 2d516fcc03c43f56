"""An acknowledgement that reports itself the moment it is given."""

import asyncio
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck


class PromptAck(AsyncAck):
    """Reports at once that a request was acknowledged; Bolt on its own checks every ten milliseconds."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt gives it no annotations
        self.called: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        """Acknowledge as Bolt does; the first call is the response to Slack."""
        response = await super().__call__(*args, **kwargs)
        if not self.called.done():
            self.called.set_result(response)
        return response
