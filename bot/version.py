"""Which version is running: of an installed package, or of the clone that it runs from."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def running_version() -> str:
    """The version, such as "1.2.3". A clone's own file takes precedence over any installed package."""
    if PROJECT.is_file():
        return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("second-chair")
    except PackageNotFoundError:  # copied here, neither a clone nor installed
        return "unknown"
