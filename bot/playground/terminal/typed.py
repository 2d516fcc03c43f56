"""Parses a line typed at the demo's prompt. Pure."""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.domain.time.schedule import instant
from bot.parsing.ridealong import read as read_when

MORNING = time(9, 0)
AHEAD = re.compile(r"\+?(\d+)\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
ACTS = "`/command`, `press`, `choose`, `submit`, `close`, `say`"


class Misread(Exception):
    """The line was not understood; the text is a sentence that says what to type instead."""


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line: `verb` is a key of VERBS or of ACTS; `who` a handle or channel name; `words` what follows."""

    verb: str
    who: str = ""
    words: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def read(line: str) -> TypedLine | None:
    """The parsed line; None for an empty one. Raises Misread."""
    verb, _, words = line.strip().partition(" ")
    verb, words = verb.lower(), words.strip()
    if not verb:
        return None
    if verb == "as":
        return _act(words)
    if verb in {"people", "help", "quit"}:
        return TypedLine(verb)
    if verb == "exit":
        return TypedLine("quit")
    if verb in {"home", "dm", "channel"}:
        if not words:
            example = "sales" if verb == "channel" else "maria"
            raise Misread(f"Whose? Type, for example, `{verb} {example}`.")
        return TypedLine(verb, _handle(words))
    if verb == "jump":
        if not words:
            raise Misread("To when? Type, for example, `jump friday 15:00`, `jump tomorrow 9:00` or `jump 2h`.")
        return TypedLine(verb, words=words)
    if verb.startswith("/") or verb in READERS:
        raise Misread(f"Who does that? Begin with a name: `as maria {line.strip()}`.")
    raise Misread(f"I do not know `{verb}`. Type `help` to see what there is.")


def _act(words: str) -> TypedLine:
    who, _, rest = words.partition(" ")
    verb, _, rest = rest.strip().partition(" ")
    rest = rest.strip()
    if not who or not verb:
        raise Misread("Who does what? Type, for example, `as maria /selfcheck` or `as tom press Done`.")
    if verb.startswith("/"):
        return TypedLine("command", _handle(who), f"{verb} {rest}".strip())
    reader = READERS.get(verb.lower())
    if reader is None:
        raise Misread(f"I do not know `{verb}` here. After `as {_handle(who)}` comes {ACTS}.")
    return reader(_handle(who), rest)


def _press(who: str, rest: str) -> TypedLine:
    if not rest:
        raise Misread(f"Which button? Type, for example, `as {who} press Done`.")
    return TypedLine("press", who, rest.strip("\"'[]"))


def _choose(who: str, rest: str) -> TypedLine:
    if not rest:
        raise Misread(f"Which choice? Type, for example, `as {who} choose In an hour`.")
    return TypedLine("choose", who, rest.strip("\"'"))


def _submit(who: str, rest: str) -> TypedLine:
    try:
        parts = shlex.split(rest)
    except ValueError:
        raise Misread('A quotation mark is missing. Type, for example, `as maria submit text="two words"`.') from None
    answers: dict[str, str] = {}
    last = ""
    for part in parts:
        name, equals, value = part.partition("=")
        if equals:
            answers[name] = value
            last = name
        elif last:
            answers[last] += f" {part}"
        else:
            raise Misread(f'I expected field=value, not “{part}”. Type, for example, `as {who} submit text="…"`.')
    return TypedLine("submit", who, answers=answers)


def _say(who: str, rest: str) -> TypedLine:
    channel, _, text = rest.partition(" ")
    if not channel.startswith("#") or not text.strip():
        raise Misread(f"Where, and what? Type, for example, `as {who} say #sales Good morning`.")
    return TypedLine("say", who, f"{channel} {text.strip()}")


def _close(who: str, _rest: str) -> TypedLine:
    return TypedLine("close", who)


READERS: dict[str, Callable[[str, str], TypedLine]] = {
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "say": _say,
    "close": _close,
}


def when(words: str, now: datetime, zone: str) -> datetime:
    """The moment (aware UTC) that "friday 15:00", "tomorrow 9:00", "17:30", "2026-11-03 9:00" or "2h" means in `zone`;
    always after `now`. Raises Misread.
    """
    if ahead := AHEAD.fullmatch(words.lower().strip()):
        return now + timedelta(**{UNITS[ahead[2][0]]: int(ahead[1])})
    reading = read_when(words, now, zone)
    days, reasons = (
        [day for unclear in reading.unclear for day in unclear.options],
        {unclear.reason for unclear in reading.unclear},
    )
    if "past" in reasons:
        raise Misread(f"{words.capitalize()} is in the past, and time here only goes forward.")
    on = reading.on or min(days, default=None)
    if on is None or reading.customer or reading.length or reasons - {"which"}:
        raise Misread(f"I cannot read “{words}” as a time. Type, for example, `jump friday 15:00`.")
    moment = instant(on, reading.at or MORNING, zone)
    if moment <= now:
        raise Misread(f"{words.capitalize()} is in the past, and time here only goes forward.")
    return moment


def _handle(word: str) -> str:
    return word.strip().lstrip("@#").lower()


def split_list(text: str) -> Sequence[str]:
    """The parts between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]
