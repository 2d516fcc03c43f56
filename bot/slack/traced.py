"""Tells of each request to Slack to the traces, by the name of its method alone."""

from types import SimpleNamespace
from typing import Any

import aiohttp

from bot.tracing import Tracing


def traced_calls(tracing: Tracing) -> tuple[aiohttp.TraceConfig, ...]:
    """What a session needs so that each of its requests is a part of what is under way, as "slack chat.postMessage";
    nothing where there are no traces.

    aiohttp calls these in the task of the request, in this order, the last two instead of each other.
    """
    if not tracing.is_on:
        return ()
    config = aiohttp.TraceConfig()

    async def start(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams) -> None:
        context.part = tracing.part(f"slack {params.url.name}")
        context.span = context.part.__enter__()

    async def end(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
        context.span.mark(http_status=params.response.status)
        context.part.__exit__(None, None, None)

    async def fail(_session: Any, context: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams) -> None:
        context.span.fail(type(params.exception).__name__)
        context.part.__exit__(None, None, None)

    config.on_request_start.append(start)
    config.on_request_end.append(end)
    config.on_request_exception.append(fail)
    return (config,)
