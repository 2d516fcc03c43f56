"""The Web API over HTTP: authentication, scopes, rate limits, and faults made to order."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.localslack.api.arguments import read_arguments
from bot.localslack.api.methods import METHODS
from bot.localslack.api.methods.call import ApiCall, Method
from bot.localslack.api.oauth import ACCESS, OAuthServer
from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.errors import SlackError
from bot.localslack.state.faults import Fault
from bot.localslack.state.organisation import meant
from bot.localslack.state.state import State
from bot.localslack.state.traffic import Exchange
from bot.localslack.state.world import SlackWorkspace

OPEN_SOCKET = "apps.connections.open"
SECRETS = {"token", "client_secret", "code", "refresh_token", "access_token"}  # never kept in the traffic
ANYWHERE = {"team_id"}  # Bolt adds it to every call; only tokens of a whole organisation need it


class WebApi:
    """Answers `/api/{method}`. `open_socket` gives an app the URL of its next WebSocket."""

    def __init__(self, state: State, open_socket: Callable[[App], str], oauth: OAuthServer) -> None:
        self._state = state
        self._oauth = oauth
        self._open_socket = open_socket
        self.busy = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, with the fault ordered for it, if any."""
        name, started = request.match_info["method"], time.perf_counter()
        self.busy += 1
        try:
            try:
                args = await read_arguments(request)
            except ValueError:
                self._state.refuse(name, "The body is not valid JSON, although its content type says so.")
                return web.json_response({"ok": False, "error": "invalid_json"})
            fault = self._state.faults.take(name)
            answer, status, headers = await self._with_fault(name, args, fault)
            workspace = self._workspace(args)
            seconds = time.perf_counter() - started
            shown, answered = (
                {key: value for key, value in fields.items() if key not in SECRETS} for fields in (args, answer)
            )
            exchange = Exchange(
                self._state.now(), "to_slack", workspace, name, shown, response=answered, status=status, seconds=seconds
            )
            self._state.traffic.add(exchange)
            if fault and fault.kind in ("reset", "cut"):
                return _cut(request)
            return web.json_response(answer, status=status, headers=headers)
        finally:
            self.busy -= 1
            self._state.changes.ring("request")

    async def _with_fault(
        self, name: str, args: dict[str, Any], fault: Fault | None
    ) -> tuple[dict[str, Any], int, dict[str, str]]:
        if fault and fault.kind == "error":
            return {"ok": False, "error": fault.error}, 200, {}
        if fault and fault.kind == "http":
            return {}, fault.status, {}
        if fault and fault.kind == "reset":
            return {"cut": "before"}, 0, {}
        if fault and fault.kind == "stall" and not fault.after:
            await asyncio.sleep(fault.seconds)
        answer = self._answer(name, args)
        if fault and fault.kind == "stall" and fault.after:
            await asyncio.sleep(fault.seconds)
        return answer

    def _answer(self, name: str, args: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        try:
            if name == "api.test":
                return {"ok": True, "args": {key: value for key, value in args.items() if key != "token"}}, 200, {}
            if name == OPEN_SOCKET:
                return {"ok": True, "url": self._open_socket(self._app(args))}, 200, {}
            if name == ACCESS:
                return self._oauth.access(args), 200, {}
            method = METHODS.get(name)
            if method is None:
                self._state.refuse(name, f"The local Slack does not support the method {name}.")
                raise SlackError("unknown_method", req_method=name)
            return self._run(name, method, self._installation(name, args), args)
        except SlackError as error:
            return {"ok": False, "error": error.code, **error.details}, 200, {}

    def _run(
        self, name: str, method: Method, installation: AppInstallation, args: dict[str, Any]
    ) -> tuple[dict[str, Any], int, dict[str, str]]:
        call = self._call(installation, args)
        headers = {"x-oauth-scopes": ",".join(installation.scopes)}
        call.allowed(*method.scopes)
        app_id, where = installation.app.id, call.workspace.id
        if wait := self._state.meter.spend(app_id, where, name, method.tier, call.text("channel")):
            return {"ok": False, "error": "ratelimited"}, 429, headers | {"Retry-After": str(wait)}
        if missing := [need for need in method.required if args.get(need) in (None, "")]:
            words = [f"[ERROR] missing required field: {need}" for need in missing]
            raise SlackError("invalid_arguments", response_metadata={"messages": words})
        for extra in sorted(set(call.args) - {*method.required, *method.optional} - ANYWHERE):
            self._state.refuse(name, f"The local Slack does not support the argument {extra} of {name}.")
        return {"ok": True, **method.run(call)}, 200, headers

    def _call(self, installation: AppInstallation, args: dict[str, Any]) -> ApiCall:
        workspace = self._state.workspaces[installation.workspace]
        rest = {
            key: value if key == "users" else _current(workspace, value)
            for key, value in args.items()
            if key != "token"
        }
        return ApiCall(self._state, installation, workspace, rest)

    def _installation(self, name: str, args: dict[str, Any]) -> AppInstallation:
        token = str(args.get("token") or "")
        if not token:
            raise SlackError("not_authed")
        rotating = self._oauth.bearer(token)
        known = rotating.bot_token if rotating else token
        app_installations = [
            installation for installation in self._state.installations if installation.bot_token == known
        ]
        if app_installations:
            app_installation = (
                meant(self._state, app_installations, name, args) if app_installations[0].org else app_installations[0]
            )
            if app_installation.dead:
                raise SlackError(app_installation.dead)
            return app_installation
        if token.startswith("xapp-") and self._app(args):
            raise SlackError("not_allowed_token_type")
        raise SlackError("invalid_auth")

    def _app(self, args: dict[str, Any]) -> App:
        token = str(args.get("token") or "")
        if not token:
            raise SlackError("not_authed")
        for app in self._state.apps.values():
            if app.app_token == token:
                if "connections:write" not in app.app_token_scopes:
                    provided = ",".join(app.app_token_scopes)
                    raise SlackError("missing_scope", needed="connections:write", provided=provided)
                return app
        known = any(installation.bot_token == token for installation in self._state.installations)
        raise SlackError("not_allowed_token_type" if known else "invalid_auth")

    def _workspace(self, args: dict[str, Any]) -> str:
        token = str(args.get("token") or "")
        own = (installation.workspace for installation in self._state.installations if installation.bot_token == token)
        return next(own, self._oauth.workspace_of(token))


def _current(workspace: SlackWorkspace, value: Any) -> Any:
    """An argument, with the current id in place of a former one."""
    return workspace.former_ids.get(value, value) if isinstance(value, str) else value


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection, so that the client sees no answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
