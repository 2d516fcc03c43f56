"""A copy of the shipped content, to break; unchanged files are parsed only once."""

import pickle
import shutil
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from content import reading
from content.library import DEFAULT_PATH

NO_WORDS = shutil.ignore_patterns("guide")  # its pictures are half of all bytes


@pytest.fixture
def copy_of_content(tmp_path: Path) -> Path:
    """The shipped English content in a folder of its own."""
    shutil.copytree(DEFAULT_PATH / "en", tmp_path / "en", ignore=NO_WORDS)
    return tmp_path


@cache
def _parsed(text: str) -> bytes:
    return pickle.dumps(tomllib.loads(text))


def _parse(text: str) -> dict[str, Any]:
    tables: dict[str, Any] = pickle.loads(_parsed(text))
    return tables


@pytest.fixture(scope="module", autouse=True)
def parsed_once() -> Iterator[None]:
    """Parse the same text once: a broken copy differs in one file of ninety, and parsing is most of loading."""
    with pytest.MonkeyPatch.context() as patched:
        toml = SimpleNamespace(loads=_parse, TOMLDecodeError=tomllib.TOMLDecodeError)
        patched.setattr(reading, "tomllib", toml)
        yield
