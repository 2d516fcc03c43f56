"""How pictures travel to the process that draws them, and back: a length in four bytes, then that many bytes."""

from struct import Struct

LENGTH = Struct(">I")


def framed(content: bytes) -> bytes:
    """`content`, preceded by its length."""
    return LENGTH.pack(len(content)) + content
