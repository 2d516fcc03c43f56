"""Restores the lines of a feed, whatever its line endings, folding and encoding."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 65_536  # bytes read at a time
FOLDED = (b" ", b"\t")
UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def content_lines(feed: BinaryIO) -> Iterator[bytes]:
    """The content lines of RFC 5545, unfolded and without line ends, as UTF-8 bytes or whatever the program wrote
    instead; no empty lines.
    """
    pieces: list[bytes] = []
    for line in _physical_lines(feed):
        if line.startswith(FOLDED):
            pieces.append(line[1:])
        elif line:
            if pieces:
                yield b"".join(pieces)
            pieces = [line]
    if pieces:
        yield b"".join(pieces)


def decoded(text: bytes) -> str:
    """The text of bytes in UTF-8, or in the Windows-1252 that old programs write while calling it UTF-8."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("cp1252", errors="replace")


def _physical_lines(feed: BinaryIO) -> Iterator[bytes]:
    """Lines that end with CR LF, LF or CR, even if a chunk ends between CR and LF."""
    rest = b""
    for chunk in _chunks(feed):
        text = rest + chunk
        held = b"\r" if text.endswith(b"\r") else b""
        text = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        rest += held
        yield from lines
    yield rest.rstrip(b"\r")


def _chunks(feed: BinaryIO) -> Iterator[bytes]:
    """The bytes in chunks, as UTF-8 without a byte order mark."""
    first = feed.read(CHUNK)
    encoding = _utf16(first)
    if encoding is None:
        yield first.removeprefix(codecs.BOM_UTF8)
        while chunk := feed.read(CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield decoder.decode(first).removeprefix("\ufeff").encode()
    while chunk := feed.read(CHUNK):
        yield decoder.decode(chunk).encode(errors="replace")


def _utf16(first: bytes) -> str | None:
    for mark, encoding in UTF16.items():
        if first.startswith(mark):
            return encoding
    if first[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if first[:1] == b"\0" else None
