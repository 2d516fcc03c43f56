"""The state behind the page: a stage that can be replaced, who has read what, and who listens for changes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.localslack import Channel, PostedMessage
from bot.playground.actor import Actor
from bot.playground.clock import MONDAY
from bot.playground.sketches import SketchArtist
from bot.playground.stage import Stage

HOUR = timedelta(hours=1)
SECONDS_AN_HOUR = 1.0  # real seconds that an hour takes in "play"
MEMORY = "/dev/shm"  # noqa: S108 - its file's name cannot be guessed, and a quarter means many commits
CALM = 0.03  # seconds of silence before listeners are told, so that one act is one piece of news
SELDOM = 3.0  # the same during a long task: server and browser need as long to draw as a day of the story takes
Job = Callable[[], Awaitable[None]]


class Studio:
    """Holds the stage of the page. Acts, jumps and loads happen one at a time, and listeners are told of
    every change.
    """

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.doing = ""
        self.failed = ""
        self.playing = False
        self.is_fresh = True  # nobody has done anything on this stage yet
        self.version = 0  # grows with every change, so that a page knows whether it is up to date
        self._stage: Stage | None = None
        self._leave: Callable[[], Awaitable[None]] | None = None
        self._read: dict[tuple[str, str], float] = {}
        self._turn = asyncio.Lock()
        self._bells: set[asyncio.Event] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._player: asyncio.Task[None] | None = None

    @property
    def stage(self) -> Stage:
        """The current stage; there is one as soon as `ready` is set."""
        assert self._stage is not None
        return self._stage

    def show(self, stage: Stage, leave: Callable[[], Awaitable[None]] | None = None) -> None:
        """Show a running stage; `leave` closes it when it is replaced, and at the end."""
        self._stage, self._leave = stage, leave
        self._read.clear()
        self.is_fresh = True
        stage.slack.on_change(self._heard)
        stage.on_moment.append(self._heard)
        self.ready.set()
        self.ring()

    async def raise_curtain(self, start: datetime | None = None) -> Stage:
        """Open a fresh stage and show it, closing the one before."""
        folder = TemporaryDirectory(prefix="second-chair-", dir=_fast(), ignore_cleanup_errors=True)
        stage = Stage(Path(folder.name), start=start or MONDAY, artist=SketchArtist())
        await stage.__aenter__()

        async def leave() -> None:
            await stage.__aexit__(None, None, None)
            folder.cleanup()

        await self._end_stage()
        self.show(stage, leave)
        return stage

    async def close(self) -> None:
        """Close the stage and end every task."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._end_stage()

    async def _end_stage(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            await leave()

    @asynccontextmanager
    async def turn(self, handle: str = "") -> AsyncIterator[Actor | None]:
        """Lock the stage for one act, as the member of the team with this handle, if any. Raises LookupError."""
        async with self._turn:
            yield self.stage.as_(handle) if handle else None

    def begin(self, doing: str, job: Job) -> bool:
        """Start a long task in the background; False while another one is running. `doing` is shown to people."""
        if self.doing:
            return False
        self.doing, self.failed = doing, ""
        self._keep(self._work(job))
        self.ring()
        return True

    async def _work(self, job: Job) -> None:
        try:
            async with self._turn:
                await job()
        except Exception as error:  # noqa: BLE001 - said on the page, whatever it is
            self._fail(error)
        finally:
            self.doing = ""
            self.ring()

    def _fail(self, error: Exception) -> None:
        self.failed = f"That failed: {error}"

    def play(self, *, on: bool) -> None:
        """Start letting an hour pass every second, or stop it."""
        self.playing = on
        self.failed = "" if on else self.failed
        if on and (self._player is None or self._player.done()):  # else one that was stopped a moment ago goes on
            self._player = self._keep(self._play())
        self.ring()

    async def _play(self) -> None:
        loop = asyncio.get_running_loop()
        while self.playing:
            began = loop.time()
            try:
                async with self._turn:
                    await self.stage.jump(self.stage.now + HOUR)
            except Exception as error:  # noqa: BLE001 - as in `_work`
                self.playing = False
                self._fail(error)
            self.ring()
            await asyncio.sleep(max(0.0, SECONDS_AN_HOUR - (loop.time() - began)))

    def read(self, actor: Actor, channel: Channel) -> None:
        """Mark everything in a conversation as read by this person."""
        last = max((float(message.ts) for message in self._all(actor, channel)), default=0.0)
        self._read[actor.id, channel.id] = last

    def catch_up(self, until: datetime) -> None:
        """Mark everything up to that time (aware) as read by everybody."""
        for member in self.stage.team.members:
            user_id = self.stage.as_(member.handle).id
            for channel_id in self.stage.workspace.channels:
                self._read[user_id, channel_id] = until.timestamp()

    def unread(self, actor: Actor, channel: Channel) -> int:
        """How many messages from others came since this person last looked."""
        since = self._read.get((actor.id, channel.id), 0.0)
        return sum(float(message.ts) > since and message.user != actor.id for message in self._all(actor, channel))

    def ring(self) -> None:
        """Tell listeners of a change, once for everything that happens at the same time."""
        self.version += 1
        loop, calm = asyncio.get_running_loop(), SELDOM if self.doing else CALM
        if self._timer is not None and self._timer.when() > loop.time() + calm:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = loop.call_later(calm, self._tell)

    async def news(self, seconds: float) -> AsyncIterator[bool]:
        """Yields True at every change, and False after so many seconds without one, until the listener leaves."""
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await bell.wait()
                yield bell.is_set()
                bell.clear()
        finally:
            self._bells.discard(bell)

    def _all(self, actor: Actor, channel: Channel) -> list[PostedMessage]:
        return [*actor.messages(channel), *actor.ephemerals(channel)]

    def _tell(self) -> None:
        self._timer = None
        for bell in self._bells:
            bell.set()

    def _heard(self, _what: object) -> None:
        self.ring()

    def _keep(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _fast() -> str | None:
    """A folder in memory, if this machine has one."""
    return MEMORY if Path(MEMORY).is_dir() else None
