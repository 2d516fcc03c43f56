"""Notices when the database has lost commits, and says which deliveries must then be looked up in Slack before they are
posted.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from math import isfinite

from bot import log
from bot.clock import Clock
from bot.delivery.leases import Steady
from bot.storage.database import Database
from bot.storage.outbox.pulse import Pulse, PulseStore
from bot.storage.outbox.witness import ClaimWitness, Testimony

EVERY = 5.0  # seconds between two beats
OLDEST = timedelta(days=15)  # anything due longer ago is no longer planned


class CommitsLostError(Exception):
    """The database has forgotten commits that this process has seen."""


class CommitLossDetector:
    """Writes a beat into one row of the database, and notices when an earlier beat is missing there. At a process's
    first beat that means: the last beat is long ago, so that the database may be a restored copy, or the witness of a
    SQLite file knows of more than the file holds. Later it means: the row is older than what this process saw, or
    PostgreSQL is on another timeline. Everything due until then is looked up in Slack before it is posted, and the row
    tells every other process so.
    """

    def __init__(
        self,
        database: Database,
        witness: ClaimWitness | None = None,
        *,
        clock: Clock,
        wall: Clock,
        steady: Steady,
        quick_restart: float = 30.0,
    ) -> None:
        """`quick_restart`: if there was no beat for this many seconds, a starting process no longer trusts the
        database; with `inf` it always does.
        """
        self._database = database
        self._clock = clock
        self._wall = wall
        self._steady = steady
        self._quick_restart = quick_restart
        self._witness = witness if witness is not None and isfinite(quick_restart) else ClaimWitness(None)
        self._seen: Pulse | None = None
        self._has_timeline: bool | None = None
        self._beat_at = 0.0
        self._log = log.get(__name__)

    async def beat(self) -> bool:
        """Write a beat if it is time for one. Returns whether commits were lost since the last beat of this process."""
        if self._steady() < self._beat_at:
            return False
        testimony = None if self._seen else self._witness.read()  # before the row, which is never behind it
        async with self._database.delivery_store() as delivery_store:
            if self._has_timeline is None:
                self._has_timeline = await delivery_store.pulse.has_timeline()
            last = await delivery_store.pulse.read(with_timeline=self._has_timeline)
            now_on = await delivery_store.pulse.timeline() if self._has_timeline else ""
            is_first = last is None and self._seen is None and testimony is None
            why = "" if is_first and await delivery_store.pulse.is_new() else self._why_ask(last, testimony)
            # Never earlier than already known: this machine's clock may be behind the others'.
            known = last.ask_until if last else None
            ask_until = max(self._clock(), known or self._clock()) if why else known
            number = max(last.number if last else 0, self._seen.number if self._seen else 0) + 1
            beat = Pulse(number, self._wall(), now_on, now_on, ask_until)
            await delivery_store.pulse.write(beat)
        is_lost = bool(why) and self._seen is not None
        if why:
            self._log.warning("commits_may_be_lost", why=why, asked_until=ask_until and ask_until.isoformat())
        starts = self._seen is None
        self._seen, self._beat_at = beat, self._steady() + EVERY
        if starts and testimony is None:
            await self.testify(number)
        return is_lost

    def due_to_ask(self, now: Pulse | None) -> datetime | None:
        """The instant (aware UTC) until which due deliveries must be looked up in Slack before they are posted, or
        None. `now` was read in the transaction that claims. Raises CommitsLostError if that is older than what this
        process has seen; the next beat then puts it right.
        """
        seen = self._seen
        if seen is None or now is None or now.number < seen.number or {now.timeline, now.now_on} != {seen.now_on}:
            self._beat_at = 0.0
            raise CommitsLostError
        long_over = now.ask_until is None or now.ask_until < self._clock() - OLDEST
        return None if long_over else now.ask_until

    async def count(self, pulse: PulseStore, now: Pulse) -> int:
        """Number a claim in its own transaction, if a witness will be told of it; returns 0 if there is no witness."""
        if not self._witness.is_there:
            return 0
        await pulse.count(now.number + 1)
        return now.number + 1

    async def testify(self, number: int) -> None:
        """Tell the witness of a committed claim, before any of it is posted."""
        if number and self._seen is not None:
            self._seen = replace(self._seen, number=max(number, self._seen.number))
            await self._tell(partial(self._witness.write, number))

    async def end(self) -> None:
        """Tell the witness that this process has written down everything it did."""
        await self._tell(self._witness.end)

    async def _tell(self, words: Callable[[], None]) -> None:
        try:
            await asyncio.to_thread(words)
        except OSError as error:  # without it, a file that lost its end within seconds would not be noticed
            self._log.warning("witness_not_written", why=type(error).__name__)

    @property
    def has_timeline(self) -> bool:
        """Whether the database can tell which timeline it is on."""
        return bool(self._has_timeline)

    def _why_ask(self, last: Pulse | None, testimony: Testimony | None) -> str:
        """Why the database may have forgotten something, or "" if there is no reason."""
        if last is None:
            return "nothing was ever sent from this database" if isfinite(self._quick_restart) else ""
        if last.now_on != last.timeline or (self._seen is not None and last.now_on != self._seen.now_on):
            return "PostgreSQL is on another timeline"
        if self._seen is None:
            quiet = abs((self._wall() - last.beat_at).total_seconds())
            if quiet > self._quick_restart:
                return f"nothing was sent for {quiet:.0f} seconds" if last.number else "it is a restored copy"
            return self._why_doubt(last, testimony) if self._witness.is_there else ""
        return "the database is older than when we last saw it" if last.number < self._seen.number else ""

    def _why_doubt(self, last: Pulse, testimony: Testimony | None) -> str:
        """Why a SQLite file in use until a moment ago may have forgotten something, or "" if there is no reason."""
        if testimony is None:
            return "it is not known what was sent from this file"
        if last.number < testimony.number:
            return "the database lacks what was sent last"
        if self._witness.is_other_boot(testimony) and not testimony.has_ended:
            return "the machine restarted while messages were being sent"
        return ""
