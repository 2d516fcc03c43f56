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
from tests.security.presses import WORKSPACE
from tests.security.served_workspaces import ServedWorkspaces, opened
from tests.security.signed import busy, by, hand_in

GUEST, COLLEAGUE, PROMPT, STEP = "U9", "U3", "P1", "S1"
SECRET, MADE = "Secret-Customer", date(2026, 10, 19)
OF_A_GUEST = {"people", "safeguards", "schedules"}  # who they are, their refusal, and that nothing is planned for them
# Rows that any request leaves: that it was seen, and who asked.
OF_REQUESTS = {"seen", "engine_pulse", "leases", "schedules", "submissions", "undecided_forms"}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[ServedWorkspaces]:
    """A workspace at work, with a guest in it; Slack does not send the bot its own answers, as it does messages."""
    async with opened(tmp_path, (WORKSPACE,), ["app_home_opened", "message.im"]) as served:
        served.workspaces[WORKSPACE].add_user("gil", id=GUEST, is_restricted=True, tz="Europe/Berlin")
        await busy(served, WORKSPACE)
        async with served.bot.database.transaction(WORKSPACE) as transaction:
            await transaction.outbox.add(prompt_in_channel(served))
            await transaction.commitments.save(
                Commitment(STEP, "U2", "checkin:2026-10-19", "cue", SECRET, made_on=MADE)
            )
        yield served


@contextmanager
def written_about(served: ServedWorkspaces, user_id: str) -> Iterator[set[str]]:
    """The tables in which anything is written about somebody within the block, even if it is removed again."""
    tables: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        change = re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)", statement)
        if change and user_id in repr(parameters):
            tables.add(change[1])

    engine = served.bot.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield tables
    event.remove(engine, "before_cursor_execute", note)


def prompt_in_channel(served: ServedWorkspaces) -> Delivery:
    """A prompt that everybody in the channel can press something under."""
    now, prompt = served.clock(), next(iter(served.bot.library.prompts))
    sent = DeliveryStatus.SENT
    return Delivery(
        PROMPT, WORKSPACE, "C1", PROMPT_CHANNEL, "x", on=now.date(), due_at=now, status=sent, content_id=prompt
    )


async def rows(served: ServedWorkspaces) -> dict[str, set[str]]:
    """Every row of every table that a person's action may change, as text."""
    held: dict[str, set[str]] = {}
    async with served.bot.database.connection() as connection:
        for table in metadata.sorted_tables:
            if table.name not in OF_REQUESTS:
                columns = [column for column in table.columns if column.name not in {"seen_at", "claimed_at"}]
                held[table.name] = {str(row) for row in (await connection.execute(select(*columns))).all()}
    return held


async def theirs(served: ServedWorkspaces, who: str) -> Theirs:
    """What the leader and the salesperson have between them, and a prompt in a channel. A guest is refused before any
    of it is read, so a few ids will do.
    """
    async with served.bot.database.transaction(WORKSPACE) as transaction:
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


async def test_no_button_or_form_gives_or_changes_what_is_not_ones_own(served: ServedWorkspaces) -> None:
    for who in (GUEST, COLLEAGUE):
        kept, of_others = await rows(served), await theirs(served, who)
        with written_about(served, who) as tables, sent(served) as told:
            async for tried in everything(served, who, of_others):
                assert SECRET not in tried + told(), tried
            await served.settle()
        assert who != GUEST or tables <= OF_A_GUEST
        await _nothing_of_others(served, who, kept)


async def test_the_presses_reach_what_they_press(served: ServedWorkspaces) -> None:
    """Otherwise nothing above proves anything: a colleague's own answer to the channel's prompt is kept, and the leader
    is shown the call that they planned.
    """
    of_others, looks = await theirs(served, COLLEAGUE), Looks()
    for action in (Action.PROMPT_DONE, Action.PROMPT_LATER):
        await pressed(served, COLLEAGUE, action, PROMPT, looks)
    with sent(served) as told:
        await pressed(served, "U1", Action.RIDEALONG_CHANGE, of_others.named["ride_id"], looks)
        assert SECRET in told()
    await served.settle()
    async with served.bot.database.transaction(WORKSPACE) as transaction:
        assert await transaction.answers.get(COLLEAGUE, PROMPT)
        assert await transaction.schedules.get(COLLEAGUE, PROMPT_LATER, PROMPT)


async def _nothing_of_others(served: ServedWorkspaces, who: str, kept: dict[str, set[str]]) -> None:
    """Nothing that was there is gone or changed, and nothing of the ride-along is shown; a guest leaves nothing new."""
    now = await rows(served)
    allowed = {
        "people",
        "deliveries",
        "figures",
        "counted",
    }  # one's own settings; what is sent and counted all the while
    changed = {table: kept[table] - now[table] for table in kept if kept[table] - now[table]}
    assert {table: gone for table, gone in changed.items() if table not in allowed} == {}
    assert SECRET not in shown(served.client(WORKSPACE, who))
    async with served.bot.database.transaction(WORKSPACE) as transaction:
        (ride,) = await transaction.ridealongs.of("U1")
        assert ride.state is not RideAlongState.CANCELLED
        assert await transaction.ridealongs.of(who) == []
        if who == GUEST:
            assert set(await transaction.export.of_person(GUEST)) <= {"people"}
            guest = await transaction.people.get(GUEST)
            assert guest is None or guest.status in {PersonStatus.NEW, PersonStatus.STOPPED}


async def test_no_command_shortcut_event_or_message_is_for_a_guest(served: ServedWorkspaces) -> None:
    client = served.client(WORKSPACE, GUEST)
    for command in COMMANDS:
        for more in ("", "#sales 9:00", "@tom x"):
            for name in [sub.name for sub in command.subcommands if sub.name != "delete-me"]:
                await asked(served, client.command(command.name, f"{name} {more}", "sales"))
        await asked(served, client.command(command.name, "", "sales"))
    for shortcut in SHORTCUTS:
        said = {"type": "message", "user": "U2", "ts": "1.1", "text": "well done"}
        await hand_in(
            served, by(WORKSPACE, GUEST, "message_action", callback_id=shortcut, message=said, channel={"id": "C1"})
        )
    await asked(served, client.open_home())
    for words in ("today", "start", "checkin", "nudge #sales 9:00", "/ridealong @tom Acme tomorrow 15:00", "hello"):
        await asked(served, client.send("dm", words))
    await served.settle()
    assert SECRET not in shown(client)
    async with served.bot.database.transaction(WORKSPACE) as transaction:
        assert set(await transaction.export.of_person(GUEST)) <= {"people"}


async def asked(served: ServedWorkspaces, act: Awaitable[Any]) -> None:
    """Do what Slack lets a person do, and send the form that opens."""
    await served.ask(act)
    await served.ask(served.client(WORKSPACE, GUEST).submit())


def test_every_registry_is_tried() -> None:
    """A new entry in one of these is tried automatically; a new kind of registry needs a test here."""
    assert set(ACTIONS) == set(Action)
    assert set(VIEWS) == set(Modal)
    assert set(SHORTCUTS) == set(Shortcut)
    assert {name for name in EVENTS if name.startswith(("app_home", "message"))} == {"app_home_opened", "message.im"}
