"""A colleague who bothers somebody, in every way that causes a message to them."""

from datetime import time, timedelta

from bot.domain.people.people import Who
from bot.domain.ridealongs.facts import Draft, RideFacts
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.services.ridealongs.reflections import Written
from bot.services.services import Services
from tests.fakes import MovableClock


class Colleague:
    """Every way in which a colleague can cause a message to somebody else."""

    def __init__(self, services: Services, clock: MovableClock) -> None:
        self.services = services
        self.clock = clock
        self.number = 0

    def draft(self, days: int) -> Draft:
        on = (self.clock() + timedelta(days=days)).date()
        return Draft("U2", f"customer {self.number}", on, time(9 + self.number % 8), 30)

    async def plan(self, boss: Who) -> RideFacts:
        self.number += 1
        return await self.services.ridealongs.plan(boss, f"R{self.number}", self.draft(2))

    async def log(self, boss: Who) -> RideFacts:
        self.number += 1
        return await self.services.ridealongs.plan(boss, f"R{self.number}", self.draft(-2), logged=True)

    async def change(self, boss: Who) -> None:
        facts = await self.plan(boss)
        await self.services.ridealongs.change(boss, facts.ride.id, 0, self.draft(3))

    async def cancel(self, boss: Who) -> None:
        await self.services.ridealongs.cancel(boss, (await self.plan(boss)).ride.id)

    async def over(self, boss: Who) -> None:
        facts = await self.plan(boss)
        self.clock.now = facts.ride.starts_at + timedelta(minutes=5)
        await self.services.ridealong_end.over(boss, facts.ride.id)

    async def share(self, boss: Who) -> None:
        ride = (await self.log(boss)).ride
        await self.services.reflections.write(boss, ride.id, Written(TakeOver.NONE, {"leader_saw": "x"}, shared=True))

    async def name(self, boss: Who) -> None:
        await self.services.teams.name(boss, ["U2"])
        await self.services.teams.name(boss, [])
