"""What one person may do in one day: every way of doing it counts, one too many is refused with a sentence and leaves
nothing behind, tomorrow starts afresh, and nobody else has less.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time
from itertools import cycle
from typing import Any
from zoneinfo import available_timezones

import pytest

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people import allowances
from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.domain.people.people import Who
from bot.domain.prompts.deals import DealOutcome
from bot.domain.ridealongs.facts import Draft
from bot.domain.ridealongs.moments import MomentForm
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.domain.selfchecks.skills import SKILL_THEMES
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.allowances import check
from bot.services.services import Services
from bot.storage.base import committed
from content.libraries import Libraries
from tests.code import ROOT, modules
from tests.fakes import FakeDirectory, MovableClock
from tests.services.channels.channel_nudges import NINE
from tests.services.people.stored_people import active
from tests.services.ridealongs.planned_calls import DRAFT

WEEK = date(2026, 10, 12)
Does = Callable[[Services, Who, int], Awaitable[Any]]
LIBRARY = Libraries().default
SKILL_ANSWER = LIBRARY.questions["skillcheck.answer"].choices[0].key


async def calendar(services: Services, who: Who, number: int) -> None:
    await services.calendar.save(who, f"https://calendar.example/{number}.ics", "")


async def door(services: Services, who: Who, number: int) -> None:  # the stored name of an access key
    await services.integrations.issue(who, AccessKeyKind.API if number % 2 else AccessKeyKind.CALENDAR)


async def webhook(services: Services, who: Who, number: int) -> None:
    await services.webhooks.set_up(who, f"https://hooks.example/{number}")


async def channel(services: Services, who: Who, number: int) -> None:
    _, changed = await services.channels.set_up(who, replace(NINE, at=time(9, number)))
    assert changed


async def change(services: Services, who: Who, number: int) -> None:
    if (await services.ridealongs.upcoming(who)).total == 0:
        await services.ridealongs.plan(who, "R", DRAFT)
    version = (await services.ridealongs.change_form(who, "R")).version
    draft: Draft = replace(DRAFT, customer=f"Customer {number}")
    _, changed = await services.ridealongs.change(who, "R", version or 0, draft)
    assert changed


async def selfcheck(services: Services, who: Who, number: int) -> None:
    await services.selfchecks.save(who, SelfCheckForm(f"s{number}", WEEK), dict.fromkeys(LIBRARY.items, "some"))


async def skillcheck(services: Services, who: Who, number: int) -> None:
    await services.skillchecks.save(who, f"k{number}", WEEK, dict.fromkeys(SKILL_THEMES, SKILL_ANSWER))


async def programme(services: Services, who: Who, _number: int) -> None:
    facts = await services.programmes.start(who, "ask_first")
    assert facts.run
    await services.programmes.stop(who, facts.run.id)


async def team(services: Services, who: Who, number: int) -> None:
    await services.teams.name(who, ["U2", "U3"][: number % 2 + 1])


async def invite(services: Services, who: Who, _number: int) -> None:
    await services.leader_invitations.invite(who, ["U2"])


async def plan(services: Services, who: Who, number: int) -> None:
    await services.ridealongs.plan(who, f"P{number}", DRAFT)


async def moment(services: Services, who: Who, number: int) -> None:
    if number % 5 == 0:
        await services.teams.name(who, ["U2"])
    await services.moments.save(who, MomentForm(f"m{number}", "C1", f"{number}.5", "U2", "Asked what a delay costs."))


async def deal(services: Services, who: Who, _number: int) -> None:
    await services.deals.ended(who, DealOutcome.WON)


def counted(allowance: Allowance) -> Does:
    async def use(services: Services, who: Who, _number: int) -> None:
        await services.allowances.use(who, allowance)

    return use


WAYS: dict[str, tuple[Allowance, Does]] = {
    allowance.value: (allowance, counted(allowance)) for allowance in (Allowance.EXPORT, Allowance.FILE)
} | {
    does.__name__: (Allowance(does.__name__), does)
    for does in (calendar, door, webhook, channel, change, selfcheck, programme, team, invite, plan, moment, deal)
} | {"skillcheck": (Allowance.SELFCHECK, skillcheck)}  # fmt: skip


@pytest.fixture
def context(context: Context) -> Context:
    """Other tools can reach us at an address."""
    return replace(context, site="https://chair.example")


@pytest.fixture
async def admin(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> Who:
    """Maria, a leader and an admin, with a channel, on a day when each allowance is two."""
    maria = directory.add("U1", "Maria", is_admin=True)
    directory.add_channel("C1", maria)
    for user_id in ("U2", "U3"):
        directory.add(user_id)
    for allowance in Allowance:
        monkeypatch.setitem(allowances.MOST_A_DAY, allowance, 2)
    await active(services, context, maria, is_leader=True)
    clock.move(hours=1)
    return maria


def test_each_has_its_number_and_a_way_to_use_it() -> None:
    assert set(MOST_A_DAY) == set(Allowance) == {allowance for allowance, _ in WAYS.values()}


@pytest.mark.parametrize(("allowance", "does"), WAYS.values(), ids=WAYS)
async def test_the_third_of_a_day_that_has_two_is_refused_and_tomorrow_begins_anew(
    services: Services, clock: MovableClock, admin: Who, allowance: Allowance, does: Does
) -> None:
    for number in range(2):
        await does(services, admin, number)
    for _ in range(2):
        with pytest.raises(Problem) as caught:
            await does(services, admin, 2)
        assert (caught.value.key, caught.value.facts) == (f"allowances.{allowance}", {"most": 2})
    clock.move(hours=16)  # past midnight in Berlin, but less than a day
    await does(services, admin, 3)


@pytest.mark.parametrize(("allowance", "does"), WAYS.values(), ids=WAYS)
async def test_deleting_ones_data_gives_no_second_day_and_takes_none_from_others(
    services: Services, context: Context, admin: Who, allowance: Allowance, does: Does
) -> None:
    for number in range(2):
        await does(services, admin, number)
    await services.privacy.forget(admin)
    await active(services, context, admin, is_leader=True)
    with pytest.raises(Problem, match=str(allowance)):
        for number in range(5, 7):  # the first may only recreate what was deleted, such as a ride-along to change
            await does(services, admin, number)
            await services.allowances.use(admin, allowance)
    await services.allowances.use(Who("T1", "U2"), allowance)


async def test_no_time_zone_gives_a_second_day(
    services: Services, context: Context, directory: FakeDirectory, clock: MovableClock, admin: Who
) -> None:
    """It is always another day somewhere: each zone is tried with one act that counts and all that only check."""
    turns = cycle(Allowance)
    for allowance in [*Allowance] * 2:
        await services.allowances.use(admin, allowance)
    for zone in sorted(available_timezones())[::20]:
        person = await services.people.profile_changed(admin, replace(directory.profiles[admin], zone=zone))
        assert person.zone == zone
        clock.move(minutes=5)
        with pytest.raises(Problem):
            await services.allowances.use(admin, next(turns))
        async with context.database.reading("T1") as transaction:
            for allowance in Allowance:
                with pytest.raises(Problem):
                    await check(context, transaction, person, allowance)


async def test_a_day_begins_at_midnight_where_somebody_lives(
    services: Services, clock: MovableClock, admin: Who
) -> None:
    clock.move(hours=16, minutes=30)  # half past one at night in Berlin, and still the day before in Greenwich
    for _ in range(2):
        await services.allowances.use(admin, Allowance.EXPORT)
    clock.move(hours=14)
    with pytest.raises(Problem):
        await services.allowances.use(admin, Allowance.EXPORT)


async def test_counting_alone_is_nothing_that_somebody_asked_for(services: Services, admin: Who) -> None:
    """A failure after it, such as that of an export's file, says that nothing was done."""
    committed.watch("form")
    await services.allowances.use(admin, Allowance.EXPORT)
    assert not committed.is_any()


async def test_what_is_used_up_of_one_leaves_the_others_as_they_were(services: Services, admin: Who) -> None:
    for _ in range(2):
        await services.allowances.use(admin, Allowance.EXPORT)
    await services.allowances.use(admin, Allowance.FILE)


@pytest.mark.parametrize("does", [team, invite], ids=["team", "invite"])
async def test_once_it_is_used_up_the_form_says_so_and_slack_is_asked_nothing(
    services: Services, directory: FakeDirectory, admin: Who, does: Does
) -> None:
    for number in range(2):
        await does(services, admin, number)
    directory.failing = TimeoutError()
    naming = services.teams.name if does is team else services.leader_invitations.invite
    with pytest.raises(Problem) as caught:
        await naming(admin, ["U2", "U3", "U9"])
    assert caught.value.field == "people"


def test_the_numbers_stand_in_the_document() -> None:
    rows = re.findall(r"\(`(\w+)`\) \| (\d+)", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert {name: int(number) for name, number in rows} == {each.value: most for each, most in MOST_A_DAY.items()}


def test_every_file_that_is_sent_is_counted() -> None:
    senders = [module for module in modules("handlers") if ".send_files(" in module.text]
    assert len(senders) == 6
    assert [module.path.name for module in senders if "services.allowances.use(" not in module.text] == []
