"""Answers over a `response_url` on a connection that is already open."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse


class KeptRespond:
    """Bolt's `respond`, using the session of the Web API client. Bolt on its own opens a session for each answer, and
    with it an encrypted connection, which takes longer than the answer.
    """

    def __init__(self, response_url: str | None, client: AsyncWebClient) -> None:
        self.response_url = response_url
        self._client = client

    async def __call__(self, **message: Any) -> WebhookResponse:
        """Send a message (`text`, `blocks` and so on). Returns Slack's answer. Raises ValueError if there is no
        `response_url`, and aiohttp's errors if Slack cannot be reached.
        """
        if self.response_url is None:
            raise ValueError("this request has no response_url")
        client = self._client
        webhook = AsyncWebhookClient(self.response_url, session=client.session, proxy=client.proxy, ssl=client.ssl)
        return await webhook.send(**message)
