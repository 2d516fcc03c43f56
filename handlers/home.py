"""The Home tab, shown anew: when it is opened, and after every button pressed in it."""

from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.blocks.block_kit import Block
from bot.blocks.home import home as looks
from bot.blocks.notices import notice_modal
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who

logger = log.get(__name__)


async def refresh(client: AsyncWebClient, body: Body, services: Services, library: Library) -> None:
    """Show the Home tab of whoever sent `body` as things stand now. Where Slack refuses, the next opening shows it."""
    person = who(body)
    facts = await services.home.facts(person)
    try:
        await client.views_publish(user_id=person.user_id, view=looks.home(library, facts))
    except SlackApiError as error:
        logger.warning("home_not_shown", error=error.response.get("error"))


def is_home(body: Body) -> bool:
    """Whether a button was pressed in the Home tab, or in a modal that was opened from there (`parse.place`)."""
    view = body.get("view") or {}
    if body.get("type") == "view_submission":
        return '"home": true' in (view.get("private_metadata") or "")
    return body.get("type") == "block_actions" and view.get("type") == "home"


class HomeReply:
    """Stands in for Bolt's `respond` in the Home tab, where Slack gives no `response_url`: answers in a small modal."""

    def __init__(self, args: AsyncArgs, library: Library) -> None:
        self._args = args
        self._library = library

    async def __call__(self, text: str = "", *, blocks: list[Block] | None = None, **_: Any) -> None:
        """Show `blocks`, or `text` where there are none."""
        view = notice_modal(self._library, text)
        view |= {"blocks": blocks} if blocks else {}
        await self._args.client.views_open(trigger_id=self._args.body["trigger_id"], view=view)
