"""The cost of ride-along lists does not grow with the history, and no read waits for a writer."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.ridealongs.record import PAGE
from bot.domain.time.schedule import Pause
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.base.cipher import Cipher
from tests.services.ridealongs.planned_calls import DRAFT, start
from tests.statements import statements

Ask = Callable[[Services, Who], Awaitable[object]]
ASKED: dict[str, Ask] = {
    "home": lambda services, who: services.home.facts(who),
    "list": lambda services, who: services.ridealongs.upcoming(who),
    "history": lambda services, who: services.ridealongs.history(who, "<@U2>"),
    "map": lambda services, who: services.development.facts(who),
    "own page": lambda services, _who: services.development.facts(Who("T1", "U2")),
}


async def many(services: Services, context: Context, maria: Who, tom: Who, count: int) -> None:
    """`count` ride-alongs of one pair from last year on; every other one is still to come."""
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    facts = await services.ridealongs.plan(maria, "R", DRAFT)
    now = context.clock()
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.ACCEPTED))
        for number in range(count):
            at = now + timedelta(days=number + 1 if number % 2 else -number - 1)
            await transaction.ridealongs.save(replace(facts.ride, id=f"R{number}", starts_at=at, wall=None))


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_a_long_history_takes_no_more_statements(
    services: Services, context: Context, maria: Who, tom: Who, ask: Ask
) -> None:
    await many(services, context, maria, tom, 30)
    with statements() as few:
        await ask(services, maria)
    await many(services, context, maria, tom, 60)
    with statements() as lots:
        await ask(services, maria)
    assert len(lots) == len(few)


async def test_a_list_counts_what_it_does_not_show(services: Services, context: Context, maria: Who, tom: Who) -> None:
    await many(services, context, maria, tom, 60)
    page = await services.ridealongs.upcoming(maria)
    assert (len(page.rides), page.total) == (10, 31)
    series = await services.ridealongs.history(maria, "<@U2>")
    assert (len(series.rides), series.total) == (8, 61)
    starts = [facts.ride.starts_at for facts in series.rides]
    assert starts == sorted(starts, reverse=True)


async def test_lists_go_on_page_by_page(services: Services, context: Context, maria: Who, tom: Who) -> None:
    await many(services, context, maria, tom, 60)
    planned = [await services.ridealongs.upcoming(maria, page) for page in range(4)]
    assert [(len(page.rides), page.total, page.page, page.pages) for page in planned] == [
        (10, 31, 0, 4), (10, 31, 1, 4), (10, 31, 2, 4), (1, 31, 3, 4),
    ]  # fmt: skip
    starts = [facts.ride.starts_at for page in planned for facts in page.rides]
    assert starts == sorted(set(starts))
    series = [await services.ridealongs.history(maria, "<@U2>", page) for page in range(8)]
    assert [len(page.rides) for page in series] == [8, 8, 8, 8, 8, 8, 8, 5]
    assert len({facts.ride.id for page in series for facts in page.rides}) == 61
    assert series[7].pages == 8


async def test_a_page_that_is_gone_is_the_first(services: Services, context: Context, maria: Who, tom: Who) -> None:
    await many(services, context, maria, tom, 2)
    assert (await services.ridealongs.upcoming(maria, 9)).page == 0
    assert (await services.ridealongs.history(maria, "<@U2>", 9)).page == 0


async def test_a_call_that_has_just_ended_is_in_no_list(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await many(services, context, maria, tom, 0)
    async with context.database.transaction("T1") as transaction:
        ride = await transaction.ridealongs.get("R")
        assert ride is not None
        await transaction.ridealongs.save(replace(ride, id="R1", starts_at=context.clock() - ride.length, wall=None))
    page = await services.ridealongs.upcoming(maria)
    assert ([facts.ride.id for facts in page.rides], page.total) == (["R"], 1)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_nothing_that_is_read_waits_for_a_writer(
    services: Services, context: Context, maria: Who, tom: Who, ask: Ask
) -> None:
    await many(services, context, maria, tom, 3)
    async with context.database.transaction("T1") as writer:
        await writer.people.end_pause("U9", Pause(context.today(await services.people.meet(maria))), date.max)
        assert await ask(services, maria)


async def test_what_only_reads_cannot_write(services: Services, context: Context, maria: Who) -> None:
    person = await services.people.meet(maria)
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with context.database.reading("T1") as transaction:
            await transaction.people.save(person)


async def test_a_page_of_the_record_opens_its_own_texts_alone(
    services: Services, context: Context, maria: Who, tom: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    await many(services, context, maria, tom, 60)
    read, opened = Cipher.read, list[str]()

    def counting(cipher: Cipher, sealed: str) -> str:
        opened.append(sealed)
        return read(cipher, sealed)

    monkeypatch.setattr(Cipher, "read", counting)
    record = await services.records.record(maria, "U2")
    assert record.pages == 4
    assert [entry.ride and entry.ride.customer for entry in record.entries] == [DRAFT.customer] * PAGE
    assert len(opened) == 3 * PAGE


async def test_what_follows_a_call_is_planned_by_one_statement_and_forgotten_by_one_for_each_of_the_two(
    services: Services, context: Context, maria: Who, tom: Who
) -> None:
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    with statements() as planned:
        await services.ridealongs.plan(maria, "R", DRAFT)
    assert sum(statement.startswith("INSERT INTO schedules") for statement in planned) == 1
    with statements() as cancelled:
        await services.ridealongs.cancel(maria, "R")
    assert sum(statement.startswith("DELETE FROM schedules") for statement in cancelled) == 2
