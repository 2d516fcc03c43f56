"""Posts an event, over https and to public addresses only."""

import html
from collections.abc import Callable, Iterable

import aiohttp
from aiohttp.resolver import ThreadedResolver

from bot.calendar import addresses
from bot.calendar.fetch import guarded_connector

SECONDS = 15.0
host_of = addresses.host_of


def checked_address(text: str) -> str | None:
    """An address to which events can go, or None if the text cannot be one: https, a public name, no port of its
    own.

    Slack sends what was typed as a link, with & as an entity.
    """
    address = addresses.checked_address(html.unescape(text.strip().strip("<>").partition("|")[0]))
    host = addresses.host_of(address) if address else ""
    return None if addresses.is_number(host) and not addresses.is_public(host) else address


class HttpSender:
    """Each event on a connection of its own, without redirects, cookies or proxy."""

    def __init__(
        self,
        *,
        allowed: Callable[[str], bool] = addresses.is_public,
        schemes: Iterable[str] = addresses.SECURE,
    ) -> None:
        """The defaults are the rules; tests pass others, to reach a server on their own machine."""
        self._allowed = allowed
        self._schemes = frozenset(schemes)
        self._timeout = aiohttp.ClientTimeout(total=SECONDS)

    async def post(self, address: str, body: str, headers: dict[str, str]) -> str:
        """Post an event. Returns "" if the receiver took it, "gone" if it wants no more (410), else why it failed in a
        word or two.
        """
        if addresses.checked_address(address, self._schemes) is None:
            return "address"
        kind = {"Content-Type": "application/json", "User-Agent": "second-chair"}
        connector = guarded_connector(ThreadedResolver(), self._allowed)
        try:
            async with aiohttp.ClientSession(connector=connector, timeout=self._timeout) as session:
                data = body.encode()
                async with session.post(address, data=data, headers=kind | headers, allow_redirects=False) as answer:
                    return _trouble(answer.status)
        except TimeoutError:
            return "no answer in time"
        except (aiohttp.ClientError, OSError, ValueError):
            return "unreachable"


def _trouble(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return "gone" if status == 410 else f"status {status}"
