"""Checks where traces go, if tracing is set up."""

import aiohttp

from bot.doctor.finding import Finding
from bot.errors import SetupError
from bot.log import IN_ADDRESS
from bot.settings import Settings
from bot.tracing import headers_of, start_tracing, traces_url

ABOUT = "traces"
PATIENCE = aiohttp.ClientTimeout(total=5)


async def trace_findings(settings: Settings) -> list[Finding]:
    """Whether OpenTelemetry is installed and its collector accepts traces; nothing if tracing is off.

    Sends an empty batch: every collector accepts it, and it leaves nothing behind.
    """
    endpoint = settings.otel_exporter_otlp_endpoint
    if endpoint is None:
        return []
    try:
        start_tracing(endpoint).close()
    except SetupError as error:
        return [Finding(ABOUT, right=False, says=str(error))]
    secret = settings.otel_exporter_otlp_headers
    headers = {"Content-Type": "application/x-protobuf", **headers_of(secret.get_secret_value() if secret else "")}
    url = traces_url(endpoint)
    shown = IN_ADDRESS.sub("…", url)
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, trust_env=True) as session,
            session.post(url, data=b"", headers=headers) as response,
        ):
            status = response.status
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        says = f"{shown} does not answer ({type(error).__name__}), so traces are lost. Everything else works."
        return [Finding(ABOUT, right=False, says=says, stops=False)]
    if status >= 300:
        says = (
            f"{shown} answered {status}, so traces are lost. Everything else works. Check OTEL_EXPORTER_OTLP_HEADERS."
        )
        return [Finding(ABOUT, right=False, says=says, stops=False)]
    return [Finding(ABOUT, right=True, says=f"{shown} accepts them")]
