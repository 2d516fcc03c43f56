"""Which sub-command was typed."""

import inspect
from types import SimpleNamespace
from typing import Any

import pytest

from bot.parsing.vocabulary import command_words
from handlers.command import Command, rest, run_handler
from handlers.commands import COMMANDS
from handlers.commands.help import elsewhere
from handlers.commands.ridealong import RIDEALONG
from handlers.commands.secondchair import SECONDCHAIR


async def helping() -> None: ...


async def pausing() -> None: ...


async def planning() -> None: ...


STRICT = Command("/chair", subcommands=(Command("pause", pausing, "[until]"), Command("help", helping)))
OPEN = Command("/ride", planning, "[@rep]", subcommands=(Command("help", helping),))


RUNNABLE = [runnable for command in COMMANDS for runnable in (command, *command.subcommands) if runnable.run]


@pytest.mark.parametrize("command", RUNNABLE, ids=lambda command: command.name)
async def test_a_command_gets_what_it_asks_for_however_it_is_run(command: Command) -> None:
    """The binding refuses a handler that asks for anything else when it starts; this way of running one does not."""
    got: dict[str, Any] = {}

    async def handler(**given: Any) -> None:
        got.update(given)

    vars(handler)["__signature__"] = inspect.signature(command.run or helping)
    answer: Any = SimpleNamespace(library="words")
    services: Any = object()
    libraries: Any = object()
    await run_handler(handler, {"text": "x"}, answer, services, libraries, commands=COMMANDS)
    assert got.keys() == inspect.signature(command.run or helping).parameters.keys()


@pytest.mark.parametrize(
    ("command", "text", "handler"),
    [
        (STRICT, "pause until friday", pausing),
        (STRICT, "  PAUSE ", pausing),
        (STRICT, "help", helping),
        pytest.param(STRICT, "", helping, id="nothing typed"),
        (OPEN, "help", helping),
        pytest.param(OPEN, "", planning, id="nothing typed, and the command runs by itself"),
        (OPEN, "@tom Acme", planning),
    ],
)
def test_the_first_word_chooses(command: Command, text: str, handler: object) -> None:
    assert command.handler({"text": text}) is handler


@pytest.mark.parametrize(
    ("command", "text", "unused"),
    [
        (STRICT, "help  Me out ", "Me out"),
        (STRICT, "help", ""),
        (STRICT, "pause until friday", ""),
        (OPEN, "@tom Acme", ""),
        pytest.param(STRICT, "halp me", "", id="help answers the unknown word"),
        pytest.param(Command("/check", planning), "tomorrow", "tomorrow", id="the command itself takes none"),
    ],
)
def test_only_words_that_nothing_reads_are_unused(command: Command, text: str, unused: str) -> None:
    assert command.unused({"text": text}) == unused


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("paus", "/chair pause"),
        ("halp", "/chair help"),
        ("xyz", ""),
        pytest.param("pause", None, id="one that is there"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_unknown_word_is_answered_by_help_with_the_nearest(typed: str, nearest: str | None) -> None:
    assert STRICT.nearest(typed) == nearest
    assert STRICT.handler({"text": typed}) is (pausing if typed == "pause" else helping)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        *((word, "pause") for word in ("vacation", "holiday", "ooo", "off", "snooze", "vacaton", "holidays")),
        ("unsubscribe", "stop"),
        ("setings", "settings"),
        ("prefs", "settings"),
    ],
)
def test_words_that_people_try_find_what_they_mean(typed: str, nearest: str) -> None:
    assert SECONDCHAIR.nearest(typed) == f"/secondchair {nearest}"


@pytest.mark.parametrize("word", ["history", "unreached", "rides", "who"])
def test_what_is_like_nothing_is_taken_for_nothing(word: str) -> None:
    assert SECONDCHAIR.nearest(word) == ""


@pytest.mark.parametrize("word", ["vacation", "off", "holiday"])
def test_a_word_that_people_try_is_run_with_what_it_can_use(word: str) -> None:
    pause = next(command for command in SECONDCHAIR.subcommands if command.name == "pause")
    assert SECONDCHAIR.handler({"text": f"{word} 20 dec - 4 jan"}) is pause.run
    assert SECONDCHAIR.named(f"{word} 20 dec - 4 jan") is pause
    assert SECONDCHAIR.handler({"text": word}) is not pause.run
    assert SECONDCHAIR.nearest("vacaton 20 dec - 4 jan") == "/secondchair pause 20 dec - 4 jan"


def test_what_people_try_is_the_name_of_nothing_else() -> None:
    names = {command.name for command in SECONDCHAIR.subcommands}
    tried = [word for command in SECONDCHAIR.subcommands for word in command.also_tried]
    assert len(tried) == len(set(tried))
    assert not names & set(tried)
    assert not command_words().keys() & {*names, *tried}
    assert set(command_words().values()) <= {sub.name for command in COMMANDS for sub in command.subcommands}


@pytest.mark.parametrize(
    ("command", "typed", "meant"),
    [
        (SECONDCHAIR, "Hilfe", "help"),
        (SECONDCHAIR, "heute", "today"),
        (SECONDCHAIR, "Einstellungen", "settings"),
        (SECONDCHAIR, "einstellungen impuls 8:30", "settings"),
        (SECONDCHAIR, "weiter", "resume"),
        (SECONDCHAIR, "urlaub 24.12. - 6.1.", "pause"),
        (SECONDCHAIR, "Check-in fr 14:00", "checkin"),
        (RIDEALONG, "Liste", "list"),
        (RIDEALONG, "hilfe", "help"),
    ],
)
def test_a_word_for_a_command_in_another_language_runs_it(command: Command, typed: str, meant: str) -> None:
    sub = next(sub for sub in command.subcommands if sub.name == meant)
    assert command.handler({"text": typed}) is sub.run
    assert command.named(typed) is sub
    assert command.nearest(typed.split(maxsplit=1)[0]) in {None, f"/secondchair {meant}"}


def test_a_misspelt_word_of_another_language_finds_its_command() -> None:
    assert SECONDCHAIR.nearest("einstelungen") == "/secondchair settings"
    assert SECONDCHAIR.nearest_keys("wo sind die einstellungen", ("today",)) == ["settings", "today"]
    assert RIDEALONG.nearest_keys("hilfe", ()) == ["help"]
    assert command_words()["hilfe"] == "help"


def test_where_anything_may_be_typed_nothing_is_unknown() -> None:
    assert OPEN.nearest("@tom") is None


def test_the_rest_is_what_follows() -> None:
    assert rest(" pause  until Friday ") == "until Friday"


@pytest.mark.parametrize("space", ["\n", "\u00a0", "\t"])
def test_any_white_space_ends_the_first_word(space: str) -> None:
    assert STRICT.handler({"text": f"pause{space}until friday"}) is pausing
    assert rest(f"pause{space}until friday") == "until friday"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("@tom Acme thu 15:00", "/ridealong @tom Acme thu 15:00"),
        ("ridealong @tom Acme", "/ridealong @tom Acme"),
        ("/ridealong", "/ridealong"),
        ("selfcheck", "/selfcheck"),
        pytest.param("riddle", "", id="nothing is near"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_belongs_behind_another_command_is_told_with_it(typed: str, meant: str) -> None:
    assert elsewhere(typed, COMMANDS) == meant
