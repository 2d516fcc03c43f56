"""Answers over a `response_url` on a connection that is open already."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse


class KeptRespond:
    """Bolt's `respond`, by the session of the Web API's client. By itself Bolt opens a session for each answer, and
    with it a connection and its encryption, which take longer than the answer.
    """

    def __init__(self, response_url: str | None, client: AsyncWebClient) -> None:
        self.response_url = response_url
        self._client = client

    async def __call__(self, **message: Any) -> WebhookResponse:
        """What Slack says to a message (`text`, `blocks` and so on). Raises ValueError where there is no
        `response_url`, and what aiohttp raises where Slack is not reached.
        """
        if self.response_url is None:
            raise ValueError("this request has no response_url")
        client = self._client
        webhook = AsyncWebhookClient(self.response_url, session=client.session, proxy=client.proxy, ssl=client.ssl)
        return await webhook.send(**message)
