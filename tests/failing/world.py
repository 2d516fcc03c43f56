"""An office whose database and Slack can be put back to a moment before."""

import sqlite3
from dataclasses import replace
from itertools import count
from pathlib import Path

from bot.localslack.state.ids import secret
from tests.benchmarks.servers import free_port
from tests.failing.moment import Moment
from tests.failing.rows import Rows, rows_in
from tests.office import MONDAY, Office, QuickArtist


class Unhurried(Office):
    """An office where people may send more than anybody could press, and which Slack can also call over HTTP."""

    _steps = count(step=60)

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        super().__init__(folder, start=MONDAY, artist=QuickArtist(), port=self.port)

    def _seconds(self) -> float:
        return float(next(self._steps))


class World:
    """An office, its rows, and the way back."""

    def __init__(self, office: Unhurried) -> None:
        self.office = office
        self._file = str(office.bot.database.file)

    def keep(self) -> Moment:
        """The present moment."""
        copy, file = sqlite3.connect(":memory:"), sqlite3.connect(self._file)
        file.backup(copy)
        file.close()
        views, workspace = self.office.slack.state.views, self.office.workspace
        stacks = {person: list(stack) for person, stack in views._stacks.items()}
        messages = {channel: dict(posted) for channel, posted in workspace.messages.items()}
        return Moment(copy, stacks, dict(views._homes), messages, list(workspace.ephemerals))

    def back_to(self, moment: Moment) -> None:
        """Go back to a moment. Modals get new hashes, since we recognise by its hash a form that was sent before."""
        file = sqlite3.connect(self._file, timeout=0)
        file.execute("BEGIN IMMEDIATE")  # raises where a transaction is still open; copying would wait for it for ever
        file.rollback()
        moment.database.backup(file)
        file.close()
        views, workspace, fresh = self.office.slack.state.views, self.office.workspace, secret("h")
        views._stacks = {
            person: [replace(view, hash=fresh) for view in stack] for person, stack in moment.modals.items()
        }
        views._homes = dict(moment.homes)
        workspace.messages = {channel: dict(moment.messages.get(channel, {})) for channel in workspace.channels}
        workspace.ephemerals = list(moment.ephemerals)
        self.office.bot.services.identities._known.clear()

    def rows(self) -> Rows:
        """Every row that exists because somebody asked for something."""
        return rows_in(self._file, self.office.bot.database.cipher)

    def turn_line(self) -> None:
        """Switch Slack from its socket to HTTP, or back."""
        app = self.office.installation.app
        app.request_url = "" if app.request_url else f"http://127.0.0.1:{self.office.port}/slack/events"

    async def settle(self) -> None:
        """Wait until what was asked for is done and shown; no nudges are sent in the meantime."""
        for _ in range(2):
            await self.office.bot.binding.drain()
            await self.office.slack.settled(0.001)
