"""`response_url`: an app may answer an action five times within half an hour, even where it is not a member.

Source: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import json
from dataclasses import KW_ONLY, dataclass
from typing import Any

from aiohttp import web

from bot.localslack.api.methods.call import refused, unready
from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.errors import SlackError
from bot.localslack.state.ids import secret
from bot.localslack.state.state import State
from bot.localslack.state.traffic import Exchange
from bot.localslack.state.world import PostedMessage, SlackWorkspace
from bot.localslack.validate import validate

LIFE, USES = 1800.0, 5
KNOWN = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "metadata", "mrkdwn"}


@dataclass(slots=True)
class Grant:
    """The person, the channel and the original message, if any, that one `response_url` answers to."""

    installation: AppInstallation
    channel: str
    user: str
    issued: float
    original: str = ""
    _: KW_ONLY
    uses: int = 0


class ResponseUrls:
    """Issues response URLs and serves them."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._grants: dict[str, Grant] = {}

    def issue(self, installation: AppInstallation, channel: str, user: str, original: str = "") -> str:
        """A new URL; `original` is the `ts` of the message that it belongs to."""
        key = secret("r")
        self._grants[key] = Grant(installation, channel, user, self._state.monotonic(), original)
        return f"{self._state.origin}/response/{installation.workspace}/{key}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take one answer of the app."""
        grant = self._grants.get(request.match_info["key"])
        try:
            body = json.loads(await request.text())
            if not isinstance(body, dict):
                raise ValueError
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        if grant is None:
            return web.Response(status=404, text="invalid_url")
        answer = self._use(grant, body)
        status = {"expired_url": 404, "used_url": 404, "ok": 200}.get(answer, 400 if answer else 200)
        now, where = self._state.now(), grant.installation.workspace
        exchange = Exchange(
            now, "to_slack", where, "response_url", body, response={"answer": answer}, status=status, seconds=0.0
        )
        self._state.traffic.add(exchange)
        return web.Response(status=status, text=answer)

    def answer(self, installation: AppInstallation, channel: str, user: str, body: dict[str, Any]) -> None:
        """Take an answer that an app sent in its acknowledgement, which counts as a use of the URL. Raises
        SlackError.
        """
        self._apply(Grant(installation, channel, user, self._state.monotonic()), body)

    def _use(self, grant: Grant, body: dict[str, Any]) -> str:
        if self._state.monotonic() - grant.issued > LIFE:
            return "expired_url"
        if grant.uses >= USES:
            return "used_url"
        grant.uses += 1
        try:
            self._apply(grant, body)
        except SlackError as error:
            return json.dumps({"ok": False, "error": error.code, **error.details})
        return "ok"

    def _apply(self, grant: Grant, body: dict[str, Any]) -> None:
        state, workspace = self._state, self._state.workspaces[grant.installation.workspace]
        for name in sorted(set(body) - KNOWN):
            state.refuse("response_url", f"The local Slack does not support {name} in a response.")
        original = self._original(workspace, grant)
        if body.get("delete_original") and original:
            state.remove(workspace, original)
            return
        content = self._content(body)
        if body.get("replace_original") and original:
            state.edit(workspace, original, **content)
            return
        kind = body.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            raise SlackError("invalid_response_type")
        bot, installation = workspace.users[grant.installation.bot_user], grant.installation
        author = {"bot_id": installation.bot_id, "app_id": installation.app.id}
        to = grant.user if kind == "ephemeral" else ""
        state.post(workspace, workspace.channels[grant.channel], bot, ephemeral_to=to, **author, **content)

    def _original(self, workspace: SlackWorkspace, grant: Grant) -> PostedMessage | None:
        posted_message = workspace.messages[grant.channel].get(grant.original)
        originals = (
            ephemeral
            for ephemeral in workspace.ephemerals
            if (ephemeral.ts, ephemeral.ephemeral_to) == (grant.original, grant.user)
        )
        return posted_message or next(originals, None)

    def _content(self, body: dict[str, Any]) -> dict[str, Any]:
        text, blocks = str(body.get("text") or ""), body.get("blocks") or []
        if not text and not blocks:
            raise SlackError("no_text")
        if problems := validate(blocks, "message") or unready(self._state, blocks):
            raise refused("invalid_blocks", problems)
        return {"text": text, "blocks": blocks}
