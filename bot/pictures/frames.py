"""How pictures go to the process that draws them, and come back: a length of four bytes, and so many bytes."""

from struct import Struct

LENGTH = Struct(">I")


def framed(content: bytes) -> bytes:
    """`content` with its length before it."""
    return LENGTH.pack(len(content)) + content
