"""The library of a locale as it was last read and checked, kept in a file beside Python's bytecode.

Reading all words takes ten times as long as loading that file, and they rarely change between two starts. The file is
as trusted as the bytecode beside it, and begins with a digest of everything that it was made from, so it is never out
of date. Where it cannot be written, as on a read-only disk, all words are read.
"""

import os
import pickle
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from itertools import chain
from pathlib import Path

from content.models import Library

CODE = Path(__file__).parent


def digest_of(folders: Iterable[Path]) -> bytes:
    """A digest of every TOML file in these folders, and of the code that makes a library from them."""
    files = chain(CODE.glob("*.py"), *(folder.rglob("*.toml") for folder in folders))
    digest = sha256()
    for file in sorted(files):
        content = file.read_bytes()
        digest.update(f"{file}\n{len(content)}\n".encode())
        digest.update(content)
    return digest.digest()


def place_of(folder: Path) -> Path:
    """The file that keeps the library of the locale in `folder`: a different one for each version of Python."""
    return Path(cache_from_source(f"{folder}.py")).with_suffix(".library")


def cached(place: Path, digest: bytes, read: Callable[[], Library]) -> Library:
    """The library that is kept at `place`, if its digest is this one; else what `read` returns, kept from now on.
    Raises what `read` raises.
    """
    with suppress(OSError, EOFError, ValueError, AttributeError, ImportError, IndexError, pickle.UnpicklingError):
        content = place.read_bytes()
        if content.startswith(digest):
            library = pickle.loads(content[len(digest) :])  # noqa: S301 - anybody who can write it can write our code
            if isinstance(library, Library):
                return library
    library = read()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(place, digest + pickle.dumps(library))
    return library


def _write(place: Path, content: bytes) -> None:
    """Write it in one step: another process may be reading."""
    place.parent.mkdir(exist_ok=True)
    half = place.with_name(f"{place.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(place)
