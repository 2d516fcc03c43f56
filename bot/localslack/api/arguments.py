"""Reads the arguments of a Web API call: SDKs send them as query, form or JSON, by method, so all are merged."""

import json
from typing import Any

from aiohttp import web

AS_JSON = ("blocks", "view", "metadata", "attachments")


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """All arguments, including `token` from the header or the body; JSON inside a form is parsed.

    Raises ValueError when JSON is broken.
    """
    args: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise ValueError("The body must be an object.")
        args |= body
    elif request.method == "POST":
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in AS_JSON:
        if isinstance(args.get(name), str) and args[name]:
            args[name] = json.loads(args[name])
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        args["token"] = header.removeprefix("Bearer ").strip()
    return {name: value for name, value in args.items() if value is not None}
