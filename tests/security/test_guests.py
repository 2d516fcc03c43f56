"""Guests may do nothing, and colleagues may do nothing with what is between others: every handler is tried."""

import re
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.blocks.ids import Action, Modal, Shortcut
from bot.domain.checkins.commitments import Commitment
from bot.domain.codec import SHARE
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
from tests.security.carried import Looks, Theirs
from tests.security.everything import everything, pressed, sent
from tests.security.presses import TOWN
from tests.security.signed import busy, by, hand_in
from tests.security.towns import Towns, opened

GUEST, COLLEAGUE, PROMPT, STEP = "U9", "U3", "P1", "S1"
SECRET, MADE = "Secret-Customer", date(2026, 10, 19)
OF_A_GUEST = {"people", "safeguards", "schedules"}  # who they are, their refusal, and that nothing is planned for them
# Rows that any request leaves: that it was seen, and who asked.
OF_REQUESTS = {"seen", "engine_pulse", "leases", "schedules", "submissions", "undecided_forms"}


@pytest.fixture
async def towns(tmp_path: Path) -> AsyncIterator[Towns]:
    """A workspace at work, with a guest in it; Slack does not send the bot its own answers, as it does messages."""
    async with opened(tmp_path, (TOWN,), ["app_home_opened", "message.im"]) as towns:
        towns.towns[TOWN].add_user("gil", id=GUEST, is_restricted=True, tz="Europe/Berlin")
        await busy(towns, TOWN)
        async with towns.bot.database.transaction(TOWN) as transaction:
            await transaction.outbox.add(prompt_in_channel(towns))
            await transaction.commitments.save(
                Commitment(STEP, "U2", "checkin:2026-10-19", "cue", SECRET, made_on=MADE)
            )
        yield towns


@contextmanager
def written_about(towns: Towns, user_id: str) -> Iterator[set[str]]:
    """The tables in which anything is written about somebody within the block, even if it is removed again."""
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


async def theirs(towns: Towns, who: str) -> Theirs:
    """What the leader and the salesperson have between them, and a prompt in a channel. A guest is refused before any
    of it is read, so a few ids will do.
    """
    async with towns.bot.database.transaction(TOWN) as transaction:
        (ride,) = await transaction.ridealongs.of("U1")
        held = await transaction.export.of_person("U2")
    named = {"ride_id": ride.id, "version": ride.version, "commitment_id": STEP, "delivery_id": PROMPT, "verb": SHARE}
    named |= {"other_id": "U2", "salesperson_id": "U2", "channel_id": "C1", "here": "C1", "nudge": PROMPT_CHANNEL}
    named |= {"was": f"C1 {PROMPT_CHANNEL}", "shows": "channels", "shown": "", "form": "x", "week": MADE.isoformat()}
    if who == GUEST:
        return Theirs([PROMPT, ride.id], [], named)
    return Theirs([PROMPT, ride.id, STEP, str(held["deliveries"][0]["id"])], ["U2"], named)


def shown(client: Client) -> str:
    """Everything that somebody can read, except what was said to everybody in a channel."""
    views = [view.source for view in (client.home, client.modal) if view]
    return str([*(message.blocks for message in (*client.dm(), *client.ephemerals())), *views])


async def test_no_button_or_form_gives_or_changes_what_is_not_ones_own(towns: Towns) -> None:
    for who in (GUEST, COLLEAGUE):
        kept, of_others = await rows(towns), await theirs(towns, who)
        with written_about(towns, who) as tables, sent(towns) as told:
            async for tried in everything(towns, who, of_others):
                assert SECRET not in tried + told(), tried
            await towns.settle()
        assert who != GUEST or tables <= OF_A_GUEST
        await _nothing_of_others(towns, who, kept)


async def test_the_presses_reach_what_they_press(towns: Towns) -> None:
    """Otherwise nothing above proves anything: a colleague's own answer to the channel's prompt is kept, and the leader
    is shown the call that they planned.
    """
    of_others, looks = await theirs(towns, COLLEAGUE), Looks()
    for action in (Action.PROMPT_DONE, Action.PROMPT_LATER):
        await pressed(towns, COLLEAGUE, action, PROMPT, looks)
    with sent(towns) as told:
        await pressed(towns, "U1", Action.RIDEALONG_CHANGE, of_others.named["ride_id"], looks)
        assert SECRET in told()
    await towns.settle()
    async with towns.bot.database.transaction(TOWN) as transaction:
        assert await transaction.answers.get(COLLEAGUE, PROMPT)
        assert await transaction.schedules.get(COLLEAGUE, PROMPT_LATER, PROMPT)


async def _nothing_of_others(towns: Towns, who: str, kept: dict[str, set[str]]) -> None:
    """Nothing that was there is gone or changed, and nothing of the ride-along is shown; a guest leaves nothing new."""
    now = await rows(towns)
    allowed = {
        "people",
        "deliveries",
        "figures",
        "counted",
    }  # one's own settings; what is sent and counted all the while
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


async def test_no_command_shortcut_event_or_message_is_for_a_guest(towns: Towns) -> None:
    client = towns.client(TOWN, GUEST)
    for command in COMMANDS:
        for more in ("", "#sales 9:00", "@tom x"):
            for name in [sub.name for sub in command.subcommands if sub.name != "delete-me"]:
                await asked(towns, client.command(command.name, f"{name} {more}", "sales"))
        await asked(towns, client.command(command.name, "", "sales"))
    for shortcut in SHORTCUTS:
        said = {"type": "message", "user": "U2", "ts": "1.1", "text": "well done"}
        await hand_in(
            towns, by(TOWN, GUEST, "message_action", callback_id=shortcut, message=said, channel={"id": "C1"})
        )
    await asked(towns, client.open_home())
    for words in ("today", "start", "checkin", "nudge #sales 9:00", "/ridealong @tom Acme tomorrow 15:00", "hello"):
        await asked(towns, client.send("dm", words))
    await towns.settle()
    assert SECRET not in shown(client)
    async with towns.bot.database.transaction(TOWN) as transaction:
        assert set(await transaction.export.of_person(GUEST)) <= {"people"}


async def asked(towns: Towns, act: Awaitable[Any]) -> None:
    """Do what Slack lets a person do, and send the form that opens."""
    await towns.ask(act)
    await towns.ask(towns.client(TOWN, GUEST).submit())


def test_every_registry_is_tried() -> None:
    """A new entry in one of these is tried automatically; a new kind of registry needs a test here."""
    assert set(ACTIONS) == set(Action)
    assert set(VIEWS) == set(Modal)
    assert set(SHORTCUTS) == set(Shortcut)
    assert {name for name in EVENTS if name.startswith(("app_home", "message"))} == {"app_home_opened", "message.im"}
