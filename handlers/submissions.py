"""Submitted forms: each is decided once, and pressing its button again in the meantime shows the same result."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from bot import log
from bot.blocks.notices import sent_as
from bot.services.requests import Begun, NotBegunError, committed
from bot.services.services import Services
from handlers.parse import Body

logger = log.get(__name__)

PATIENCE = 2.3  # seconds: Slack waits three for an answer, then says that it could not connect
GAP = 0.2  # seconds between two looks at what another process decides
MOST_KEPT = 1000  # decided forms that this process remembers

Reply = Mapping[str, Any]
Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long somebody waits for us, in real seconds, before we say so: `form` before Slack itself says that a form
    could not be sent, `other` for a command or a button.
    """

    form: float = PATIENCE
    other: float = 10.0


WAITS = Waits()


class Decision:
    """Our answer to Slack about a submitted form, as keyword arguments of Bolt's `ack`; the first answer holds."""

    def __init__(self) -> None:
        self._made: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.is_success = False

    async def accept(self, **reply: Any) -> None:
        """It is saved; an empty reply closes the form."""
        if not self._made.done():
            self.is_success = True
            self._made.set_result(reply)

    async def refuse(self, **reply: Any) -> None:
        """It is not saved, and the form stays open."""
        if not self._made.done():
            self._made.set_result(reply)

    @property
    def is_made(self) -> bool:
        """Whether it is decided."""
        return self._made.done()

    async def within(self, seconds: float | None) -> Reply | None:
        """The reply; None where there is none after so many `seconds`. With None for `seconds`, it waits for ever."""
        await asyncio.wait({self._made}, timeout=seconds)
        return self._made.result() if self._made.done() else None


@dataclass(frozen=True, slots=True)
class _Submission:
    """A form that was sent, as it was filled in then."""

    key: str
    decision: Decision = field(default_factory=Decision)


class Submissions:
    """The forms that were sent lately, by workspace and view."""

    def __init__(self, services: Services, patience: float, pause: Pause = asyncio.sleep) -> None:
        """`patience` in seconds: how long to wait for another process to decide."""
        self._services = services
        self._patience = patience
        self._pause = pause
        self._latest: OrderedDict[tuple[str, str], _Submission] = OrderedDict()
        self._left: set[tuple[str, str]] = set()  # what this process began, failed at, and could not forget

    def enter(self, workspace_id: str, view: Body) -> tuple[Decision, "Turn | None"]:
        """The decision about a submitted view, and the turn to make it; None where somebody else is making it."""
        place, key = (workspace_id, str(view.get("id"))), key_of(view)
        before = self._latest.get(place)
        if before is not None and before.key == key:
            return before.decision, None
        submission = self._latest[place] = _Submission(key)
        self._latest.move_to_end(place)
        self._drop_oldest()
        return submission.decision, Turn(self, place, submission, before.decision if before else None)

    def _drop_oldest(self) -> None:
        decided = [place for place, submission in self._latest.items() if submission.decision.is_made]
        for place in decided[: max(0, len(self._latest) - MOST_KEPT)]:
            del self._latest[place]

    async def begin(self, workspace_id: str, key: str) -> Begun:
        """Whether this process decides, or it is decided already; undecided where another process is still deciding."""
        mine = (workspace_id, key)
        if mine in self._left:
            await self._services.requests.leave(*mine)
            self._left.discard(mine)
        try:
            return await self._begun(*mine)
        except NotBegunError:
            self._left.add(mine)
            raise

    async def _begun(self, workspace_id: str, key: str) -> Begun:
        waited = 0.0
        while (begun := await self._services.requests.begin(workspace_id, key)) is Begun.UNDECIDED:
            if waited >= self._patience:
                break
            await self._pause(GAP)
            waited += GAP
        return begun

    async def end(self, place: tuple[str, str], submission: _Submission, begun: Begun | None) -> None:
        """Remember a success; let a failure be sent again. `begun` is None where the database did not say."""
        success, mine = submission.decision.is_success, (place[0], submission.key)
        if not success and self._latest.get(place) is submission:
            del self._latest[place]
        if begun is not Begun.NOW or (success and committed.is_any()):  # noted together with what it saved
            return
        try:
            await (self._services.requests.done(*mine) if success else self._services.requests.leave(*mine))
        except Exception as error:  # noqa: BLE001 - the person has been told the result; only the database is away
            logger.warning("submission_not_noted", why=type(error).__name__)
            if not success:
                self._left.add(mine)


class Turn:
    """The turn to decide about a submitted form; an earlier form of the same view comes first."""

    def __init__(
        self, submissions: Submissions, place: tuple[str, str], submission: _Submission, earlier: Decision | None
    ) -> None:
        self._submissions = submissions
        self._place = place
        self._submission = submission
        self._earlier = earlier
        self._begun: Begun | None = None

    async def begin(self) -> Begun:
        """As `Submissions.begin`, once nothing earlier is open."""
        if self._earlier is not None:
            await self._earlier.within(None)
        self._begun = await self._submissions.begin(self._place[0], self._submission.key)
        committed.watch(self._submission.key)
        return self._begun

    async def end(self) -> None:
        """Keep what was decided, or let it be tried again."""
        await self._submissions.end(self._place, self._submission, self._begun)


def key_of(view: Body) -> str:
    """What tells a submitted form from every other: its view, and what was in it, as a digest that reveals nothing."""
    typed = json.dumps((view.get("state") or {}).get("values"), sort_keys=True)
    return f"view {view.get('id')} {sent_as(view)} {blake2b(typed.encode(), digest_size=8).hexdigest()}"
