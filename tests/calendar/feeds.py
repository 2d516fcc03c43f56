"""Feeds as they come over the wire, for the tests that read them."""

import socket
from collections.abc import AsyncIterator

from aiohttp.abc import AbstractResolver, ResolveResult

HERE = "127.0.0.1"


async def pieces_of(feed: bytes) -> AsyncIterator[bytes]:
    """The feed in pieces of ten thousand bytes."""
    for begin in range(0, len(feed), 10_000):
        yield feed[begin : begin + 10_000]


class Names(AbstractResolver):
    """A name server of our own: each look-up of a name gets its next answer, and the last one from then on."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - every resolver gets it
    ) -> list[ResolveResult]:
        self.asked.append(host)
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=each, port=port, family=socket.AF_INET, proto=0, flags=0)
            for each in found
        ]

    async def close(self) -> None:
        """Nothing to do."""
