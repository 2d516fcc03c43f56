"""Finds contradictions between settings that are each well-formed. The doctor reports them, with what to do."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from bot.settings import Settings


def contradictions(settings: Settings) -> Iterator[tuple[str, str]]:
    """Pairs of a setting's name and the contradiction; none if everything fits together."""
    url, signing = settings.public_url, settings.slack_signing_secret
    if url and not url.startswith("https://") and not _is_here(url):
        yield (
            "PUBLIC_URL",
            f"Slack and browsers only use https. Put TLS in front of the server, and set {_https(url)}.",
        )
    if url and url.startswith("https://") and not settings.trusted_proxies:
        yield (
            "TRUSTED_PROXIES",
            "This is 0, but something in front of the web server has to end TLS. Everybody who comes through it shares "
            "one rate limit: set how many proxies there are.",
        )
    if not settings.serves_many:
        return
    if settings.slack_bot_token is not None:
        yield "SLACK_BOT_TOKEN", "Not used with SLACK_CLIENT_ID. Remove it: one secret less to keep."
    if signing is not None and signing == settings.slack_client_secret:
        yield (
            "SLACK_SIGNING_SECRET",
            "This is the same as SLACK_CLIENT_SECRET. Both are under Basic Information, on separate lines.",
        )


def shared_port(settings: Settings) -> str:
    """What is wrong with METRICS_PORT where PORT is served as well, which a `worker` does not do; "" if nothing."""
    if not settings.port or settings.port != settings.metrics_port:
        return ""
    return "is the same as PORT. Choose another, or leave it out: METRICS_TOKEN opens /metrics on PORT."


def _is_here(url: str) -> bool:
    """Whether an address is this very machine, as when somebody tries the app out."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _https(url: str) -> str:
    return f"https://{urlsplit(url).hostname}"
