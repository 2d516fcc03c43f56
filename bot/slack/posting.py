"""Calls a method of the Web API with a JSON body, over the workspace's own session, and does nothing else.

The SDK's client takes three times as long for the same call (`make bench`): it looks through the arguments, prepares
retries, and wraps the answer. A message that we send by ourselves needs none of that. Whatever is no clear yes raises.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.fence import Fence, FencedBody


async def post_json(client: AsyncWebClient, method: str, body: Mapping[str, Any], fence: Fence) -> dict[str, Any]:
    """What Slack answered, where it said yes.

    Raises SlackApiError where it said no or answered no JSON, and what aiohttp raises where no whole answer arrived, or
    where `fence` stopped the request.
    """
    assert client.session is not None
    url, request = f"{client.base_url}{method}", FencedBody(orjson.dumps(body), fence)
    headers = {"Authorization": f"Bearer {client.token}"}
    async with client.session.post(
        url, data=request, headers=headers, proxy=client.proxy, ssl=client.ssl or True
    ) as response:
        answer = await response.read()
        try:
            facts = orjson.loads(answer)
        except ValueError:
            facts = None
        if isinstance(facts, dict) and facts.get("ok") and response.status == 200:
            return facts
        raise _refusal(client, url, facts, response.status, response.headers)


def _refusal(client: AsyncWebClient, url: str, facts: Any, status: int, headers: Mapping[str, str]) -> SlackApiError:
    response = AsyncSlackResponse(
        client=client, http_verb="POST", api_url=url, req_args={}, data=facts, headers=dict(headers), status_code=status
    )
    return SlackApiError("Slack said no.", response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
