"""Collects problems, each with a JSON pointer, and holds the checks that every part shares."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

# An ampersand that is no entity: https://docs.slack.dev/messaging/formatting-message-text#escaping
RAW = re.compile(r"&(?!amp;|lt;|gt;)")
Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True)
class BlockProblem:
    """One problem: its place (`/blocks/0/text`), and what is wrong, as a sentence."""

    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """A place in what is being checked; all places of one check share the list of problems."""

    surface: Surface
    pointer: str = ""
    problems: list[BlockProblem] = field(default_factory=list)

    def at(self, *steps: str | int) -> "Check":
        """A place below this one."""
        return Check(self.surface, "/".join((self.pointer, *(str(step) for step in steps))), self.problems)

    def say(self, sentence: str) -> None:
        """Add a problem at this place."""
        self.problems.append(BlockProblem(self.pointer, sentence))

    def mapping(self, part: Any) -> TypeGuard[Mapping[str, Any]]:
        """Whether the value is an object; adds a problem if not."""
        if isinstance(part, Mapping):
            return True
        self.say("must be an object")
        return False

    def listing(self, part: Any, least: int, most: int) -> TypeGuard[list[Any] | tuple[Any, ...]]:
        """Whether the value is a list; adds a problem if not, and if it has too few or too many entries."""
        if not isinstance(part, list | tuple):
            self.say("must be a list")
            return False
        if len(part) < least:
            self.say(f"must have at least {least} item{'' if least == 1 else 's'}")
        if len(part) > most:
            self.say(f"must have no more than {most} items; this has {len(part)}")
        return True

    def fields(self, part: Mapping[str, Any], required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """Check that no field is missing and none is unknown to Slack."""
        needed = set(required)
        for name in sorted(needed - set(part)):
            self.say(f"missing required field: {name}")
        for name in sorted(set(part) - needed - set(optional)):
            self.say(f"invalid additional property: {name}")

    def words(self, part: Any, most: int, least: int = 1) -> None:
        """Check a string of `least` to `most` characters."""
        if not isinstance(part, str):
            self.say("must be a string")
        elif len(part) > most:
            self.say(f"must be less than {most + 1} characters; this has {len(part)}")
        elif len(part) < least:
            self.say("must not be empty" if least == 1 else f"must be at least {least} characters")

    def text(self, part: Any, most: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> None:
        """Check a text object of one of these kinds."""
        if not self.mapping(part):
            return
        kind = part.get("type")
        if kind not in kinds:
            self.at("type").say(f"must be {' or '.join(kinds)}, not {kind!r}")
        self.fields(part, ("type", "text"), ("verbatim",) if kind == "mrkdwn" else ("emoji",))
        if "text" in part:
            self.at("text").words(part["text"], most)
            if kind == "mrkdwn" and RAW.search(str(part["text"])):
                self.at("text").say("an ampersand in mrkdwn must be written &amp;")

    def plain(self, part: Any, most: int) -> None:
        """Check a plain_text object."""
        self.text(part, most, ("plain_text",))

    def one_of(self, part: Any, allowed: Iterable[Any]) -> None:
        """Check that the value is one of a few."""
        choices = tuple(allowed)
        if part not in choices:
            self.say(f"must be one of {', '.join(map(str, choices))}, not {part!r}")

    def flag(self, part: Any) -> None:
        """Check for true or false."""
        if not isinstance(part, bool):
            self.say("must be true or false")

    def whole(self, part: Any, least: int, most: int) -> None:
        """Check for a whole number in a range."""
        if not isinstance(part, int) or isinstance(part, bool) or not least <= part <= most:
            self.say(f"must be a whole number from {least} to {most}")
