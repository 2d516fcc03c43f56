"""Setup runs for an app of ours, in an empty folder."""

from tests.unconfigured_app import *  # noqa: F403 - its fixtures
