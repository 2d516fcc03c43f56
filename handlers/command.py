"""What a slash command is, and which of its sub-commands was typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.errors import Problem
from handlers.parse import Body

Handler = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command ("/selfcheck") or sub-command ("pause"), with what may follow its name in `usage`.

    What it is for stands in the words: "help.<key>". `run` answers what is no sub-command; without it, an unknown
    word is answered with the nearest one. A command with sub-commands has `help` among them.
    """

    name: str
    run: Handler | None = None
    usage: str = ""
    subcommands: tuple["Command", ...] = ()

    @property
    def key(self) -> str:
        """The name as it stands in word keys."""
        return self.name.removeprefix("/").replace("-", "_")

    def handler(self, body: Body) -> Handler:
        """Who answers what was typed. Raises Problem with the nearest sub-command where nobody does."""
        typed = first_word(body.get("text", ""))
        for command in self.subcommands:
            if command.name == (typed or (command.name if self.run is None and command.name == "help" else "")):
                return command.handler({"text": rest(body.get("text", ""))})
        if self.run is not None:
            return self.run
        names = [command.name for command in self.subcommands]
        nearest = next(iter(get_close_matches(typed, names, n=1, cutoff=0.4)), "help")
        raise Problem("errors.unknown_command", given=typed, nearest=f"{self.name} {nearest}")


def first_word(text: str) -> str:
    """The first word, in lower case."""
    return text.strip().partition(" ")[0].lower()


def rest(text: str) -> str:
    """What follows the first word."""
    return text.strip().partition(" ")[2].strip()
