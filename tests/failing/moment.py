"""A moment that an office can be put back to."""

import sqlite3
from dataclasses import dataclass

from bot.localslack import PostedMessage, View


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that the database and Slack held."""

    database: sqlite3.Connection
    modals: dict[tuple[str, str], list[View]]
    homes: dict[tuple[str, str, str], View]
    messages: dict[str, dict[str, PostedMessage]]
    ephemerals: list[PostedMessage]
