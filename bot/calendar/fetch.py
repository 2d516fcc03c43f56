"""Fetches a calendar: over https, from public addresses only, with limits. It connects to exactly the address that it
checked.
"""

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.calendar.addresses import SECURE, checked_address, is_public

MOST_BYTES = 10_000_000
PIECE = 65_536  # bytes in memory at a time
SECONDS = 30.0
MOST_REDIRECTS = 3
REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429}  # as with 5xx, a later try may work
AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


class Trouble(StrEnum):
    """Why a calendar could not be read."""

    ADDRESS = "address"
    PRIVATE = "private"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    COSTLY = "costly"
    BIG = "big"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    UNREADABLE = "unreadable"


class Unfetchable(Exception):
    """A calendar could not be fetched, for the reason `why`."""

    def __init__(self, why: Trouble) -> None:  # also the text of the error
        self.why = why


class _Private(OSError):
    """A host that leads to one of our own addresses, or into a private network."""


class GuardedResolver(AbstractResolver):
    """Resolves names, and refuses those with any forbidden address.

    The connection uses the addresses returned here, and the name is not looked up again, so a second, different answer
    from its name server (DNS rebinding) has no effect.
    """

    def __init__(self, inner: AbstractResolver, allowed: Callable[[str], bool]) -> None:
        self._inner = inner
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises OSError if we may not connect to one of them."""
        answers = await self._inner.resolve(host, port, family)
        if not all(self._allowed(address["host"]) for address in answers):
            raise _Private(f"{host} resolves to an address that is not public")
        return answers

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


class GuardedSockets:
    """Makes the socket of every connection, and refuses forbidden addresses.

    The last check, on the number itself: a host written as a number never goes through the resolver.
    """

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self._allowed = allowed

    def __call__(self, info: AddressInfo) -> socket.socket:
        """A socket for `info`, not yet connected. Raises OSError if it would lead inside."""
        family, kind, protocol, _, (host, *_) = info
        if not self._allowed(host):
            raise _Private(f"{host} is not public")
        return socket.socket(family, kind, protocol)


def guarded_connector(resolver: AbstractResolver, allowed: Callable[[str], bool]) -> aiohttp.TCPConnector:
    """Makes a new connection for each request, to allowed addresses only."""
    return aiohttp.TCPConnector(
        resolver=GuardedResolver(resolver, allowed),
        socket_factory=GuardedSockets(allowed),
        use_dns_cache=False,
        force_close=True,
    )


class Fetcher:
    """Downloads from an address, each time on a new connection, without cookies, proxy or cache."""

    def __init__(
        self,
        *,
        resolver: Callable[[], AbstractResolver] = ThreadedResolver,
        allowed: Callable[[str], bool] = is_public,
        schemes: Iterable[str] = SECURE,
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """The defaults are the rules; tests pass others, to reach a server on their own machine."""
        self._resolver = resolver
        self._allowed = allowed
        self._schemes = frozenset(schemes)
        self._seconds = seconds
        self._most_bytes = most_bytes

    async def fetch(self, address: str) -> AsyncGenerator[bytes, None]:
        """The content at `address`, piece by piece, ten megabytes at most; only one piece is in memory at a time.

        Raises Unfetchable, even between two pieces.
        """
        try:
            async with self._session() as session, self._followed(session, address) as answer:
                async for piece in self._body(answer):
                    yield piece
        except TimeoutError:
            raise Unfetchable(Trouble.SLOW) from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unfetchable(Trouble.CERTIFICATE) from None
        except aiohttp.ClientConnectorError as error:
            is_private = isinstance(error.os_error, _Private)
            raise Unfetchable(Trouble.PRIVATE if is_private else Trouble.UNREACHABLE) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise Unfetchable(Trouble.UNREACHABLE) from None

    def _session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=guarded_connector(self._resolver(), self._allowed),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "second-chair"},
        )

    @asynccontextmanager
    async def _followed(
        self, session: aiohttp.ClientSession, address: str
    ) -> AsyncGenerator[aiohttp.ClientResponse, None]:
        """The response after redirects, which must stay on the host and are checked like the first address."""
        loop = asyncio.get_running_loop()
        until, origin = loop.time() + self._seconds, None
        for _ in range(MOST_REDIRECTS + 1):
            checked = checked_address(address, self._schemes)
            if checked is None:
                raise Unfetchable(Trouble.ADDRESS if origin is None else Trouble.REDIRECTED)
            url = URL(checked)
            origin = origin or url.origin()
            if url.origin() != origin:
                raise Unfetchable(Trouble.REDIRECTED)
            left = aiohttp.ClientTimeout(total=max(until - loop.time(), 0.001))
            async with session.get(url, allow_redirects=False, timeout=left) as answer:
                if answer.status not in REDIRECTS:
                    yield answer
                    return
                address = str(url.join(URL(answer.headers.get("Location", ""))))
        raise Unfetchable(Trouble.REDIRECTED)

    async def _body(self, answer: aiohttp.ClientResponse) -> AsyncGenerator[bytes, None]:
        if answer.status >= 500 or answer.status in PASSING:
            raise Unfetchable(Trouble.UNREACHABLE)
        if answer.status != 200 or answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Unfetchable(Trouble.REFUSED)
        with suppress(ValueError):
            if int(answer.headers.get("Content-Length", "0")) > self._most_bytes:
                raise Unfetchable(Trouble.BIG)
        length = 0
        async for piece in answer.content.iter_chunked(PIECE):
            length += len(piece)
            if length > self._most_bytes:
                raise Unfetchable(Trouble.BIG)
            yield piece
