"""What is saved between a look and the transaction that follows it is not undone by that transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from typing import Any, cast

import pytest

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.people.people import Who
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.time.schedule import week_of
from bot.errors import Problem
from bot.nudges import PROMPT_PERSON
from bot.services.checkins.checkins import CheckIns
from bot.services.context import Context
from bot.services.prompts.answers import PromptAnswers
from bot.services.prompts.custom_content import CustomContent
from bot.services.ridealongs.ending import RideAlongEnd
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.domain.prompts.custom_entries import PROMPT
from tests.fakes import FakeDirectory, MovableClock
from tests.services.prompts.delivered import deliver
from tests.storage.cases import RIDE

ORGANISATION = ContentScope.ORGANISATION
OTHER_WORDS = replace(PROMPT, text="Ask two customers.")


class BusyDatabase:
    """A database in which somebody else saves something just before each transaction."""

    def __init__(self, database: Database, meanwhile: Callable[[], Awaitable[object]]) -> None:
        self._database = database
        self._meanwhile = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @asynccontextmanager
    async def transaction(self, workspace_id: str) -> AsyncIterator[Transaction]:
        await self._meanwhile()
        async with self._database.transaction(workspace_id) as transaction:
            yield transaction


def busy(context: Context, meanwhile: Callable[[], Awaitable[object]]) -> Context:
    return replace(context, database=cast("Database", BusyDatabase(context.database, meanwhile)))


async def test_two_replies_sent_at_once_are_both_kept(services: Services, context: Context, maria: Who) -> None:
    await deliver(context, maria.user_id, ts="1.0")
    there = busy(context, lambda: services.prompts.reply(maria, "1.0", "I asked first."))
    facts = await PromptAnswers(there, services.people).reply(maria, "1.0", "Then I waited.")
    assert facts is not None
    assert facts.practice is not None
    assert (facts.practice.reply, facts.practice.text) == (PromptReply.REFLECTED, "I asked first.\nThen I waited.")


async def test_daily_again_undoes_no_setting(services: Services, context: Context, leader: Who) -> None:
    there = busy(context, lambda: services.settings.set_country(leader, "PT"))
    await PromptAnswers(there, services.people).daily_again(leader)
    person = await services.people.meet(leader)
    assert (person.country, person.daily_again_at) == ("PT", context.clock())


@pytest.mark.parametrize("answers", ["check-in", "prompt"])
async def test_an_answer_plans_by_the_settings_that_were_saved_meanwhile(
    services: Services, context: Context, clock: MovableClock, leader: Who, answers: str
) -> None:
    ignored = []
    for _ in range(6):
        ignored.append(await deliver(context, leader.user_id))
        clock.move(days=1)
    there = busy(context, lambda: services.settings.set_prompt_time(leader, time(16, 45)))
    if answers == "check-in":
        week = week_of(clock.now.date())
        await CheckIns(there, services.people).answer(leader, week, CheckInAnswer.LED)
    else:
        await PromptAnswers(there, services.people).answer(leader, ignored[-1], PromptReply.DONE)
    async with context.database.reading("T1") as transaction:
        plan = await transaction.schedules.get(leader.user_id, PROMPT_PERSON)
    assert plan is not None
    assert plan.at == time(16, 45)


@pytest.fixture
def admin(directory: FakeDirectory) -> Who:
    return directory.add("U99", "Ada", is_admin=True)


async def test_new_words_bring_back_nothing_that_was_retired(services: Services, context: Context, admin: Who) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    there = busy(context, lambda: services.custom_content.retire(admin, entry.id))
    saved = await CustomContent(there, services.people).save(admin, ORGANISATION, OTHER_WORDS, entry.id)
    assert (saved.entry.words, saved.entry.retired_at) == (OTHER_WORDS, context.clock())


async def test_what_is_retired_keeps_its_new_words(services: Services, context: Context, admin: Who) -> None:
    entry = (await services.custom_content.save(admin, ORGANISATION, PROMPT)).entry
    there = busy(context, lambda: services.custom_content.save(admin, ORGANISATION, OTHER_WORDS, entry.id))
    retired = await CustomContent(there, services.people).retire(admin, entry.id)
    assert (retired.entry.words, retired.entry.retired_at) == (OTHER_WORDS, context.clock())


async def test_ending_a_call_brings_back_nothing_that_somebody_deleted(
    services: Services, context: Context, clock: MovableClock, leader: Who, tom: Who
) -> None:
    await services.people.meet(tom)
    async with context.database.transaction("T1") as transaction:
        await transaction.ridealongs.save(replace(RIDE, starts_at=clock.now - timedelta(minutes=5)))
    there = busy(context, lambda: services.privacy.forget(tom))
    with pytest.raises(Problem):
        await RideAlongEnd(there, services.people).over(leader, RIDE.id)
    async with context.database.reading("T1") as transaction:
        assert await transaction.ridealongs.get(RIDE.id) is None
