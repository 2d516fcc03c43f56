"""The resolver that wraps another: what it asks that one, what it refuses, and that it closes it."""

import socket

import pytest
from aiohttp.abc import ResolveResult

from bot.calendar.addresses import is_public
from bot.calendar.fetch import GuardedResolver
from tests.calendar.feeds import Names


async def test_whoever_resolves_a_name_hears_what_is_asked_and_is_closed() -> None:
    asked: list[object] = []

    class Resolver(Names):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            asked.append((host, port, family))
            return await super().resolve(host, port, family)

        async def close(self) -> None:
            asked.append("closed")

    guarded = GuardedResolver(Resolver(["8.8.8.8"], ["8.8.8.8", "127.0.0.1"]), is_public)
    (answer,) = await guarded.resolve("calendar.example", 443, socket.AF_INET6)
    assert answer["host"] == "8.8.8.8"
    with pytest.raises(OSError, match="resolves to an address that is not public"):
        await guarded.resolve("calendar.example")
    await guarded.close()
    assert asked == [
        ("calendar.example", 443, socket.AF_INET6), ("calendar.example", 0, socket.AF_UNSPEC), "closed"
    ]  # fmt: skip
