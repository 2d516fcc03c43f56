"""Figures of `make bench`: what each request costs after a short and a long history of one team, on both databases.

The histories of one database are served side by side and asked in turns, as is a bare Bolt app that answers with one
line, so that ratios hold on a busy machine too.
"""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Container, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median

from bot.storage.base.cipher import new_key
from tests.benchmarks.caller import Caller
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.history import requests
from tests.benchmarks.history.copies import copy_file, copy_rows
from tests.benchmarks.history.requests import Request
from tests.benchmarks.history.served import Served, served
from tests.benchmarks.history.slack import TimingSlack, timing_slack
from tests.benchmarks.history.story import MARIA, told
from tests.benchmarks.servers import bare_bolt
from tests.databases import Postgres

HOME, DONE, COMMAND, COMPUTED = 150.0, 100.0, 100.0, 200.0  # ms
STATEMENTS = {"Home": 12, "Done": 8}
FLAT = 1.3  # what the longest history may cost, as a multiple of the shortest
OFTENER = 3  # how many times as often as everything else what seems to exceed FLAT is asked again
COMPUTING = {"/secondchair insights": "insights", "/secondchair letter": "the letter"}
PATIENCE = 15.0  # seconds for an answer
LOOK = 0.002  # seconds between two checks whether a request has finished
NAMES = {2: "two weeks", 6: "six weeks", 104: "two years", 260: "five years"}
BARE = "bare"


@dataclass(frozen=True, slots=True)
class Played:
    """A story so far: its file, its current time (aware), and the id of Maria's last prompt."""

    weeks: int
    file: Path
    now: datetime
    prompt: str


@dataclass
class Costs:
    """The measurements of one request with one history: milliseconds and statements, each time."""

    times: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """In milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.95)]


Measured = Mapping[tuple[str, int], Costs]  # by the request's name and the weeks of history


async def history(weeks: Sequence[int], times: int, postgres: Postgres) -> list[Figure]:
    """Play the story once, and measure everything at each of these `weeks`, each request `times` times."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="second-chair-story-") as name:
        folder, key = Path(name), new_key()
        played = [each async for each in played_to(folder, key, weeks)]
        for database in ("SQLite", "PostgreSQL"):
            urls = {}
            for each in played:
                if database == "PostgreSQL":
                    urls[each.weeks] = await postgres.migrated()
                    await copy_rows(each.file, urls[each.weeks])
                else:
                    urls[each.weeks] = f"sqlite:///{each.file}"
            figures += figures_of(database, list(weeks), await measured(played, urls, key, times))
    return figures


async def played_to(folder: Path, key: str, weeks: Sequence[int]) -> AsyncIterator[Played]:
    """The story after each of these numbers of weeks."""
    async with told(folder, key) as story:
        await story.begin()
        for number in weeks:
            await story.play(number)
            file = folder / f"after-{number}.sqlite3"
            copy_file(folder / "story.sqlite3", file)
            yield Played(number, file, story.clock.now, story.prompt)


@dataclass
class Measuring:
    """Asks the apps in turns."""

    slack: TimingSlack
    bare: Caller
    _: KW_ONLY
    apps: dict[int, tuple[Served, Caller]] = field(default_factory=dict)

    async def ask(self, request: Request, weeks: int) -> tuple[float, int]:
        """Send it once. Returns the milliseconds until the answer is at Slack, and the request's statements."""
        app, caller = self.apps[weeks]
        before = app.asked.value
        took = await self._timed(request, caller)
        await self._over(app)
        asked = app.asked.value - before
        if request.undo is not None:
            await self._timed(request.undo, caller)
            await self._over(app)
        return took, asked

    async def ask_bare(self) -> float:
        """The milliseconds until the bare app's line is at Slack."""
        return await self._timed(requests.typed("/answer", MARIA), self.bare)

    async def _timed(self, request: Request, caller: Caller) -> float:
        self.slack.forget()
        try:
            async with asyncio.timeout(PATIENCE):
                began = self.slack.now()
                await request.send(caller, self.slack.respond)
                return (await self.slack.seen() - began) * 1000
        except TimeoutError:
            raise AssertionError(f"{request.name} was not answered") from None

    async def _over(self, app: Served) -> None:
        """Wait until everything that follows an answer is done: a picture, an older message shortened."""
        while app.running.value:  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(LOOK)


@asynccontextmanager
async def measuring(played: Sequence[Played], urls: Mapping[int, str], key: str) -> AsyncIterator[Measuring]:
    """All the apps to ask, running."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(timing_slack())
        starting = [served(urls[each.weeks], key, slack.url, each.now) for each in played]
        apps = await asyncio.gather(*map(stack.enter_async_context, starting))  # start-up is not measured
        here = Measuring(slack, Caller((await stack.enter_async_context(bare_bolt(slack.url))).port))
        stack.push_async_callback(here.bare.close)
        for each, app in zip(played, apps, strict=True):
            here.apps[each.weeks] = app, Caller(app.port)
            stack.push_async_callback(here.apps[each.weeks][1].close)
        yield here


async def measured(played: Sequence[Played], urls: Mapping[int, str], key: str, times: int) -> Measured:
    """Every request with every history, once unmeasured and then in turns. What seems to grow too much is asked more
    often, since the median of many turns is steadier.
    """
    costs: dict[tuple[str, int], Costs] = defaultdict(Costs)
    async with measuring(played, urls, key) as here:
        await _turn(here, played, defaultdict(Costs))
        for _ in range(times):
            await _turn(here, played, costs)
        too_much = {name for name, growth in grown(costs, [each.weeks for each in played]).items() if growth > FLAT}
        for _ in range(OFTENER * times):
            await _turn(here, played, costs, too_much)
    return costs


async def _turn(
    here: Measuring,
    played: Sequence[Played],
    costs: dict[tuple[str, int], Costs],
    names: Container[str] | None = None,
) -> None:
    """Ask everything, or what has these `names`, once with each history."""
    asked = {each.weeks: [requests.home(), requests.done(each.prompt), *requests.subcommands()] for each in played}
    for several in zip(*asked.values(), strict=True):
        if names is not None and several[0].name not in names:
            continue
        costs[BARE, 0].times.append(await here.ask_bare())
        for weeks, request in zip(asked, several, strict=True):
            took, statements = await here.ask(request, weeks)
            costs[request.name, weeks].times.append(took)
            costs[request.name, weeks].statements.append(statements)


def grown(costs: Measured, weeks: Sequence[int]) -> dict[str, float]:
    """By request: what it takes with the longest history as a multiple of the shortest, in the median turn.

    In each turn, one is asked right after the other, so a core whose speed changes from one second to the next is the
    same for both. The fastest of each are two lucky moments, and gave from 1.07 to 1.35 for the same code.
    """
    longest, shortest = max(weeks), min(weeks)

    def growth(name: str) -> float:
        turns = zip(costs[name, longest].times, costs[name, shortest].times, strict=True)
        return median(long / short for long, short in turns)

    return {name: growth(name) for name, number in costs if number == longest}


def figures_of(database: str, weeks: Sequence[int], costs: Measured) -> list[Figure]:
    """One database's figures: goals hold for two years, or for the longest history played that is shorter."""
    usual, longest, shortest = max(each for each in weeks if each <= 104), max(weeks), min(weeks)
    names = [name for name, number in costs if number == usual]
    goals = {"Home": HOME, "Done": DONE}
    bare = costs[BARE, 0].p95
    figures = [Figure(f"one line from a bare Bolt app, beside {database}, p95", bare, "ms")]
    for name in names:
        cost, after = costs[name, usual], f"{name} after {NAMES[usual]}, {database}"
        figures.append(at_most(f"{after}, p95", cost.p95, goals.get(name, COMMAND), "ms"))
        figures.append(Figure(f"{after}, p95 vs a bare app's line", cost.p95 / bare, "ratio"))
        if name in STATEMENTS:
            figures.append(at_most(f"{after}, statements", max(cost.statements), STATEMENTS[name], "statements"))
    for name, said in COMPUTING.items():
        figures.append(
            at_most(f"{said} after {NAMES[longest]}, {database}, p95", costs[name, longest].p95, COMPUTED, "ms")
        )
    ages = f"{NAMES[longest]} vs {NAMES[shortest]}, {database}"
    figures += [at_most(f"{name}, {ages}", growth, FLAT) for name, growth in grown(costs, weeks).items()]
    # The fewest of each: former ids are re-read every few seconds, in whichever request comes then.
    more = {name: min(costs[name, longest].statements) - min(costs[name, shortest].statements) for name in names}
    most = max(more, key=lambda name: more[name])
    figures.append(at_most(f"statements added, {ages}, most for {most}", more[most], 0, "statements"))
    return figures
