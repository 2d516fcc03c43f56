"""The bytes of files: accepted where the app asked for an upload URL, and given to a token that may read them."""

from aiohttp import web

from bot.localslack.state.state import State


class Uploads:
    """The two addresses of a file, which are not Web API methods."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def uploaded(self, request: web.Request) -> web.Response:
        """Take the bytes of a file whose upload URL was requested."""
        file = self._state.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        file.content = await request.read()
        return web.Response(text="OK")

    async def downloaded(self, request: web.Request) -> web.Response:
        """Give the bytes to a bot that may read files; to anybody else a log-in page, as Slack does."""
        file = self._state.files.get(request.match_info["file"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        readers = (there for there in self._state.installations if "files:read" in there.scopes)
        if not any(installation.bot_token == token for installation in readers):
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        if file is None or file.content is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")
