"""Guests may do nothing, and colleagues nothing with what is between others: every handler is tried."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.blocks.ids import Action, Modal, Shortcut
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import PersonStatus
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.localslack import Client
from bot.nudges import PROMPT_CHANNEL, PROMPT_LATER
from bot.storage.tables import metadata
from handlers.actions import ACTIONS
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from handlers.shortcuts import SHORTCUTS
from handlers.views import VIEWS
from tests.security.presses import TOWN, press, submit
from tests.security.signed import busy, by, interact
from tests.security.towns import Towns, opened

GUEST, COLLEAGUE, PROMPT = "U9", "U3", "P1"
SECRET = "Secret-Customer"
OF_A_GUEST = {"people", "safeguards", "schedules"}  # who they are, their no, and that nothing is planned for them
# Rows that any request leaves: that it was seen, and who asked.
OF_REQUESTS = {"seen", "engine_pulse", "leases", "schedules", "submissions", "undecided_forms"}


@asynccontextmanager
async def at_work(folder: Path, events: Iterable[str]) -> AsyncIterator[Towns]:
    """A workspace at work, with a guest in it; Slack tells the bot of these `events`."""
    async with opened(folder, (TOWN,), events) as towns:
        towns.towns[TOWN].add_user("gil", id=GUEST, is_restricted=True, tz="Europe/Berlin")
        await busy(towns, TOWN)
        async with towns.bot.database.transaction(TOWN) as transaction:
            await transaction.outbox.add(prompt_in_channel(towns))
        yield towns


@pytest.fixture
async def towns(tmp_path: Path) -> AsyncIterator[Towns]:
    async with at_work(tmp_path, EVENTS) as towns:
        yield towns


@pytest.fixture
async def pressed(tmp_path: Path) -> AsyncIterator[Towns]:
    """The same for a thousand presses: Slack does not tell the bot of its own answers, as of every message."""
    async with at_work(tmp_path, ["app_home_opened"]) as towns:
        yield towns


@contextmanager
def written_about(towns: Towns, user_id: str) -> Iterator[set[str]]:
    """The tables in which anything is written about somebody meanwhile, also what is taken out again."""
    tables: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        change = re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", statement)
        if change and user_id in repr(parameters):
            tables.add(change[1])

    engine = towns.bot.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield tables
    event.remove(engine, "before_cursor_execute", note)


def prompt_in_channel(towns: Towns) -> Delivery:
    """A prompt that everybody in the channel can press something under."""
    now, prompt = towns.clock(), next(iter(towns.bot.library.prompts))
    sent = DeliveryStatus.SENT
    return Delivery(PROMPT, TOWN, "C1", PROMPT_CHANNEL, "x", on=now.date(), due_at=now, status=sent, content_id=prompt)


async def rows(towns: Towns) -> dict[str, set[str]]:
    """Every row of every table that a person's action may change, as text."""
    held: dict[str, set[str]] = {}
    async with towns.bot.database.connection() as connection:
        for table in metadata.sorted_tables:
            if table.name not in OF_REQUESTS:
                columns = [column for column in table.columns if column.name not in {"seen_at", "claimed_at"}]
                held[table.name] = {str(row) for row in (await connection.execute(select(*columns))).all()}
    return held


async def values(towns: Towns, who: str) -> list[str]:
    """Everything that a button may carry: ids of what is stored, alone and as our codec packs them. A guest is refused
    before any of it is looked at, so that a few will do.
    """
    found: dict[str, None] = {"": None, PROMPT: None} | (
        {"U2": None, "C1 prompt_channel": None} if who != GUEST else {}
    )
    async with towns.bot.database.transaction(TOWN) as transaction:
        rides = await transaction.ridealongs.of("U1")
        held = await transaction.export.of_person("U2") if who != GUEST else {}
    for ride in rides:
        found |= dict.fromkeys([ride.id, f"{ride.id} {ride.version}"])
    for table in ("deliveries", "commitments"):
        found |= dict.fromkeys(str(row["id"]) for row in held.get(table, [])[:1])
    return list(found)


def shown(client: Client) -> str:
    """All that somebody can read, but what was said to everybody in a channel."""
    views = [view.source for view in (client.home, client.modal) if view]
    return str([*(message.blocks for message in (*client.dm(), *client.ephemerals())), *views])


@pytest.mark.parametrize("who", [GUEST, COLLEAGUE], ids=["guest", "colleague"])
async def test_no_button_gives_or_changes_what_is_not_ones_own(pressed: Towns, who: str) -> None:
    kept, carried = await rows(pressed), await values(pressed, who)
    with written_about(pressed, who) as tables:
        for action in ACTIONS:
            for value in carried:
                status, text = await interact(pressed, press(action, value, who))
                assert (status < 500, SECRET in text) == (True, False)
        await pressed.settle()
    assert who != GUEST or tables <= OF_A_GUEST
    await _nothing_of_others(pressed, who, kept)


async def test_the_presses_reach_what_they_press(towns: Towns) -> None:
    """Or nothing of the above proves anything: a colleague's own answer to the channel's prompt is kept."""
    for action in (Action.PROMPT_DONE, Action.PROMPT_LATER):
        await interact(towns, press(action, PROMPT, COLLEAGUE))
    await towns.settle()
    async with towns.bot.database.transaction(TOWN) as transaction:
        assert await transaction.answers.get(COLLEAGUE, PROMPT)
        assert await transaction.schedules.get(COLLEAGUE, PROMPT_LATER, PROMPT)


@pytest.mark.parametrize("who", [GUEST, COLLEAGUE], ids=["guest", "colleague"])
async def test_no_form_gives_or_changes_what_is_not_ones_own(pressed: Towns, who: str) -> None:
    kept, carried = await rows(pressed), await values(pressed, who)
    with written_about(pressed, who) as tables:
        for modal in VIEWS:
            for value in carried if modal is not Modal.DELETE_ME else ():
                status, text = await interact(pressed, submit(modal, value, who))
                assert (status < 500, SECRET in text) == (True, False)
        await pressed.settle()
    assert who != GUEST or tables <= OF_A_GUEST
    await _nothing_of_others(pressed, who, kept)


async def _nothing_of_others(towns: Towns, who: str, kept: dict[str, set[str]]) -> None:
    """Nothing that was there is gone or changed, and nothing of the ride-along is shown; of a guest nothing is new."""
    now = await rows(towns)
    allowed = {"people", "deliveries", "figures", "counted"}  # one's own settings; what is sent and counted meanwhile
    changed = {table: kept[table] - now[table] for table in kept if kept[table] - now[table]}
    assert {table: gone for table, gone in changed.items() if table not in allowed} == {}
    assert SECRET not in shown(towns.client(TOWN, who))
    async with towns.bot.database.transaction(TOWN) as transaction:
        (ride,) = await transaction.ridealongs.of("U1")
        assert ride.state is not RideAlongState.CANCELLED
        assert await transaction.ridealongs.of(who) == []
        if who == GUEST:
            assert set(await transaction.export.of_person(GUEST)) <= {"people"}
            guest = await transaction.people.get(GUEST)
            assert guest is None or guest.status in {PersonStatus.NEW, PersonStatus.STOPPED}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_no_command_is_for_a_guest(towns: Towns, command: Any) -> None:
    client = towns.client(TOWN, GUEST)
    for words in ("", *(f"{sub.name} {more}" for sub in command.subcommands for more in ("", "#sales 9:00", "@tom x"))):
        if "delete-me" not in words:
            await towns.try_(client.command(command.name, words, "sales"))
            await towns.try_(client.submit())
    assert SECRET not in shown(client)
    async with towns.bot.database.transaction(TOWN) as transaction:
        assert set(await transaction.export.of_person(GUEST)) <= {"people"}


async def test_no_shortcut_event_or_message_is_for_a_guest(towns: Towns) -> None:
    client = towns.client(TOWN, GUEST)
    for shortcut in SHORTCUTS:
        said = {"type": "message", "user": "U2", "ts": "1.1", "text": "well done"}
        payload = by(TOWN, GUEST, "message_action", callback_id=shortcut, message=said, channel={"id": "C1"})
        assert (await interact(towns, payload))[0] < 500
    await towns.try_(client.open_home())
    for words in ("today", "start", "checkin", "nudge #sales 9:00", "/ridealong @tom Acme tomorrow 15:00", "hello"):
        await towns.try_(client.send("dm", words))
    assert SECRET not in shown(client)
    async with towns.bot.database.transaction(TOWN) as transaction:
        assert set(await transaction.export.of_person(GUEST)) <= {"people"}


def test_every_registry_is_tried() -> None:
    """What is new in one of these is tried by itself; a new kind of registry needs a test here."""
    assert set(ACTIONS) == set(Action)
    assert set(VIEWS) == set(Modal)
    assert set(SHORTCUTS) == set(Shortcut)
    assert {name for name in EVENTS if name.startswith(("app_home", "message"))} == {"app_home_opened", "message.im"}
