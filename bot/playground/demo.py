"""The demo in a terminal: plays the week, then lets one type as any person of the team."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from bot import log
from bot.localslack import PersonError
from bot.playground.actor import Actor
from bot.playground.page.serve import beside, show
from bot.playground.sketches import SketchArtist
from bot.playground.stage import Stage
from bot.playground.stories.week import play_week
from bot.playground.team import BERLIN
from bot.playground.terminal.answers import fitted
from bot.playground.terminal.fill import ask_for_answers
from bot.playground.terminal.show import Painter, local
from bot.playground.terminal.stdin import Lines
from bot.playground.terminal.typed import Misread, TypedLine, read, when
from bot.playground.watcher import Sight

HELP = (
    ("as maria /selfcheck", "type a slash command as anybody on the team"),
    ("as tom press Done", "press a button: in the open form, the newest message that has it, or the Home tab"),
    ("as tom choose In an hour", "choose from a menu"),
    ("as maria submit text=…", "fill in and submit the open form; without fields, you are asked for each"),
    ("as maria close", "close the open form"),
    ("as ana say #sales Hello", "write in a channel"),
    ("home maria · dm tom · channel sales", "look at a Home tab, direct messages or a channel"),
    ("jump friday 15:00 · jump 2h", "move the clock forward; everything due on the way is sent"),
    ("people · help · quit", ""),
)
WIDE = 120  # columns of a transcript that goes to a file
Ask = Callable[[str], Awaitable[str | None]]


class Terminal:
    """Carries out typed lines on a stage. `ask` shows a question and returns the typed line, None at the end
    of input.
    """

    def __init__(self, stage: Stage, console: Console, ask: Ask, *, guided: bool = True) -> None:
        """`guided`: whether a person is there to be asked field by field."""
        self._stage = stage
        self._console = console
        self._ask = ask
        self._guided = guided
        self._painter = Painter(stage.workspace, stage.team)
        self._zone = BERLIN
        self._jumping = False
        self._verbs: Mapping[str, Callable[[TypedLine], Awaitable[None]]] = {
            "command": self._command,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "close": self._close,
            "say": self._say,
            "home": self._home,
            "dm": self._dm,
            "channel": self._channel,
            "jump": self._jump,
            "people": self._people,
            "help": self._help,
        }

    async def stay(self) -> None:
        """Carry out lines until `quit` or the end of input."""
        self._stage.on_sight.append(self._saw)
        self._stage.clock.run()
        try:
            while (line := await self._ask(f"{local(self._stage.now, self._zone)} › ")) is not None:
                if not await self.obey(line):
                    break
        finally:
            self._stage.on_sight.remove(self._saw)

    async def obey(self, typed: str) -> bool:
        """Carry out one line, or say in a sentence why not. Returns whether to go on."""
        try:
            line = read(typed)
            if line is not None and line.verb != "quit":
                await self._verbs[line.verb](line)
            return line is None or line.verb != "quit"
        except (Misread, PersonError) as problem:
            self._console.print(str(problem), style="yellow", markup=False, highlight=False)
        return True

    def _actor(self, line: TypedLine) -> Actor:
        member = self._stage.team.member(line.who)
        if member is None:
            raise Misread(f"Nobody here is called {line.who}. Type `people` to see who is.")
        self._zone = member.zone
        return self._stage.as_(member.handle)

    async def _command(self, line: TypedLine) -> None:
        await self._actor(line).command(line.words)

    async def _press(self, line: TypedLine) -> None:
        await self._actor(line).press(line.words)

    async def _choose(self, line: TypedLine) -> None:
        await self._actor(line).pick(line.words)

    async def _submit(self, line: TypedLine) -> None:
        actor = self._actor(line)
        if actor.modal is None:
            raise Misread(f"{line.who} has no open form. Open one, for example with `as {line.who} /selfcheck`.")
        answers: Mapping[str, str] = line.answers
        if not answers and self._guided:
            answers = await ask_for_answers(actor.modal, self._painter, self._console, self._ask)
        result = await actor.submit(fitted(actor.modal, self._stage.workspace, answers))
        if result.errors:
            self._console.print(self._painter.view(result.view) if result.view else "", highlight=False)

    async def _close(self, line: TypedLine) -> None:
        await self._actor(line).close()

    async def _say(self, line: TypedLine) -> None:
        channel, _, text = line.words.partition(" ")
        await self._actor(line).send(channel, text)

    async def _home(self, line: TypedLine) -> None:
        actor = self._actor(line)
        await actor.open_home()
        if actor.home is not None:
            self._console.print(self._painter.view(actor.home), highlight=False)

    async def _dm(self, line: TypedLine) -> None:
        for message in self._actor(line).dm()[-10:]:
            self._console.print(self._painter.message(message), "", highlight=False)

    async def _channel(self, line: TypedLine) -> None:
        for message in self._stage.as_("nora").messages(line.who)[-10:]:
            self._console.print(self._painter.message(message), "", highlight=False)

    async def _jump(self, line: TypedLine) -> None:
        to = when(line.words, self._stage.now, self._zone)
        self._jumping = True
        try:
            await self._stage.jump(to)
        finally:
            self._jumping = False

    async def _people(self, _line: TypedLine) -> None:
        table = Table("Type", "Name", "Who", "Local time")
        for member in self._stage.team.members:
            table.add_row(member.handle, member.name, member.does, local(self._stage.now, member.zone))
        self._console.print(table)

    async def _help(self, _line: TypedLine) -> None:
        table = Table(box=None, show_header=False)
        for typed, meaning in HELP:
            table.add_row(f"[bold]{typed}[/]", meaning)
        self._console.print(table)

    def _saw(self, sight: Sight) -> None:
        if sight.kind == "home":  # shown on request
            return
        shown = self._painter.line(sight) if self._jumping else self._painter.sight(sight)
        self._console.print(shown, highlight=False)


def play(*, play_only: bool = False, console: Console | None = None) -> int:
    """Play the week, then stay at the prompt unless `play_only`. Returns the exit code. Ctrl-C ends it at any time."""
    log.configure("console", "ERROR")
    with suppress(KeyboardInterrupt), TemporaryDirectory(prefix="second-chair-") as folder:
        shown = console or (Console() if sys.stdout.isatty() else Console(width=WIDE))
        return asyncio.run(_play(Path(folder), shown, play_only=play_only))
    return 130


async def _play(folder: Path, console: Console, *, play_only: bool) -> int:
    async with Stage(folder, artist=SketchArtist()) as stage:
        failed = await play_week(stage, console)
        if play_only:
            return failed
        lines = Lines()

        async def ask(question: str) -> str | None:
            console.print(question, end="", style="bold", highlight=False)
            return await lines.next()

        console.print("Your turn: [bold]help[/] lists what you can type, [bold]quit[/] ends the demo.")
        async with beside(stage) as address:
            console.print(f"The same in a browser: [bold]{address}[/]", highlight=False)
            show(address)
            await Terminal(stage, console, ask, guided=console.is_terminal).stay()
        console.print()
        return failed
