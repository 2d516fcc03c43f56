"""The truth tables: what Slack may ask and what we answer agree with the documents and the words."""

import inspect
import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, cast

import pytest

from bot.blocks.ids import Action, Menu, Modal, Shortcut
from content.messages import facts_of
from content.models import Library
from handlers.actions import ACTIONS
from handlers.binding import Binding
from handlers.command import Command, Handler
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.options import OPTIONS
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS
from tests.code import ROOT, modules
from tests.words import Spoken, spoken

REGISTRIES: dict[str, tuple[type[StrEnum], Mapping[Any, Handler]]] = {
    "actions": (Action, ACTIONS),
    "views": (Modal, VIEWS),
    "shortcuts": (Shortcut, SHORTCUTS),
    "options": (Menu, OPTIONS),
}
HANDLERS: list[Handler] = [*ACTIONS.values(), *VIEWS.values(), *SHORTCUTS.values(), *EVENTS.values(), *OPTIONS.values()]
HANDLERS += [each.run for command in COMMANDS for each in (command, *command.subcommands) if each.run is not None]


def word_keys_of(commands: tuple[Command, ...]) -> list[str]:
    """The help word of every command that does something on its own, and of every sub-command."""
    own = [f"help.{command.key}" for command in commands if command.run is not None]
    return own + [f"help.{command.key}.{sub.key}" for command in commands for sub in command.subcommands]


@pytest.mark.parametrize("folder", REGISTRIES)
def test_every_id_has_a_handler_and_every_handler_an_id(folder: str) -> None:
    ids, registry = REGISTRIES[folder]
    assert set(registry) == set(ids)


def test_an_id_means_one_thing() -> None:
    values = [str(each) for ids in (Action, Menu, Modal, Shortcut) for each in ids]
    assert len(values) == len(set(values))


@pytest.mark.parametrize("ids", [Action, Menu, Modal])
def test_every_button_and_modal_is_shown_somewhere(ids: type[Action | Menu | Modal]) -> None:
    named = {name for module in modules("bot") for name in re.findall(rf"\b{ids.__name__}\.(\w+)", module.text)}
    assert [each for each in ids if each.name not in named] == []


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda handler: f"{handler.__module__}.{handler.__qualname__}")
def test_a_handler_asks_only_for_what_it_can_get(handler: Handler) -> None:
    Binding(cast("Any", None), cast("Any", None), COMMANDS).bind(handler)
    assert inspect.iscoroutinefunction(handler)


@pytest.mark.parametrize("key", word_keys_of(COMMANDS))
def test_every_command_has_its_line_of_help(library: Library, key: str) -> None:
    assert library.words.get(key, "").endswith((".", "?"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_can_be_asked_for_help(command: Command) -> None:
    assert "help" in {sub.name for sub in command.subcommands}
    names = [sub.name for sub in command.subcommands]
    assert len(names) == len(set(names))


def test_manifest_and_readme_name_every_command() -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [entry["command"] for entry in manifest["features"]["slash_commands"]] == [each.name for each in COMMANDS]
    typed = [each.name for each in COMMANDS if each.run]
    typed += [f"{each.name} {sub.name}" for each in COMMANDS for sub in each.subcommands]
    missing = [name for name in typed if f"`{name}" not in readme]
    assert not missing, "\n".join(missing)


def names_words(one: Spoken, library: Library) -> bool:
    """Whether this string names words: it is said, or it begins with the name of a words file."""
    return one.is_said or one.surface in {key.partition(".")[0] for key in library.words}


def test_every_word_that_the_code_speaks_exists(library: Library) -> None:
    keys = {*library.words, *library.questions, *library.wordings}
    about = [one for one in spoken() if names_words(one, library)]
    missing = [f"{one.where} {one.key}" for one in about if not any(map(one.pattern.fullmatch, keys))]
    assert not missing, "\n".join(missing)


def test_every_word_is_spoken_somewhere(library: Library) -> None:
    patterns = {one.pattern for one in spoken() if one.surface and names_words(one, library)}
    unused = [key for key in library.words if not any(pattern.fullmatch(key) for pattern in patterns)]
    assert not unused, "\n".join(unused)


def test_every_fact_of_a_word_is_given(library: Library) -> None:
    """Where the key is whole in the code; with an f-string, each sentence takes the facts that it needs."""
    missing = []
    for one in spoken():
        for key in library.words.keys() & {one.key}:
            wanted = facts_of(library.words[key])
            missing += [
                f"{one.where} {key}: {name}" for name in wanted if one.facts is not None and name not in one.facts
            ]
    assert not missing, "\n".join(missing)
