"""What can happen to people in either search: they leave Slack and come back, and get other ids."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.people.people import Who
from bot.domain.time.fiscal import FiscalCalendar, quarter_of
from bot.services.context import Context
from bot.services.people.leavers import Leavers
from bot.services.services import Services
from bot.storage.maintenance.housekeeping import tidy
from tests.fakes import FakeDirectory, MovableClock

LEFT = timedelta(days=45)  # half as long as we keep data about people who left


@dataclass
class PeopleStory:
    """A story in workspace T1. `ids` are those that Slack gave people, by what we call them here."""

    context: Context
    services: Services
    chance: random.Random
    story: list[str] = field(default_factory=list, kw_only=True)
    ids: dict[str, str] = field(default_factory=dict, kw_only=True)

    everybody = tuple[str, ...]()

    @property
    def clock(self) -> MovableClock:
        assert isinstance(self.context.clock, MovableClock)
        return self.context.clock

    @property
    def directory(self) -> FakeDirectory:
        assert isinstance(self.context.directory, FakeDirectory)
        return self.context.directory

    def who(self, user_id: str) -> Who:
        return Who("T1", self.ids.get(user_id, user_id))

    async def one_leaves_slack(self) -> None:
        await self._is_gone(self.chance.choice(self.everybody), is_gone=True)

    async def all_are_back(self) -> None:
        """Everybody who left is in Slack again; what they find depends on how long they were away."""
        for user_id in self.everybody:
            if self.directory.profiles[self.who(user_id)].is_gone:
                await self._is_gone(user_id, is_gone=False)
                await self.services.onboarding.start(self.who(user_id))

    async def wait_for_leavers(self) -> None:
        """Wait half as long as they are kept; the second look then erases those who left."""
        self.clock.now += LEFT
        leavers = Leavers(self.context, self.services.people, self.services.privacy)
        await leavers.look()

    async def move_into_organisation(self) -> None:
        """Slack gives everybody another id, once, and tells nobody: the app learns of it from the first who comes."""
        for user_id in self.everybody if self.directory.exchanges is None else ():
            former, new = self.who(user_id), Who("T1", f"W{len(self.story)}{user_id}")
            profile = replace(self.directory.profiles[former], global_id=new.user_id)
            self.directory.profiles |= {former: profile, new: profile}
            self.directory.exchanges = (self.directory.exchanges or {}) | {former.user_id: new.user_id}
            self.ids[user_id] = new.user_id

    async def wait_until_a_quarter_ends(self) -> None:
        """Wait until the last second of a calendar quarter, or the first of the next; then housekeeping runs."""
        first = quarter_of(self.clock().date(), FiscalCalendar()).last + timedelta(days=1)
        self.clock.now = datetime.combine(first, time(), UTC) - timedelta(seconds=self.chance.choice((0, 1)))
        await tidy(self.context.database, self.clock())

    async def wait(self) -> None:
        self.clock.move(days=self.chance.choice((1, 7, 7, 14, 30, 75)))

    async def wait_for_long(self) -> None:
        """Wait until housekeeping has removed all that it may."""
        self.clock.move(days=401)
        await tidy(self.context.database, self.clock())

    async def _is_gone(self, user_id: str, *, is_gone: bool) -> None:
        who = self.who(user_id)
        profile = replace(self.directory.profiles[who], is_gone=is_gone)
        self.directory.profiles[who] = profile
        await self.services.people.profile_of_known(who, profile)

    async def _exchange(self, user_id: str) -> tuple[str, str] | None:
        """Slack gives somebody another id and says so. Returns the former and the new id; None once all have moved."""
        former, new = self.who(user_id), Who("T1", f"W{len(self.story)}{user_id}")
        if self.directory.exchanges is not None:
            return None
        self.directory.profiles[new] = self.directory.profiles[former]
        await self.services.identities.learn("T1", {former.user_id: new.user_id})
        self.ids[user_id] = new.user_id
        return former.user_id, new.user_id
