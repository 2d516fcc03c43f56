"""A copy of the shipped content, to break."""

import shutil
from pathlib import Path

import pytest

from content.library import DEFAULT_PATH


@pytest.fixture
def copy_of_content(tmp_path: Path) -> Path:
    """The shipped English content in a folder of its own."""
    shutil.copytree(DEFAULT_PATH / "en", tmp_path / "en")
    return tmp_path
