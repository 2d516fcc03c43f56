"""A copy is restored: what was promised since it was made still holds, and no figure is counted again."""

import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.people.people import Membership, PersonStatus
from bot.domain.people.safeguards import SafeguardKind
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.after_restore import erase_again
from bot.services.services import Services
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from content.libraries import Libraries
from content.library import load_library
from tests.databases import with_tables_at
from tests.fakes import FakeDirectory, MovableClock
from tests.security.attackers import LEADER, SALESPEOPLE, Attack
from tests.security.attacking import attack_on
from tests.security.deduction import singled_out
from tests.storage.cases import NOW, PLAN

CIPHER = Cipher([new_key()])
WEEK = Aggregate(AggregateKind.WEEK, "2026-11-23", NOW, 3, {"led": 3}, people=frozenset(SALESPEOPLE[:3]))


class Ground:
    """The database in use in `folder`, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = [folder / "0.sqlite3"]
        with_tables_at(self.files[0])
        self.databases = [self._open(self.files[0])]
        self.clock = MovableClock()

    def attack(self) -> Attack:
        """The leader and their seven salespeople, in the database in use."""
        context = Context(self.databases[-1], FakeDirectory(), Libraries(only=load_library()), self.clock)
        return attack_on(context, Services(context), 1)

    async def copy(self) -> Path:
        """Make a copy of the database in use. Returns its file."""
        await self.databases[-1].empty_log()
        return Path(shutil.copy(self.files[-1], self.folder / "copy.sqlite3"))

    async def restore(self, copy: Path) -> int:
        """Use a copy from here on. Returns how many people were erased again."""
        self.files.append(Path(shutil.copy(copy, self.folder / f"{len(self.files)}.sqlite3")))
        self.databases.append(self._open(self.files[-1]))
        return await erase_again(self.databases[-1], self.databases[-2], self.clock())

    def _open(self, file: Path) -> Database:
        return Database(f"sqlite:///{file}", CIPHER)


@pytest.fixture
async def grounds(tmp_path: Path) -> AsyncIterator[Ground]:
    ground = Ground(tmp_path)
    yield ground
    for database in ground.databases:
        await database.close()


async def answered(attack: Attack) -> None:
    with suppress(Problem):
        await attack.invite()
    for user_id in SALESPEOPLE:
        await attack.answer(user_id)
    await attack.look()


async def test_people_who_were_counted_together_since_stay_together(grounds: Ground) -> None:
    before = grounds.attack()
    await before.begin()
    copy = await grounds.copy()
    await before.team(SALESPEOPLE[:3])
    await answered(before)
    assert len(before.figures) == 1
    await grounds.restore(copy)
    after = grounds.attack()
    after.figures = before.figures
    grounds.clock.move(days=15)
    await after.team((*SALESPEOPLE[:2], SALESPEOPLE[3]))
    await answered(after)
    assert len(after.figures) == 1
    assert singled_out(after.figures) == []


async def test_a_no_to_a_team_and_to_everything_stays_one(grounds: Ground) -> None:
    before = grounds.attack()
    await before.begin()
    await before.team(SALESPEOPLE[:4])
    async with grounds.databases[-1].transaction("T1") as transaction:
        await transaction.schedules.save(replace(PLAN, recipient="U2"))
    copy = await grounds.copy()
    await before.services.teams.decline(before.who("U1"), LEADER)
    await before.services.onboarding.stop(before.who("U2"))
    await before.services.privacy.forget(before.who("U3"))
    assert await grounds.restore(copy) == 1
    async with grounds.databases[-1].transaction("T1") as transaction:
        team = {member.salesperson_id: member.membership for member in await transaction.teams.of_leader(LEADER)}
        assert team == {"U1": Membership.DECLINED, "U2": Membership.ACCEPTED, "U4": Membership.ACCEPTED}
        people = {person.user_id: person.status for person in await transaction.people.some(["U1", "U2", "U3", "U4"])}
        assert people == {"U1": PersonStatus.ACTIVE, "U2": PersonStatus.STOPPED, "U4": PersonStatus.ACTIVE}
        assert await transaction.schedules.of("U2") == []
        assert await transaction.safeguards.holds(SafeguardKind.SILENT, "U3")
    facts = await grounds.attack().services.teams.name(before.who(LEADER), ["U1", "U3"])
    assert facts.asked_before == ("U1",)


async def test_a_week_that_was_counted_since_is_not_counted_anew(grounds: Ground) -> None:
    attack = grounds.attack()
    await attack.begin()
    copy = await grounds.copy()
    async with grounds.databases[-1].transaction("T1") as transaction:
        await transaction.aggregates.keep(WEEK)
    await grounds.restore(copy)
    async with grounds.databases[-1].transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) == WEEK


async def test_where_nothing_was_promised_since_what_the_copy_promised_holds(grounds: Ground) -> None:
    before = grounds.attack()
    await before.begin()
    await before.team(SALESPEOPLE[:3])
    await before.services.teams.decline(before.who("U1"), LEADER)
    copy = await grounds.copy()
    async with grounds.databases[-1].transaction("T1") as transaction:
        await transaction.erasure.of_everything()
    await grounds.restore(copy)
    async with grounds.databases[-1].transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.DECLINED, LEADER, "U1")


async def test_a_no_by_people_of_whom_the_copy_knows_nobody_holds_in_it(grounds: Ground) -> None:
    copy = await grounds.copy()
    before = grounds.attack()
    await before.begin()
    await before.team(SALESPEOPLE[:1])
    await before.services.teams.decline(before.who("U1"), LEADER)
    await grounds.restore(copy)
    async with grounds.databases[-1].transaction("T1") as transaction:
        assert await transaction.safeguards.holds(SafeguardKind.DECLINED, LEADER, "U1")


async def test_whoever_was_deleted_is_erased_again_where_nobody_is_left(grounds: Ground) -> None:
    await grounds.attack().begin()
    copy = await grounds.copy()
    async with grounds.databases[-1].transaction("T1") as transaction:
        await transaction.safeguards.put(SafeguardKind.SILENT, LEADER, at=NOW)
        for user_id in await transaction.people.all_ids():
            await transaction.erasure.of_person(user_id)
    assert await grounds.restore(copy) == 1
