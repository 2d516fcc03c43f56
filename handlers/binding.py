"""Joins our handlers to Bolt: gives each what it asks for by name, lets each request through once, keeps every running
task so that it can finish at shutdown, and answers when anything goes wrong.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot import log
from bot.errors import Problem, Problems, SavedAlreadyError
from bot.services.requests import Begun, committed
from bot.services.services import Services
from bot.tracing import UNTRACED, Tracing
from content.libraries import Libraries
from content.models import Library
from handlers import errors
from handlers.answer import Answer
from handlers.command import Command, Handler
from handlers.fair_scheduler import FairScheduler
from handlers.languages import Words
from handlers.parse import Body, is_echo, rename, request_key, who
from handlers.recent_requests import RecentRequests
from handlers.submissions import WAITS, Decision, Submissions, Turn, Waits
from handlers.updates import MessageUpdates

logger = log.get(__name__)
Choose = Callable[[Body], Handler]
Reads = Callable[[Body], bool]
Listener = Callable[[AsyncArgs], Awaitable[None]]
FROM_BOLT = frozenset({"body", "command", "event", "view"})
ANSWER, LIBRARY = "answer", "library"
MOST_FAILED = 10_000


@cache
def _parameters(handler: Handler) -> tuple[str, ...]:
    return tuple(inspect.signature(handler).parameters)


class Binding:
    """What handlers get: parts of the request from Bolt, our use cases and words, and the `answer` to give."""

    def __init__(
        self,
        services: Services,
        libraries: Libraries,
        commands: tuple[Command, ...],
        waits: Waits = WAITS,
        tracing: Tracing = UNTRACED,
        updates: MessageUpdates | None = None,
    ) -> None:
        self._ours: dict[str, Any] = {"services": services, "libraries": libraries, "commands": commands}
        self.words = self._ours["words"] = Words(services, libraries)
        self._services = services
        self._libraries = libraries
        self._waits = waits
        self._tracing = tracing
        self._running: set[asyncio.Task[Any]] = set()
        self._scheduler = FairScheduler()
        self._waited_for = FairScheduler()  # forms and menus that search: Slack waits for the outcome
        self._submissions = Submissions(services, waits.form)
        self._updates = updates or MessageUpdates()
        self._read = RecentRequests()
        self._failed: set[tuple[str, str]] = set()  # requests that could not be forgotten: the database was down

    def command(self, command: Command) -> Listener:
        """The listener for a slash command and all its sub-commands. Raises TypeError as `bind` does."""
        for runnable in (command, *command.subcommands):
            if runnable.run is not None:
                self._names(runnable.run)
        return self._listener(command.handler, command.only_reads)

    def bind(self, handler: Handler, *, reads: bool = False) -> Listener:
        """The listener for Bolt; `reads`: the handler only reads, as `Effect.READS` has it. Raises TypeError where the
        handler asks for an argument that does not exist.

        Bolt itself passes None for a misspelt name, and says so in a warning only.
        """
        self._names(handler)
        return self._listener(lambda _body: handler, lambda _body: reads)

    def _names(self, handler: Handler) -> tuple[str, ...]:
        names = _parameters(handler)
        unknown = set(names) - FROM_BOLT - set(self._ours) - {ANSWER, LIBRARY}
        if unknown:
            raise TypeError(f"{handler.__module__}.{handler.__qualname__} asks for {', '.join(sorted(unknown))}")
        return names

    def _listener(self, choose: Choose, reads: Reads) -> Listener:
        async def listener(args: AsyncArgs) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._running.add(task)
            try:
                await self._once(choose, args, reads)
            finally:
                self._running.discard(task)

        return listener

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Wait at shutdown for this task as well, which leads to a handler."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self) -> None:
        """Wait until every handler is done, and everything acknowledged has reached one."""
        while self._running:
            await asyncio.wait(self._running)

    async def _once(self, choose: Choose, args: AsyncArgs, reads: Reads) -> None:
        if is_echo(args.body):
            await args.ack()
            return
        if args.context.get(errors.TOO_MANY):
            await errors.show_too_many(args, await self.words.of(args.body))
            return
        handler = choose(args.body)
        name = f"{handler.__module__.removeprefix('handlers.')}.{handler.__name__}"
        with self._tracing.span(name, workspace=who(args.body).workspace_id):
            await self._answered(choose, args, only_reads=reads(args.body))

    async def _answered(self, choose: Choose, args: AsyncArgs, *, only_reads: bool) -> None:
        if args.body.get("type") == "view_submission":  # only a form's answer says whether it was saved
            await self._submitted(choose, args)
        elif args.body.get("type") == "block_suggestion":  # the answer to a menu that searches is what it offers
            await self._suggested(choose, args)
        else:
            await args.ack()  # before we ask the database, so that Slack never waits for it
            answer = self._answer(args, None)
            work = asyncio.ensure_future(self._asked(choose, args, answer, only_reads=only_reads))
            await asyncio.wait({work}, timeout=self._waits.other)
            if not work.done() and not answer.is_given:
                await errors.show_slow(args, answer.library)
            await work

    async def _suggested(self, choose: Choose, args: AsyncArgs) -> None:
        answer = self._answer(args, None)
        async with self._waited_for.of(who(args.body)):
            try:
                await self._handle(choose, args, answer)
            except Exception as error:  # noqa: BLE001 - as in `_asked`
                await args.ack(options=[])
                await self._fail(args, error, None, answer.library)

    async def _submitted(self, choose: Choose, args: AsyncArgs) -> None:
        """Tell Slack in time what was decided about a form, or that it is undecided yet; it is decided all the same."""
        workspace_id, view = who(args.body).workspace_id, args.body["view"]
        decision, turn = self._submissions.enter(workspace_id, view)
        answer = self._answer(args, decision)
        work = None if turn is None else asyncio.ensure_future(self._decide(choose, args, decision, turn, answer))
        reply = await decision.within(self._waits.form)
        await args.ack(**(errors.undecided(answer.library, view) if reply is None else reply))
        if work is not None:
            await work

    async def _decide(self, choose: Choose, args: AsyncArgs, decision: Decision, turn: Turn, answer: Answer) -> None:
        async with self._waited_for.of(who(args.body)):
            try:
                begun = await turn.begin()
                if begun is Begun.NOW:
                    await self._handle(choose, args, answer)
                elif begun is Begun.DONE:
                    await decision.accept()
                else:
                    await decision.refuse(**errors.undecided(answer.library, args.body["view"]))
            except SavedAlreadyError:
                await decision.accept()
            except Exception as error:  # noqa: BLE001 - as in `_asked`
                await self._fail(args, error, decision, answer.library)
            await turn.end()

    async def _asked(self, choose: Choose, args: AsyncArgs, answer: Answer, *, only_reads: bool) -> None:
        workspace_id, key = who(args.body).workspace_id, request_key(args.body)
        committed.watch()
        async with self._scheduler.of(who(args.body)):
            try:
                if key and not await self._is_new(workspace_id, key, only_reads=only_reads):
                    return
                await self._handle(choose, args, answer)
            except Exception as error:  # noqa: BLE001 - the one place where everything is answered and logged
                await self._fail(args, error, None, answer.library)
                if key and not committed.is_any() and not isinstance(error, Problem | Problems):  # which is an answer
                    await self._let_again(workspace_id, key, only_reads=only_reads)

    def _answer(self, args: AsyncArgs, decision: Decision | None) -> Answer:
        return Answer(args, self.words.last(args.body), self._services.pictures, decision, self._updates)

    async def _handle(self, choose: Choose, args: AsyncArgs, answer: Answer) -> None:
        await self._recognise(args.body)
        handler = choose(args.body)
        answer.speak(await self.words.of(args.body))
        await self._recognise(args.body)  # again: a person's first request can teach us former ids
        given = self._ours | {ANSWER: answer, LIBRARY: answer.library}
        await handler(**{name: given[name] if name in given else getattr(args, name) for name in self._names(handler)})
        await answer.close()
        if answer.is_home:
            await self._draw_home(answer)

    async def _recognise(self, body: Body) -> None:
        """Put people's current ids in place of former ones, wherever the request names them."""
        if former := await self._services.identities.former(who(body).workspace_id):
            rename(body, former)

    async def _draw_home(self, answer: Answer) -> None:
        """After the use case: what was done is done, whether or not the Home tab can be redrawn."""
        try:
            facts = await self._services.home.facts(answer.who)
            answer.speak(self._libraries.of(facts.person.locale_tag))  # which they may just have changed
            await answer.draw_home(facts)
        except Exception:
            logger.exception("home_not_drawn")

    async def _fail(self, args: AsyncArgs, error: Exception, decision: Decision | None, library: Library) -> None:
        if isinstance(error, Problem | Problems):
            await errors.show_problem(args, library, error, decision)
        else:
            self._tracing.here().fail(type(error).__name__)
            await errors.show_failure(args, library, error, decision)

    async def _is_new(self, workspace_id: str, key: str, *, only_reads: bool) -> bool:
        if only_reads:
            return self._read.is_new((workspace_id, key))
        is_new = await self._services.requests.is_new(workspace_id, key)
        if (workspace_id, key) in self._failed:
            self._failed.discard((workspace_id, key))
            return True
        return is_new

    async def _let_again(self, workspace_id: str, key: str, *, only_reads: bool) -> None:
        """Let a failed request come again; where the database cannot forget it, this process remembers that."""
        if only_reads:
            self._read.forget((workspace_id, key))
            return
        try:
            await self._services.requests.forget(workspace_id, key)
        except Exception as error:  # noqa: BLE001 - the person was answered already
            logger.warning("request_not_forgotten", why=type(error).__name__)
            if len(self._failed) < MOST_FAILED:
                self._failed.add((workspace_id, key))
