"""An acknowledgement that is known of in the moment in which it is given."""

import asyncio
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck


class PromptAck(AsyncAck):
    """Reports in the same moment that a request was acknowledged; Bolt by itself looks every ten milliseconds."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt gives it no annotations
        self.called: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        """As Bolt's own; the first call is the response to Slack."""
        response = await super().__call__(*args, **kwargs)
        if not self.called.done():
            self.called.set_result(response)
        return response
