"""Makes the tables of the README from the registries, so that they cannot fall behind."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.people.surfaces import ASKED_FOR, FATES, SURFACES, Surface
from bot.nudges import NUDGES
from bot.settings import Settings
from bot.slack.scopes import SCOPES
from bot.storage.privacy.personal_data import HELD
from content.models import Library
from handlers.commands import COMMANDS


def tables(library: Library) -> dict[str, str]:
    """Each table in Markdown, by the name in its markers."""
    return {
        "commands": _table(("type", "what it is for"), _commands(library)),
        "nudges": _table(("nudge", "what it is"), ((f"`{n.key}`", library.say(f"nudges.{n.key}")) for n in NUDGES)),
        "settings": _table(("setting", "default", "what it is"), _settings()),
        "scopes": _table(("scope", "why"), ((f"`{scope}`", reason) for scope, reason in SCOPES.items())),
    }


def security_tables() -> dict[str, str]:
    """The tables of SECURITY.md: every column that names a person, with its export, deletion and retention, and how
    each kind of message that others received about them is removed.
    """
    rows = ((f"`{column}`", held.export, held.deletion, held.kept) for column, held in HELD.items())
    removed = ((name, FATES[surface.others], surface.why) for name, surface in _surfaces())
    return {
        "held": _table(("column", "in their export", "when they are deleted", "kept"), rows),
        "removed": _table(("message to somebody else", "what happens to it", "why"), removed),
    }


def _surfaces() -> Iterable[tuple[str, Surface]]:
    yield from ((f"`{nudge.key}`", SURFACES[nudge.key]) for nudge in NUDGES)
    yield from ASKED_FOR.items()


def filled(text: str, made: Mapping[str, str]) -> str:
    """The document `text`, with each table in `made` replaced between its markers."""
    return re.sub(
        r"(<!-- (\w+) -->\n).*?(<!-- /\2 -->)",
        lambda marker: f"{marker[1]}{made[marker[2]]}\n{marker[3]}",
        text,
        flags=re.DOTALL,
    )


def _commands(library: Library) -> Iterable[Sequence[str]]:
    for command in COMMANDS:
        if command.run is not None:
            yield f"`{' '.join(filter(None, (command.name, command.usage)))}`", library.say(f"help.{command.key}")
        for sub in command.subcommands:
            name = " ".join(filter(None, (command.name, sub.name, sub.usage)))
            yield f"`{name}`", library.say(f"help.{command.key}.{sub.key}")


def _settings() -> Iterable[Sequence[str]]:
    for name, field in Settings.model_fields.items():
        default = "needed" if field.is_required() else f"`{field.default}`" if field.default is not None else ""
        yield f"`{name.upper()}`", default, field.description or ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in (head, ["---"] * len(head), *rows))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
