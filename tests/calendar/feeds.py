"""Feeds as they come over the wire, for the tests of reading them."""

from collections.abc import AsyncIterator


async def pieces_of(feed: bytes) -> AsyncIterator[bytes]:
    """The feed in pieces of ten thousand bytes."""
    for begin in range(0, len(feed), 10_000):
        yield feed[begin : begin + 10_000]
