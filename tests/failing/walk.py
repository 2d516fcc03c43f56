"""Does everything that can be done from a moment on, and tries the chosen acts with each statement failing."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.localslack import Exchange, PersonError, PostedMessage, View
from tests.failing.acts import Act, acts_in
from tests.failing.course import Course
from tests.failing.faults import Faults
from tests.failing.judge import Judge
from tests.failing.moment import Moment
from tests.failing.reading import Said, said_in, words_in
from tests.failing.world import World

DEEPEST = 9  # acts in a row, each of which opens the place for the next
Place = PostedMessage | View


@dataclass
class Walk:
    """Every act once, by its key, from wherever `explore` begins. `picks` decides for each act, and each fault in it,
    whether to try it. Everything that is wrong goes into `wrong`.
    """

    world: World
    faults: Faults
    picks: Callable[[object], bool]
    done: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    _heard: list[Exchange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.world.office.slack.on_traffic(self._heard.append)

    async def explore(self, handles: Iterable[str]) -> None:
        """Do what these people can do in what they see."""
        now = self.world.keep()
        for handle in handles:
            client = self.world.office.as_(handle).client
            shown = [client.home, *reversed([*client.messages("sales")[-3:], *client.dm()[-12:]])]
            await self._all(now, handle, [place for place in shown if place is not None], 0)

    async def act(self, act: Act, depth: int = 0) -> None:
        """Do it, then everything that can be done with what it shows; afterwards everything is as it was."""
        if act.key in self.done or depth > DEEPEST or not self.picks(act):
            return
        before, start, had = self.world.keep(), self.world.rows(), self._seen_by(act.handle)
        with self.faults.failing() as fault, suppress(PersonError):
            words, shown = await self._do(act)
            self.done.add(act.key)
            if said_in(words) is not Said.DONE or getattr(shown, "errors", None):
                self.wrong.append(f"{act.key} by {act.handle} does not work: {words[:500]}")
        after = self.world.keep()
        if act.key in self.done:
            course = Course(before, start, self.world.rows(), tuple(fault.asked))
            judge = Judge(self.world, self.faults, self._do, self.picks, self.answers)
            self.wrong += await judge.try_(act, course)
            self.world.back_to(after)
        shown = self.world.office.as_(act.handle).modal
        fresh = [shown] if shown else [place for place in self._seen_by(act.handle) if place not in had]
        await self._all(after, act.handle, fresh, depth + 1)
        self.world.back_to(before)

    async def _all(self, moment: Moment, handle: str, shown: Iterable[Place], depth: int) -> None:
        for place in shown:
            for act in acts_in(self.world.office, handle, place):
                self.world.back_to(moment)
                await self.act(act, depth)

    def _seen_by(self, handle: str) -> list[Place]:
        client = self.world.office.as_(handle).client
        return [*client.dm(), *client.ephemerals(), *filter(None, [client.home])]

    async def _do(self, act: Act) -> tuple[str, Any]:
        """Do it, over HTTP and the socket in turns. Returns what was read, and what Slack's window says about it."""
        self.world.turn_line()
        self._heard.clear()
        shown = await act.do()
        await self.world.settle()
        return words_in(self._heard), shown
