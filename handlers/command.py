"""What a slash command is, and which of its sub-commands was typed."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.blocks.help import unused
from bot.errors import Problem
from bot.parsing.text import MENTION, as_typed
from bot.parsing.vocabulary import command_words
from bot.services.services import Services
from content.libraries import Libraries
from handlers.answer import Answer
from handlers.effect import Effect
from handlers.parse import Body

__all__ = [
    "MOST_TYPED",
    "Command",
    "Effect",
    "Handler",
    "first_word",
    "is_off",
    "rest",
    "run_handler",
    "too_long",
]

Handler = Callable[..., Awaitable[None]]
SAME = 0.75  # the same word, with a slip of the finger
# Characters after a command: more than anybody means to type, even with the longest address. Reading 40,000 took up to
# nine seconds, during which nobody else was served.
MOST_TYPED = 2_000
CLOSE = 0.62  # of difflib's ratio, 0 to 1: a slip of the finger or two; at 0.55 "history" is taken for "stop"


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command ("/selfcheck") or sub-command ("pause"), with what may follow its name in `usage`.

    Its description is the word "help.<key>". `run` answers anything that is not a sub-command; without it, an unknown
    word is answered with the nearest one and the usage. A command with sub-commands has `help` among them.
    `also_tried` are words that people try for it and that look nothing like its name ("vacation"). Typed alone, they
    are answered with it; followed by something that it can use ("vacation 20 dec - 4 jan"), they run it.
    `reads_words`: it understands words after its name that its line of help does not show ("stop until monday").
    """

    name: str
    run: Handler | None = None
    usage: str = ""
    subcommands: tuple["Command", ...] = ()
    also_tried: tuple[str, ...] = ()
    effect: Effect = Effect.WRITES
    reads_words: bool = False

    @property
    def takes_words(self) -> bool:
        """Whether its handler reads what follows its name."""
        return bool(self.usage) or self.reads_words

    @property
    def key(self) -> str:
        """The name as word keys have it."""
        return self.name.removeprefix("/").replace("-", "_")

    def handler(self, body: Body) -> Handler:
        """The handler of what was typed: that of the sub-command, the command itself, or else `help`."""
        if len(body.get("text", "")) > MOST_TYPED:
            return too_long
        if self.unused(body):
            return despite_words
        run = self.meant(body).run
        assert run is not None
        return run

    def unused(self, body: Body) -> str:
        """The words behind a command that takes none, as typed; "" where there are none, or where they were read."""
        text = body.get("text", "").strip()
        command = self.meant(body)
        behind = text if command is self else rest(text)
        is_named = command is self or command.is_meant(first_word(text), behind)
        return behind if is_named and not command.takes_words else ""

    def only_reads(self, body: Body) -> bool:
        """Whether the answer to what was typed changes nothing."""
        command = self.meant(body)
        is_bare = not (body.get("text", "") if command is self else rest(body.get("text", "")))
        return command.effect is Effect.READS or (command.effect is Effect.READS_BARE and is_bare)

    def meant(self, body: Body) -> "Command":
        """The sub-command that was typed, this command, or else `help`."""
        typed, behind = first_word(body.get("text", "")), rest(body.get("text", ""))
        meant = next((command for command in self.subcommands if command.is_meant(typed, behind)), self)
        if meant.run is not None:
            return meant
        return next(command for command in self.subcommands if command.name == "help" and command.run is not None)

    def is_meant(self, word: str, behind: str) -> bool:
        """Whether a typed word, with what follows it, means this sub-command."""
        is_named = self.name in (word, command_words().get(word))
        return is_named or bool(word in self.also_tried and behind and self.usage)

    def named(self, text: str) -> "Command | None":
        """The sub-command whose name is the first word of a text, with or without a slash; None where there is none."""
        bare = text.strip().removeprefix(self.name).strip().removeprefix("/")
        typed, behind = first_word(bare), rest(bare)
        return next((command for command in self.subcommands if command.is_meant(typed, behind) and command.run), None)

    def nearest_keys(self, text: str, usual: tuple[str, ...]) -> list[str]:
        """The names of three sub-commands: those nearest to any word of a text, then the `usual` ones."""
        names = self._names() | self._tried()
        words = text.lower().split()[:10]
        near = [names[match] for word in words for match in get_close_matches(word, names, 1, SAME)]
        return list(dict.fromkeys([*near, *usual]))[:3]

    def nearest(self, text: str) -> str | None:
        """What a text that begins with no sub-command probably meant, to be typed in its place.

        None where it begins with one, or nothing was typed, and "" where nothing is near. What follows the word is
        kept where it can be used.
        """
        typed = first_word(text)
        names = self._names()
        if not typed or typed in names or self.run is not None:
            return None
        names |= self._tried()
        near = names.get(typed) or next((names[word] for word in get_close_matches(typed, names, 1, CLOSE)), "")
        if not near:
            return ""
        takes_more = next(command.usage for command in self.subcommands if command.name == near)
        return f"{self.name} {near} {rest(text) if takes_more else ''}".rstrip()

    def _names(self) -> dict[str, str]:
        """What is understood alone, in every language, with the name of the sub-command that it means."""
        names = {command.name: command.name for command in self.subcommands}
        return names | {word: name for word, name in command_words().items() if name in names}

    def _tried(self) -> dict[str, str]:
        return {word: command.name for command in self.subcommands for word in command.also_tried}


def is_off(command: Body) -> bool:
    """Whether "off" was typed after a command that otherwise makes a secret, and so ends the one in use. Raises Problem
    for any other word, which must end nothing.
    """
    typed = rest(command["text"])
    if typed.lower() not in ("", "off"):
        name = f"{command['command']} {first_word(command['text'])}"
        raise Problem("integrations.problems.only_off", given=typed, command=name)
    return bool(typed)


async def too_long(command: Body) -> None:
    """Refuse to read a text that is too long. Raises Problem."""
    raise Problem("errors.too_long", limit=MOST_TYPED, length=len(command["text"]))


async def run_handler(
    handler: Handler,
    command: Body,
    answer: Answer,
    services: Services,
    libraries: Libraries,
    *,
    commands: tuple[Command, ...],
) -> None:
    """Run the handler of a command with what it asks for by name, as the binding does for what comes from Bolt."""
    available = {"answer": answer, "services": services, "libraries": libraries, "library": answer.library}
    available |= {"command": command, "body": command, "commands": commands}
    await handler(**{name: available[name] for name in inspect.signature(handler).parameters})


async def despite_words(
    answer: Answer, command: Body, services: Services, libraries: Libraries, commands: tuple[Command, ...]
) -> None:
    """Do what was typed, and say which words were not used.

    Where the command itself takes words and these name a person or a time, all of it was meant for the command: the
    customer of "/ridealong list Industries thu 3pm" is called List Industries.
    """
    asked = next(other for other in commands if other.name == command["command"])
    meant, words = asked.meant(command), asked.unused(command)
    is_for_asked = asked.takes_words and (
        MENTION.search(words) is not None or await services.ridealongs.is_timed(answer.who, words)
    )
    run = asked.run if is_for_asked else meant.run
    assert run is not None
    await run_handler(run, command, answer, services, libraries, commands=commands)
    if not is_for_asked:
        name = asked.name if meant is asked else f"{asked.name} {meant.name}"
        await answer.privately(unused(answer.library, name, as_typed(words)))


def first_word(text: str) -> str:
    """The first word, in lower case; a line break or a non-breaking space ends it as well."""
    return "".join(text.split(maxsplit=1)[:1]).lower()


def rest(text: str) -> str:
    """What follows the first word."""
    return "".join(text.split(maxsplit=1)[1:]).strip()
