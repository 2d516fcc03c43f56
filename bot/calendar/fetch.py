"""Fetches a calendar: https, public addresses alone, the address that was checked is the one connected to, bounded."""

import asyncio
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.calendar.addresses import SECURE, checked_address, is_number, is_public

MOST_BYTES = 1_000_000
SECONDS = 10.0
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}


class Trouble(StrEnum):
    """Why a calendar could not be read."""

    ADDRESS = "address"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BIG = "big"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class Unfetchable(Exception):
    """A calendar that could not be fetched, and why."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(str(why))
        self.why = why


class _Private(OSError):
    """A name that leads to an address of ours, or of somebody's own network."""


class GuardedResolver(AbstractResolver):
    """Looks names up and gives only names all of whose addresses may be connected to.

    The connection goes to what is given here and the name is not looked up again, so a second answer of the name's
    server (DNS rebinding) comes to nothing.
    """

    def __init__(self, inner: AbstractResolver, allowed: Callable[[str], bool]) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError where one of them may not be connected to."""
        found = await self._inner.resolve(host, port, family)
        if not all(self._allowed(each["host"]) for each in found):
            raise _Private(f"{host} leads to an address that is not public")
        return found

    async def close(self) -> None:
        """Nothing of its own."""
        await self._inner.close()


class Fetcher:
    """Gets what stands at an address; a new connection each time, no cookies, no proxy, no memory."""

    def __init__(
        self,
        *,
        resolver: Callable[[], AbstractResolver] = ThreadedResolver,
        allowed: Callable[[str], bool] = is_public,
        schemes: Iterable[str] = SECURE,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """The defaults are the rules; tests give others, to reach a server on their own machine."""
        self._resolver = resolver
        self._allowed = allowed
        self._schemes = frozenset(schemes)
        self._seconds = seconds
        self._most_bytes = most_bytes

    async def fetch(self, address: str) -> bytes:
        """The bytes at `address`, at most a megabyte. Raises Unfetchable."""
        try:
            async with asyncio.timeout(self._seconds), self._session() as session:
                return await self._follow(session, address)
        except TimeoutError:
            raise Unfetchable(Trouble.SLOW) from None
        except aiohttp.ClientConnectorDNSError as error:
            why = Trouble.PRIVATE if isinstance(error.os_error, _Private) else Trouble.UNREACHABLE
            raise Unfetchable(why) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise Unfetchable(Trouble.UNREACHABLE) from None

    def _session(self) -> aiohttp.ClientSession:
        guarded = GuardedResolver(self._resolver(), self._allowed)
        connector = aiohttp.TCPConnector(resolver=guarded, use_dns_cache=False, limit=1, force_close=True)
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # a small answer must not become a large one
            headers={"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "second-chair"},
        )

    async def _follow(self, session: aiohttp.ClientSession, address: str) -> bytes:
        """Follow redirects that stay on the host, each checked as the first address was."""
        start = urlsplit(address)
        for _ in range(MOST_REDIRECTS + 1):
            checked = checked_address(address, self._schemes)
            if checked is None:
                raise Unfetchable(Trouble.ADDRESS)
            host = urlsplit(checked).hostname or ""
            if is_number(host) and not self._allowed(host):  # a number is connected to without being looked up
                raise Unfetchable(Trouble.PRIVATE)
            async with session.get(checked, allow_redirects=False) as answer:
                if answer.status not in REDIRECTS:
                    return await self._body(answer)
                address = urljoin(checked, answer.headers.get("Location", ""))
            there = urlsplit(address)
            if (there.scheme, there.netloc.lower()) != (start.scheme, start.netloc.lower()):
                raise Unfetchable(Trouble.REDIRECTED)
        raise Unfetchable(Trouble.REDIRECTED)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        if answer.status != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Unfetchable(Trouble.REFUSED)
        with suppress(ValueError):
            if int(answer.headers.get("Content-Length", "0")) > self._most_bytes:
                raise Unfetchable(Trouble.BIG)
        found = bytearray()
        async for piece in answer.content.iter_chunked(16_384):
            found += piece
            if len(found) > self._most_bytes:
                raise Unfetchable(Trouble.BIG)
        return bytes(found)
