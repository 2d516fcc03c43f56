"""Nine people in six zones over the weeks: what they set, when and where they are away, alongside the real use cases.

The world keeps its own record of what applied on each day, to judge what was sent without the product's help.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any

from bot.domain.budget import Cadence
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Position, Who
from bot.domain.people.settings import SettingsForm
from bot.domain.prompts.answers import PromptReply
from bot.domain.ridealongs.facts import Draft
from bot.domain.time.schedule import DAY, WORKDAYS
from bot.nudges import CHECKIN, CHECKIN_REMINDER, PROMPT_PERSON, RIDEALONG_INVITATION
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.year.residents import COUNTRIES, ISRAELI, PEOPLE, TEAMS, Arrival, Resident, local

Act = Callable[[], Awaitable[None]]


class World:
    """Nine people, what they do, and the record of it; `act` does the next thing."""

    def __init__(self, services: Services, directory: FakeDirectory, clock: MovableClock, seed: int) -> None:
        self._services, self._directory, self._clock = services, directory, clock
        self._random = Random(seed)
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()
        today = clock().date()
        self.people = {
            user_id: Resident(Who("T1", user_id), position, diligence, [(today - 30 * DAY, life)])
            for user_id, position, diligence, life in PEOPLE
        }
        self.sent: list[Arrival] = []

    @property
    def next_at(self) -> datetime | None:
        return self._acts[0][0] if self._acts else None

    async def settle_in(self, weeks: int) -> None:
        """Everybody starts, with their own settings; then their weeks are laid out."""
        for resident in self.people.values():
            life = resident.now
            self._directory.add(resident.who.user_id, zone=life.zone)
            await self._services.onboarding.position(resident.who, resident.position)
            form = SettingsForm(
                prompt_on=True,
                prompt_at=time(9),
                working_days=life.working_days,
                hours=(life.start, life.end),
                cadence=life.cadence,
                checkin_day=life.checkin_day,
                checkin_at=time(15),
            )
            await self._services.settings.save(resident.who, form)
        start = self._clock()
        for week in range(weeks):
            for resident in self.people.values():
                self._lay_out(resident, start + timedelta(weeks=week), week)

    async def act(self) -> None:
        """Do the next thing."""
        _, _, do = heappop(self._acts)
        await do()

    def note_sent(self, delivery: Delivery) -> None:
        """Note a message that came; they may answer it later that day."""
        now = self._clock()
        resident = self.people[delivery.recipient]
        self.sent.append(Arrival(now, delivery, resident.now, resident.is_off(self._today(resident))))
        if self._random.randrange(10) >= resident.diligence:
            return
        after = now + timedelta(minutes=self._random.randrange(2, 240))
        if delivery.nudge == PROMPT_PERSON:
            self._later(after, lambda: self._practise(resident, delivery))
        elif delivery.nudge in (CHECKIN, CHECKIN_REMINDER):
            self._later(after, lambda: self._check_in(resident, delivery))
        elif delivery.nudge == RIDEALONG_INVITATION:
            self._later(after, lambda: self._confirm(resident, delivery))

    def undisturbed_at(self, user_id: str, now: datetime) -> tuple[datetime, datetime] | None:
        """Somebody's next Do Not Disturb period."""
        return next((window for window in self.people[user_id].undisturbed if window[1] > now), None)

    def _later(self, at: datetime, do: Act) -> None:
        heappush(self._acts, (at, next(self._order), do))

    def _lay_out(self, resident: Resident, monday: datetime, week: int) -> None:
        """Plan what happens to somebody in a week: something at a random minute, mostly in the middle."""
        dice = self._random
        at = monday + timedelta(minutes=dice.randrange(7 * 24 * 60))
        chance = dice.randrange(12)
        if chance == 0:
            self._later(at, lambda: self._go_away(resident, dice.randrange(1, 12)))
        elif chance == 1:
            self._later(at, lambda: self._move(resident, dice.choice(list(COUNTRIES))))
        elif chance in (2, 3, 4):
            self._later(at, lambda: self._change(resident))
        elif chance in (5, 6):
            resident.undisturbed.append((at, at + timedelta(minutes=dice.randrange(20, 900))))
            resident.undisturbed.sort()
        elif chance == 7 and resident.who.user_id in TEAMS:
            self._later(at, lambda: self._plan_call(resident, week))

    async def _practise(self, resident: Resident, delivery: Delivery) -> None:
        await self._services.prompts.answer(resident.who, delivery.id, PromptReply.DONE)
        resident.practised.add(delivery.on)

    async def _check_in(self, resident: Resident, delivery: Delivery) -> None:
        on = delivery.on
        week = on - timedelta(days=on.weekday())
        if delivery.nudge == CHECKIN_REMINDER:  # about the previous week, where it came together with a new check-in
            own = [arrival.delivery for arrival in self.sent if arrival.delivery.recipient == delivery.recipient]
            asked = [sent.on for sent in own if sent.nudge == CHECKIN]
            week = asked[-1] - timedelta(days=asked[-1].weekday()) if asked else week
        await self._services.checkins.answer(resident.who, week, CheckInAnswer.LED)
        resident.weeks.add(week)

    async def _confirm(self, resident: Resident, delivery: Delivery) -> None:
        await self._services.ridealongs.confirm(resident.who, delivery.subject, 0)

    async def _go_away(self, resident: Resident, days: int) -> None:
        today = self._today(resident)
        last = today + days * DAY
        await self._services.pauses.pause_until(resident.who, last)
        resident.away = [(first, min(end, today - DAY)) for first, end in resident.away if first < today]
        resident.away.append((today, last))

    async def _move(self, resident: Resident, zone: str) -> None:
        """Their Slack profile says that they are somewhere else; from then on that place's holidays are theirs."""
        self._keep(resident, zone=zone, country=COUNTRIES[zone])
        self._directory.add(resident.who.user_id, zone=zone)
        await self._services.people.profile_changed(resident.who, Profile(resident.who.user_id, zone))

    async def _change(self, resident: Resident) -> None:
        """Change one of their settings, at whatever minute it is."""
        dice, form = self._random, SettingsForm()
        match dice.randrange(5):
            case 0:
                form = replace(form, prompt_on=True, prompt_at=time(dice.randrange(9, 16), dice.choice((0, 15, 30))))
            case 1:
                cadence = dice.choice((Cadence.DAILY, Cadence.THRICE, Cadence.WEEKLY))
                form = replace(form, cadence=cadence)
                self._keep(resident, cadence=cadence)
            case 2 if resident.position is Position.LEADER:
                day = dice.choice(sorted(resident.now.working_days))
                form = replace(form, checkin_day=day, checkin_at=time(dice.randrange(9, 16)))
                self._keep(resident, checkin_day=day)
            case 3:
                start, end = time(dice.choice((7, 8))), time(dice.choice((17, 18, 19)))
                form = replace(form, hours=(start, end))
                self._keep(resident, start=start, end=end)
            case _:
                days = dice.choice((WORKDAYS, WORKDAYS - {4}, WORKDAYS - {0}, ISRAELI))
                form = replace(form, working_days=days)
                self._keep(resident, working_days=days)
        await self._services.settings.save(resident.who, form)

    async def _plan_call(self, resident: Resident, week: int) -> None:
        """Plan a call with their salesperson at noon in eight days, if both work then; at whatever hour it is now."""
        other = self.people[TEAMS[resident.who.user_id]]
        on = self._today(resident) + 8 * DAY
        if resident.now.zone != other.now.zone or resident.is_off(on) or other.is_off(on):
            return
        draft = Draft(other.who.user_id, "Acme", on, time(12), 45)
        await self._services.ridealongs.plan(resident.who, f"{resident.who.user_id}{week:03}".lower(), draft)

    def _keep(self, resident: Resident, **changed: Any) -> None:
        """Record what applies from today on, by the date where they were before the change."""
        today = self._today(resident)
        life = replace(resident.now, **changed)
        resident.book = [(since, other) for since, other in resident.book if since != today] + [(today, life)]

    def _today(self, resident: Resident) -> date:
        return local(self._clock(), resident.now.zone).date()


START = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
